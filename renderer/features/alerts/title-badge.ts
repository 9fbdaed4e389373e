import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { selectDemo } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectWaiting } from '#renderer/features/inbox/inbox-slice.ts';

/**
 * The number of waiting cases in the window's title; the desktop edition's badge is read from it. It draws nothing: with
 * the number, nothing else is drawn anew.
 */
export function TitleBadge() {
  const { t } = useTranslation('shell');
  const waiting = useAppSelector(selectWaiting);
  const demo = useAppSelector(selectDemo);
  useEffect(() => {
    const name = demo ? t('titleDemo') : t('title');
    document.title = waiting !== null && waiting > 0 ? `(${waiting}) ${name}` : name;
  }, [waiting, demo, t]);
  return null;
}
