import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconDatabaseExclamation, IconHistory } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { selectStorage } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { placeShown } from '#renderer/app/workspace-slice.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { FootButton } from '#renderer/ui/foot-button.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { StoredFile } from '#shared/desk/storage-health.ts';
import { DAY, MINUTE } from '#shared/lib/time.ts';

/** What nothing can rebuild is told where nobody overlooks it, until it is closed. */
function useDamageTold(file: StoredFile | undefined, backedUp: boolean): void {
  const { t } = useTranslation(['settings']);
  useEffect(() => {
    if (file === undefined) return;
    const title = t('storageDamaged', { file: t(`storage_${file}`) });
    notifications.show({
      id: `damaged ${file}`,
      color: 'red',
      title,
      message: t(backedUp ? 'storageDamagedDo' : 'storageDamagedAlone'),
      autoClose: false,
      role: 'alert',
    });
    return () => void notifications.hide(`damaged ${file}`);
  }, [file, backedUp, t]);
}

/** What is wrong with the databases on the host, or that they were put back from a backup within a day; the details are in the settings. */
export function StorageStatus() {
  const { t, i18n } = useTranslation('status');
  const dispatch = useAppDispatch();
  const health = useAppSelector(selectStorage);
  const now = useNow(MINUTE);
  const damaged = health?.files.find(({ damage }) => damage !== null);
  useDamageTold(damaged?.file, damaged?.backedUpAt != null);
  if (health === null) return null;
  const failing = health.files.find(({ backupFault }) => backupFault !== null);
  const [restored] = health.restorations;
  const recent = restored !== undefined && now - restored.at < DAY ? restored : undefined;
  if (damaged === undefined && failing === undefined && recent === undefined) return null;
  const show = () => dispatch(placeShown('settings'));
  const text =
    damaged !== undefined
      ? t('storageDamaged', { file: t(`settings:storage_${damaged.file}`) })
      : failing !== undefined
        ? t('storageNoBackup')
        : `${t('storageRestored', { time: momentText(recent?.backupAt ?? 0, i18n.language, now) })} ${t('storageUnknown', { count: recent?.unknown ?? 0 })}`;
  return (
    <FootButton tone={damaged === undefined ? 'warn' : 'bad'} onClick={show} title={t('storageShow')}>
      {damaged !== undefined && <IconDatabaseExclamation size={14} aria-hidden />}
      {damaged === undefined && failing !== undefined && <IconAlertTriangle size={14} aria-hidden />}
      {damaged === undefined && failing === undefined && <IconHistory size={14} aria-hidden />}
      {text}
    </FootButton>
  );
}
