import { IconAlertTriangle, IconPlugConnectedX, IconServer } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { selectEngine } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { placeShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/status/status.module.css';
import { clockTimeText } from '#renderer/i18n/date-text.ts';
import { FootButton } from '#renderer/ui/foot-button.tsx';
import { mayWork } from '#shared/desk/engine-health.ts';

/** How the console stands to a queue engine that lies elsewhere, and what can be done meanwhile; the details are in the settings. */
export function EngineStatus() {
  const { t, i18n } = useTranslation('status');
  const dispatch = useAppDispatch();
  const health = useAppSelector(selectEngine);
  const show = () => dispatch(placeShown('settings'));
  useCommand({ id: 'engine.show', label: t('engineShow'), group: t('engineGroup'), defaultKey: null, run: show, enabled: health !== null });
  if (health === null || health.kind === 'embedded') return null;
  const working = mayWork(health);
  const [trouble] = health.troubles.toReversed();
  const state = t(`engine_${health.state}`, { time: clockTimeText(health.since, i18n.language), server: health.server ?? '' });
  const tone = working ? (trouble === undefined ? undefined : 'warn') : 'bad';
  return (
    <>
      <FootButton tone={tone} onClick={show} title={t('engineShow')}>
        {working && trouble === undefined && <IconServer size={14} aria-hidden />}
        {working && trouble !== undefined && <IconAlertTriangle size={14} aria-hidden />}
        {!working && <IconPlugConnectedX size={14} aria-hidden />}
        {working && trouble !== undefined ? t(`trouble_${trouble.trouble}`) : state}
      </FootButton>
      <span role="status" className={classes.fact} data-tone="bad">
        {working ? '' : t('engineStillRead')}
      </span>
    </>
  );
}
