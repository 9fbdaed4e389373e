import { ActionIcon } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconAlertTriangle, IconCircleCheck, IconFlask, IconLock, IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { demoAdvanced, selectDemoState, selectEngine, selectHost, selectSync } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient, useConnectionState } from '#renderer/app/hooks.ts';
import { EngineStatus } from '#renderer/features/status/engine-status.tsx';
import classes from '#renderer/features/status/status.module.css';
import { StorageStatus } from '#renderer/features/status/storage-status.tsx';
import { clockTimeText, timeText } from '#renderer/i18n/date-text.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import type { DemoState } from '#shared/contract/schemas.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import { MINUTE } from '#shared/lib/time.ts';

/** How far this console has everything: the present second while it follows live, else the last moment it is sure of. */
function Sync() {
  const { t, i18n } = useTranslation('status');
  const state = useConnectionState();
  const sync = useAppSelector(selectSync);
  const engine = useAppSelector(selectEngine);
  const now = useNow(1000);
  const connected = state === 'open';
  if (connected && sync.state === 'live') {
    return (
      <span className={classes.fact} data-tone="good">
        <IconCircleCheck size={14} aria-hidden />
        {t('inSync', { time: clockTimeText(now, i18n.language) })}
      </span>
    );
  }
  // Why the engine gives nothing stands beside it, in its own words; not all of that is a lost connection.
  const saidBeside = connected && engine !== null && !mayWork(engine);
  // A page of an earlier run waits for nothing: the banner says what to do.
  const told = saidBeside ? '' : state === 'foreign' ? t('foreign') : !connected || sync.state === 'lost' ? t('lost') : t('behind', { count: sync.behind });
  const upTo = sync.upTo === null ? '' : t('upTo', { time: clockTimeText(sync.upTo, i18n.language) });
  return (
    <span className={classes.fact} data-tone="bad" role="status">
      <IconRefresh size={14} aria-hidden />
      {told} {upTo}
    </span>
  );
}

const COLLEAGUES = [0, 1, 2, 3, 4, 5] as const;
const SPEEDS = [0.5, 1, 2, 5, 10, 30, 60] as const;

/** The demo's simulated customers: their clock, how fast they come, and a way to stop them. */
function DemoControls() {
  const { t, i18n } = useTranslation('status');
  const client = useClient();
  const dispatch = useAppDispatch();
  const demo = useAppSelector(selectDemoState);
  if (demo === null) return null;
  const set = async (change: Partial<Pick<DemoState, 'paused' | 'speed' | 'colleagues'>>) => {
    const { paused, speed, colleagues } = { ...demo, ...change };
    const [error, state] = await safe(client.demo.set({ paused, speed, colleagues }));
    if (!error) dispatch(demoAdvanced(state));
  };
  const midnight = new Date(2026, 0, 1).getTime();
  return (
    <span className={classes.demo} role="group" aria-label={t('demoControls')}>
      <span title={t('demoClockHint')}>{t('demoClock', { time: timeText(midnight + demo.minuteOfDay * MINUTE, i18n.language), count: demo.arrived })}</span>
      <ActionIcon
        size={24}
        variant="subtle"
        aria-label={demo.paused ? t('demoResume') : t('demoPause')}
        title={demo.paused ? t('demoResume') : t('demoPause')}
        onClick={() => void set({ paused: !demo.paused })}
      >
        {demo.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
      </ActionIcon>
      <label className={classes.speed}>
        {t('demoSpeed')}
        <select value={demo.speed} onChange={(event) => void set({ speed: Number(event.currentTarget.value) })}>
          {[...new Set([...SPEEDS, demo.speed])]
            .toSorted((a, b) => a - b)
            .map((speed) => (
              <option key={speed} value={speed}>
                ×{speed}
              </option>
            ))}
        </select>
      </label>
      <label className={classes.speed} title={t('demoColleaguesHint')}>
        {t('demoColleagues')}
        <select value={demo.colleagues} onChange={(event) => void set({ colleagues: Number(event.currentTarget.value) })}>
          {COLLEAGUES.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
    </span>
  );
}

/** The foot of the window: whether it is in sync, what waits (`children`), what desk this is, how its data is kept. */
export function StatusBar({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('status');
  const host = useAppSelector(selectHost);
  return (
    <footer className={classes.bar}>
      <Sync />
      <EngineStatus />
      <StorageStatus />
      {children}
      {host?.demo && (
        <span className={classes.badge} title={t('demoHint')}>
          <IconFlask size={14} aria-hidden />
          {t('demo')}
        </span>
      )}
      <DemoControls />
      <span className={classes.grow} />
      {host !== null && host.keySource !== null && (
        <span className={classes.fact} title={t(`keyHint_${host.keySource}`)} data-tone={host.keySource === 'memory' ? 'bad' : undefined}>
          {host.keySource === 'memory' ? <IconAlertTriangle size={14} aria-hidden /> : <IconLock size={14} aria-hidden />}
          {t(`key_${host.keySource}`)}
        </span>
      )}
      {host !== null && <span className={classes.fact}>{t('version', { version: host.version })}</span>}
    </footer>
  );
}
