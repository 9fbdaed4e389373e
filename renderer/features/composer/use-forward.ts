import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { forwardBegun, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { forwardFiles } from '#renderer/features/composer/returned-words.ts';
import { selectCaseState } from '#renderer/features/conversation/cases-slice.ts';
import { MAX_ATTACHMENTS } from '#shared/case/attachment.ts';
import { forwardable } from '#shared/case/recipient-rules.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';

/** The way to begin to send a message of a case on; of its files those that find no room are told. */
export function useForward(): (caseId: CaseId, message: EventId) => void {
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const { t, i18n } = useTranslation('mail');
  return useCallback(
    (caseId, message) => {
      const state = selectCaseState(store.getState(), caseId);
      const wanted = state === null ? null : forwardable(state, message);
      if (state === null || wanted === null) return;
      const draft = selectDraft(store.getState(), caseId, 'reply');
      const { forwards } = draft.addressing;
      const former = forwards === null || forwards === wanted.id ? [] : (forwardable(state, forwards)?.attachments ?? []);
      const { leftOut } = forwardFiles(draft.attachments, former, wanted.attachments);
      dispatch(forwardBegun({ caseId, message: wanted.id, attachments: wanted.attachments, former }));
      if (leftOut.length > 0) {
        const names = new Intl.ListFormat(i18n.language).format(leftOut.map(({ name }) => name));
        // Until it was read: whoever gets the mail would miss them.
        notifications.show({ color: 'red', role: 'alert', autoClose: false, message: t('forwardLeftOut', { names, max: MAX_ATTACHMENTS }) });
      }
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-address-field]')?.focus());
    },
    [dispatch, store, t, i18n.language],
  );
}
