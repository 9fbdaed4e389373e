import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { selectStorage } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/settings/settings.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { StorageHealth } from '#shared/desk/storage-health.ts';

type FileHealth = StorageHealth['files'][number];

/** The databases on the host: when each was looked through and backed up, what is wrong, and what was put back. */
export function StoragePanel() {
  const { t, i18n } = useTranslation('settings');
  const health = useAppSelector(selectStorage);
  if (health === null || health.files.length === 0) return null;
  const moment = (at: number) => momentText(at, i18n.language, Date.now());
  const stateOf = ({ file, checkedAt, backedUpAt, behind }: FileHealth): string =>
    [
      checkedAt === null ? t('storageUnchecked') : t('storageChecked', { time: moment(checkedAt) }),
      file === 'cache.db' ? t('storageRebuilt') : backedUpAt === null ? t('storageNoBackup') : t('storageBackup', { time: moment(backedUpAt) }),
      ...(behind ? [t('storageBehind')] : []),
    ].join(' · ');
  return (
    <section className={classes.section} aria-labelledby="settings-storage">
      <h2 id="settings-storage">{t('storage')}</h2>
      <p className={classes.about}>{t('storageHint')}</p>
      {health.files.map(
        ({ file, damage, backedUpAt }) =>
          damage !== null && (
            <Alert key={file} color="red" title={t('storageDamaged', { file: t(`storage_${file}`) })}>
              {t(backedUpAt === null ? 'storageDamagedAlone' : 'storageDamagedDo')} <bdi className={classes.about}>{damage}</bdi>
            </Alert>
          ),
      )}
      {health.files.map(
        ({ file, backupFault }) =>
          backupFault !== null && (
            <Alert key={file} color="yellow" title={t('storageBackupFault', { file: t(`storage_${file}`), time: moment(backupFault.at) })}>
              {backupFault.full ? t('storageFull') : <bdi>{backupFault.detail}</bdi>}
            </Alert>
          ),
      )}
      <dl className={classes.facts}>
        {health.files.map((one) => (
          <div key={one.file}>
            <dt>{t(`storage_${one.file}`)}</dt>
            <dd>{stateOf(one)}</dd>
          </div>
        ))}
      </dl>
      {health.restorations.length > 0 && (
        <ul className={classes.troubles} aria-label={t('storageRestorations')}>
          {health.restorations.map(({ file, at, backupAt, unknown, again, keptAs }) => (
            <li key={`${file} ${at}`}>
              {t('storageRestored', { file: t(`storage_${file}`), time: moment(at), backup: moment(backupAt) })}{' '}
              {unknown !== null && (unknown === 0 ? t('storageNoneUnknown') : t('storageUnknown', { count: unknown }))}{' '}
              {again !== null && again > 0 && t('storageAgain', { count: again })} <bdi className={classes.about}>{t('storageKeptAs', { name: keptAs })}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
