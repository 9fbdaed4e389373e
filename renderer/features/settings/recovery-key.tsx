import { Alert, Button, TextInput } from '@mantine/core';
import { safe } from '@orpc/client';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/settings/recovery-key.module.css';
import page from '#renderer/features/settings/settings.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { saveAs } from '#renderer/ui/save-as.ts';
import { type RecoveryState, recoveryRefusal } from '#shared/contract/key-schemas.ts';
import { may } from '#shared/desk/powers.ts';

interface Made {
  readonly key: string;
  readonly ask: number;
}

interface ShownProps {
  readonly made: Made;
  readonly onKept: (state: RecoveryState) => void;
  readonly onDiscarded: () => void;
}

/** A key that was just made: kept by copy, file or paper, and in force once a part of it was typed again. */
function Shown({ made, onKept, onDiscarded }: ShownProps) {
  const { t, i18n } = useTranslation('lock');
  const client = useClient();
  const [copied, setCopied] = useState<'recoveryCopied' | 'recoveryNotCopied' | null>(null);
  const [group, setGroup] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(made.key).then(
      () => setCopied('recoveryCopied'),
      () => setCopied('recoveryNotCopied'),
    );
  const save = () => {
    const time = momentText(Date.now(), i18n.language, Date.now());
    saveAs('recovery-key.txt', t('recoveryFile', { title: t('shell:title'), key: made.key, time }), 'text/plain');
  };
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const [error, state] = await safe(client.keys.keepRecovery({ group }));
    setBusy(false);
    if (!error) return onKept(state);
    const refused = recoveryRefusal.safeParse('data' in error ? error.data : undefined);
    setFault(refused.success ? t(`recoveryRefused_${refused.data.code}`, { group: made.ask }) : t('recoveryFault'));
  };
  return (
    <form className={classes.shown} onSubmit={(event) => void keep(event)} aria-labelledby="recovery-shown">
      <div className={classes.printed}>
        <h3 id="recovery-shown">{t('recoveryShown')}</h3>
        <p className={classes.key} data-testid="recovery-key">
          {made.key}
        </p>
      </div>
      <div className={page.choices}>
        <Button size="compact-sm" variant="default" onClick={() => void copy()}>
          {t('recoveryCopy')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={save}>
          {t('recoverySave')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => window.print()}>
          {t('recoveryPrint')}
        </Button>
        <span role="status" className={page.about}>
          {copied === null ? t('recoverySaveHint') : t(copied)}
        </span>
      </div>
      <TextInput
        label={t('recoveryConfirm', { group: made.ask })}
        value={group}
        onChange={(event) => {
          setGroup(event.currentTarget.value);
          setFault(null);
        }}
        error={fault}
        autoComplete="off"
        spellCheck={false}
        w={260}
      />
      <div className={page.choices}>
        <Button type="submit" size="sm" loading={busy} disabled={group.trim() === ''}>
          {t('recoveryUse')}
        </Button>
        <Button size="sm" variant="default" onClick={onDiscarded}>
          {t('recoveryCancel')}
        </Button>
      </div>
    </form>
  );
}

function Keeping() {
  const { t, i18n } = useTranslation('lock');
  const client = useClient();
  const names = useNames();
  const [state, setState] = useState<RecoveryState | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [told, setTold] = useState<'recoveryDone' | 'recoveryFault' | null>(null);
  useEffect(() => {
    let wanted = true;
    void safe(client.keys.recovery()).then(([error, found]) => wanted && !error && setState(found));
    return () => {
      wanted = false;
    };
  }, [client]);
  if (state === null) return null;
  const make = async () => {
    setTold(null);
    const [error, key] = await safe(client.keys.makeRecovery());
    if (error) setTold('recoveryFault');
    else setMade(key);
  };
  const moment = (at: number) => momentText(at, i18n.language, Date.now());
  return (
    <>
      <p className={page.about}>{t('recoveryLead')}</p>
      {state.noteOlder && (
        <Alert color="orange" role="alert">
          {t('recoveryNoteOlder')}
        </Alert>
      )}
      <p className={classes.state}>{state.madeAt === null ? t('recoveryNotMade') : t('recoveryMadeAt', { time: moment(state.madeAt) })}</p>
      {made === null ? (
        <div className={page.choices}>
          <Button size="sm" variant="default" onClick={() => void make()}>
            {state.madeAt === null ? t('recoveryMake') : t('recoveryRenew')}
          </Button>
          <span role="status" className={page.told} data-told={told === 'recoveryDone' ? 'saved' : undefined}>
            {told === null ? '' : t(told)}
          </span>
        </div>
      ) : (
        <>
          <p className={page.about}>{t('recoveryOnce')}</p>
          <Shown
            made={made}
            onKept={(kept) => {
              setState(kept);
              setMade(null);
              setTold('recoveryDone');
            }}
            onDiscarded={() => setMade(null)}
          />
        </>
      )}
      {state.record.length > 0 && (
        <ul className={classes.record} aria-label={t('recoveryRecord')}>
          {state.record.map(({ at, by, what }) => (
            <li key={`${at} ${what}`}>
              {what === 'made' ? t('recordMade', { time: moment(at), name: names.actor(by) }) : t('recordUsed', { time: moment(at) })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The recovery key of this console's data: made by an administrator, shown once; elsewhere the reason why there is none. */
export function RecoveryKey() {
  const { t } = useTranslation('lock');
  const host = useAppSelector(selectHost);
  const role = useAppSelector(selectMe)?.person.role;
  if (host === null || role === undefined) return null;
  const reason = host.memory ? t('recoveryMemory') : host.demo ? t('recoveryDemo') : may(role, 'configure') ? null : t('recoveryNotYou');
  return (
    <section className={page.section} aria-labelledby="settings-recovery">
      <h2 id="settings-recovery">{t('recovery')}</h2>
      {reason === null ? <Keeping /> : <p className={page.about}>{reason}</p>}
    </section>
  );
}
