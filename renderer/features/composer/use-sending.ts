import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { newCommandId } from '#renderer/features/case-actions/perform.ts';
import { type ComposerMode, modeChosen, selectDraft, selectKept, selectPending } from '#renderer/features/composer/composer-slice.ts';
import { sendMessage } from '#renderer/features/composer/send-message.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { isCustomerAlone } from '#shared/case/recipients.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Resolves after `ms`, or as soon as the browser is on the network again. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
  });
}

/** The way to send a case's draft of a kind, and why the newest one came back; `split` is the case that was split off and is answered by this one's thread. */
export function useSending(
  caseId: CaseId,
  kind: ComposerMode,
  saveNow: () => Promise<number | null>,
  split: CaseId | null,
): { readonly send: () => void; readonly returned: string | null; readonly forget: () => void } {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const names = useNames();
  const { t, i18n } = useTranslation('composer');
  const [returned, setReturned] = useState<{ readonly caseId: CaseId; readonly kind: ComposerMode; readonly text: string } | null>(null);
  const send = useCallback(() => {
    const { text, attachments, addressing } = selectDraft(store.getState(), caseId, kind);
    if (text.trim() === '' && attachments.length === 0 && addressing.forwards === null) return;
    setReturned(null);
    const message = {
      commandId: newCommandId(),
      caseId,
      kind,
      text,
      attachments,
      at: Date.now(),
      state: 'sending',
      ...(split === null ? {} : { for: split }),
      ...(kind === 'note' || isCustomerAlone(addressing) ? {} : { addressing }),
    } as const;
    const wanted = () => selectPending(store.getState(), caseId).some(({ commandId }) => commandId === message.commandId);
    void sendMessage({ client, dispatch, pause, random: Math.random, wanted }, message, saveNow()).then((fault) => {
      if (fault === null) return;
      const reason = faultText({ t, locale: i18n.language, personName: names.person }, fault);
      // Beside the box where what stands in it by now goes to others.
      const aside = selectKept(store.getState(), caseId).some(({ id }) => id === message.commandId);
      setReturned({ caseId, kind, text: t(kind === 'note' ? 'noteReturned' : aside ? 'returnedAside' : 'returned', { reason }) });
    });
    if (kind === 'note') dispatch(modeChosen({ caseId, mode: 'reply' }));
  }, [caseId, kind, split, saveNow, client, dispatch, store, names, t, i18n.language]);
  const forget = useCallback(() => setReturned(null), []);
  return { send, returned: returned?.caseId === caseId ? returned.text : null, forget };
}
