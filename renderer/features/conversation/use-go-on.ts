import { useEffect } from 'react';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { caseShown, type Focus } from '#renderer/app/workspace-slice.ts';
import type { CaseState } from '#shared/case/state.ts';

/** A case that goes on in another is shown there, at the entry that was sought: lists, searches and drafts may still name it. */
export function useGoOn(state: CaseState | null, silent: boolean, sought: Focus | null): void {
  const dispatch = useAppDispatch();
  const into = state?.mergedInto?.case ?? null;
  const customer = state?.customer ?? null;
  const entry = sought?.entry ?? null;
  useEffect(() => {
    if (into !== null) dispatch(caseShown({ caseId: into, customer, entry, silent }));
  }, [into, customer, entry, silent, dispatch]);
}
