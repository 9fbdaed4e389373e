import { safe } from '@orpc/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'react-redux';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { type ComposerMode, draftSaved, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { isCustomerAlone } from '#shared/case/recipients.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** How long a change waits for the ledger at most, in ms, also while somebody types on. */
const DELAY = 250;
const RETRY = 2_000;

interface Saving {
  readonly state: 'none' | 'saving' | 'saved' | 'unsaved';
  /** Fulfilled with the version that holds the words of the box now; null where they could not be saved. */
  readonly saveNow: () => Promise<number | null>;
}

/** The way to put a draft as it is into the ledger; see `Saving.saveNow`. */
export function useSaveDraft(): (caseId: CaseId, kind: ComposerMode) => Promise<number | null> {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  return useCallback(
    async (caseId, kind) => {
      const { text, attachments, addressing, dirty, base } = selectDraft(store.getState(), caseId, kind);
      if (!dirty) return base;
      const [error, answer] = await safe(client.drafts.save({ caseId, kind, text, attachments: [...attachments], addressing, base }));
      if (error) return null;
      dispatch(draftSaved({ caseId, kind, text, attachments, addressing, savedAt: answer.savedAt, version: answer.version }));
      return answer.version;
    },
    [client, dispatch, store],
  );
}

/**
 * Keeps a case's draft of a kind in the ledger: shortly after a change, and at once when the box is left, the page is
 * hidden, or another case is shown.
 */
export function useDraftSaving(caseId: CaseId, kind: ComposerMode): Saving {
  const store = useStore<RootState>();
  const save = useSaveDraft();
  const draft = useAppSelector((root) => selectDraft(root, caseId, kind));
  const [failures, setFailures] = useState(0);
  const underWay = useRef<{ readonly text: string; readonly attachments: unknown; readonly addressing: unknown; readonly end: Promise<number | null> } | null>(
    null,
  );
  const saveNow = useCallback((): Promise<number | null> => {
    const { text, attachments, addressing, dirty, base } = selectDraft(store.getState(), caseId, kind);
    if (!dirty) return Promise.resolve(base);
    const running = underWay.current;
    if (running?.text === text && running.attachments === attachments && running.addressing === addressing) return running.end;
    const end = save(caseId, kind).then((version) => {
      setFailures((before) => (version === null ? before + 1 : 0));
      if (underWay.current?.end === end) underWay.current = null;
      return version;
    });
    underWay.current = { text, attachments, addressing, end };
    return end;
  }, [caseId, kind, save, store]);
  const { dirty, savedAt } = draft;
  useEffect(() => {
    if (!dirty) return;
    const timer = setInterval(() => void saveNow(), failures > 0 ? RETRY : DELAY);
    return () => clearInterval(timer);
  }, [dirty, failures, saveNow]);
  useEffect(() => {
    const leaving = () => void saveNow();
    const hidden = () => {
      if (document.visibilityState === 'hidden') leaving();
    };
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', leaving);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', leaving);
      leaving();
    };
  }, [saveNow]);
  const empty = draft.text === '' && draft.attachments.length === 0 && isCustomerAlone(draft.addressing);
  return { state: empty ? 'none' : savedAt !== null ? 'saved' : failures > 0 ? 'unsaved' : 'saving', saveNow };
}
