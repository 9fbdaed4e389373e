import { IconPhoneCall } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { callBacksShown, selectCallBacks } from '#renderer/features/calls/calls-slice.ts';
import { FootButton } from '#renderer/ui/foot-button.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { SECOND } from '#shared/lib/time.ts';

/** How many are to be called back, and how many of them should have been; opens their list. */
export function CallBacksStatus() {
  const { t } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const { rows, total } = useAppSelector(selectCallBacks);
  const now = useNow(total > 0 ? 15 * SECOND : null);
  const overdue = rows.filter(({ callBackAt }) => (callBackAt ?? now) < now).length;
  const show = () => dispatch(callBacksShown(true));
  useCommand({ id: 'callBacks.show', label: t('backsShow'), group: t('group'), defaultKey: 'alt+U', run: show, enabled: true });
  if (total === 0) return null;
  return (
    <FootButton tone={overdue > 0 ? 'warn' : undefined} onClick={show} title={t('backsShow')}>
      <IconPhoneCall size={14} aria-hidden />
      {overdue > 0 ? t('backsOverdue', { count: total, overdue }) : t('backsCount', { count: total })}
    </FootButton>
  );
}
