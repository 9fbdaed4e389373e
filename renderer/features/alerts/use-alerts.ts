import { useCallback, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe, selectPreferences } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { chime } from '#renderer/ui/chime.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

/** How often at most it sounds, in ms: a burst of arrivals rings once. */
const RING_EVERY = 1_500;

/** What happens when a case begins to wait: a sound, and a system notification while the window is not looked at. It names no customer. */
export function useAlerts(): (rows: readonly InboxRow[]) => void {
  const { t } = useTranslation('inbox');
  const names = useNames();
  const dispatch = useAppDispatch();
  const { sounds, notifications } = useAppSelector(selectPreferences);
  const state = useAppSelector(selectMe)?.state;
  const rang = useRef(Number.NEGATIVE_INFINITY);
  const alert = (rows: readonly InboxRow[]) => {
    const first = rows[0];
    if (!first || state === 'offline' || state === 'break') return;
    if (sounds && performance.now() - rang.current > RING_EVERY) {
      rang.current = performance.now();
      chime();
    }
    if (!notifications || document.hasFocus() || !('Notification' in window) || Notification.permission !== 'granted') return;
    const told = new Notification(t('arrivedTitle', { count: rows.length }), { body: names.queue(first.queue), tag: 'arrived', silent: true });
    told.onclick = () => {
      window.focus();
      dispatch(caseShown({ caseId: first.id }));
    };
  };
  const newest = useRef(alert);
  newest.current = alert;
  return useCallback((rows) => newest.current(rows), []);
}
