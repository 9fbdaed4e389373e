import { safe } from '@orpc/client';
import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'react-redux';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { type ComposerMode, draftSaved, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { DraftSaver } from '#renderer/features/composer/draft-saver.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The way to put a draft as it is into the ledger; fulfilled with the version that holds it, null where it could not be saved. */
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
 * Keeps a case's draft of a kind in the ledger: shortly after a change, and at once when the page is hidden or another
 * case is shown. The caller is not drawn anew by it.
 */
export function useDraftSaving(caseId: CaseId, kind: ComposerMode): DraftSaver {
  const store = useStore<RootState>();
  const save = useSaveDraft();
  const saver = useMemo(
    () =>
      new DraftSaver({
        draft: () => selectDraft(store.getState(), caseId, kind),
        onChange: (listener) => store.subscribe(listener),
        save: () => save(caseId, kind),
      }),
    [caseId, kind, save, store],
  );
  useEffect(() => {
    const leaving = () => void saver.saveNow();
    const hidden = () => {
      if (document.visibilityState === 'hidden') leaving();
    };
    saver.start();
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', leaving);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', leaving);
      saver.stop();
      leaving();
    };
  }, [saver]);
  return saver;
}
