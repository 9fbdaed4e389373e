import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'react-redux';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import {
  type ComposerMode,
  type Draft,
  draftSaved,
  draftsRestored,
  selectDraft,
  selectPending,
  selectRestored,
} from '#renderer/features/composer/composer-slice.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** How long after the newest key a draft goes to the ledger, in ms. */
const DELAY = 300;
const RETRY = 2_000;

const isEmpty = (draft: Pick<Draft, 'text' | 'attachments'>) => draft.text === '' && draft.attachments.length === 0;

/**
 * Keeps a case's draft of a kind in the ledger: shortly after each change, and at once when the box is left, the page
 * is hidden, or another case is shown. While the box is empty and the desk has not taken its words yet, those are kept.
 */
export function useDraftSaving(caseId: CaseId, kind: ComposerMode): { readonly state: 'none' | 'saving' | 'saved' | 'unsaved'; readonly saveNow: () => void } {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const draft = useAppSelector((root) => selectDraft(root, caseId, kind));
  const [failures, setFailures] = useState(0);
  const saveNow = useCallback(() => {
    const { text, attachments, dirty } = selectDraft(store.getState(), caseId, kind);
    if (!dirty) return;
    const unsent = selectPending(store.getState(), caseId).find((message) => message.kind === kind && message.state !== 'kept');
    const words = isEmpty({ text, attachments }) && unsent ? unsent : { text, attachments };
    void safe(client.drafts.save({ caseId, kind, text: words.text, attachments: [...words.attachments] })).then(([error, answer]) => {
      if (!error) dispatch(draftSaved({ caseId, kind, text, attachments, savedAt: answer.savedAt }));
      setFailures((before) => (error ? before + 1 : 0));
    });
  }, [caseId, kind, client, dispatch, store]);
  const { text, attachments, dirty, savedAt } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the words is what the timer starts anew for.
  useEffect(() => {
    if (!dirty) return;
    const timer = setTimeout(saveNow, failures > 0 ? RETRY : DELAY);
    return () => clearTimeout(timer);
  }, [dirty, text, attachments, failures, saveNow]);
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') saveNow();
    };
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', saveNow);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', saveNow);
      saveNow();
    };
  }, [saveNow]);
  return { state: isEmpty(draft) ? 'none' : savedAt !== null ? 'saved' : failures > 0 ? 'unsaved' : 'saving', saveNow };
}

/** Fetches the person's drafts once after signing in. */
export function useDraftsRestored(): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const restored = useAppSelector(selectRestored);
  useEffect(() => {
    if (restored) return;
    let wanted = true;
    void safe(client.drafts.list()).then(([error, drafts]) => {
      if (wanted && !error) dispatch(draftsRestored(drafts));
    });
    return () => {
      wanted = false;
    };
  }, [client, dispatch, restored]);
}
