import { IconClockPause, IconMailExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { deferredShown, selectDeferred, selectUndelivered } from '#renderer/features/deferred/deferred-slice.ts';
import { FootButton } from '#renderer/ui/foot-button.tsx';

/** How much waits for the queue engine, and whether something was refused; opens the list. */
export function DeferredStatus() {
  const { t } = useTranslation('deferred');
  const dispatch = useAppDispatch();
  const commands = useAppSelector(selectDeferred);
  const refused = commands.filter(({ state }) => state === 'refused').length;
  const undelivered = useAppSelector(selectUndelivered);
  const unknown = commands.filter(({ state }) => state === 'unknown').length + undelivered.length;
  const bad = refused + unknown > 0;
  const show = () => dispatch(deferredShown(true));
  useCommand({ id: 'deferred.show', label: t('show'), group: t('group'), defaultKey: null, run: show, enabled: commands.length + undelivered.length > 0 });
  if (commands.length + undelivered.length === 0) return null;
  return (
    <FootButton tone={bad ? 'bad' : 'warn'} onClick={show} title={t('show')}>
      {bad ? <IconMailExclamation size={14} aria-hidden /> : <IconClockPause size={14} aria-hidden />}
      {unknown > 0 ? t('countUnknown', { count: unknown }) : refused > 0 ? t('countRefused', { count: refused }) : t('count', { count: commands.length })}
    </FootButton>
  );
}
