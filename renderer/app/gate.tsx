import { Loader, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { selectStartup } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/app/shell.module.css';
import { fullText } from '#renderer/i18n/date-text.ts';

/** Shown while there is nothing to work with yet: the desk starts, or the page has no valid link. */
export function Gate({ reason }: { readonly reason: 'starting' | 'locked' | 'foreign' }) {
  const { t, i18n } = useTranslation('shell');
  const { phase, done, total, detail, damaged } = useAppSelector(selectStartup);
  const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
  if (reason !== 'starting') {
    return (
      <main className={classes.gate}>
        <h1>{t(reason)}</h1>
        <p>{t(`${reason}Hint`)}</p>
      </main>
    );
  }
  if (phase === 'failed') {
    return (
      <main className={classes.gate}>
        <h1>{t('failed')}</h1>
        {damaged === undefined ? (
          <>
            {detail !== undefined && <p role="alert">{detail}</p>}
            <p>{t(detail === undefined ? 'failedLog' : 'failedHint')}</p>
          </>
        ) : (
          <>
            <p role="alert">{t('failedDamaged', { file: t(`settings:storage_${damaged.file}`) })}</p>
            <p>{damaged.backupAt === null ? t('failedNoBackup') : t('failedRestore', { time: fullText(damaged.backupAt, i18n.language) })}</p>
            <p className={classes.gateDetail}>{detail}</p>
          </>
        )}
      </main>
    );
  }
  return (
    <main className={classes.gate} aria-busy>
      <h1>{t('starting')}</h1>
      <p role="status">{t(`phase_${phase}`, { percent })}</p>
      {detail !== undefined && <p>{detail}</p>}
      {phase === 'seeding' ? <Progress value={percent} w={320} aria-label={t('starting')} /> : <Loader size="sm" aria-hidden />}
    </main>
  );
}
