import { safe } from '@orpc/client';
import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { keepPlace, keptPlace, placeIn, type TabPlace } from '#renderer/app/tab-place.ts';
import { caseShown, selectAlone, selectOpenCaseId } from '#renderer/app/workspace-slice.ts';
import { orderChosen, viewChosen } from '#renderer/features/inbox/inbox-slice.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** Brings a page that came anew to where its person was in this tab, and keeps where they are until they sign out. */
export function useTabPlace(person: PersonId): void {
  const client = useClient();
  const store = useStore<RootState>();
  useEffect(() => {
    let wanted = true;
    const before = keptPlace(sessionStorage, person);
    const openCase = before?.openCase ?? null;
    // Until it is known whether the case may be opened still, another reload shall find it too.
    let asking = openCase !== null;
    if (before !== null) {
      store.dispatch(viewChosen(before.view));
      store.dispatch(orderChosen(before.order));
    }
    let kept: TabPlace | null = null;
    const keep = () => {
      const now = placeIn(store.getState(), person);
      const place = asking && now.openCase === null ? { ...now, openCase } : now;
      // The state changes many times a second; where one is does not.
      if (kept !== null && kept.view === place.view && kept.order === place.order && kept.openCase === place.openCase) return;
      kept = place;
      keepPlace(sessionStorage, place);
    };
    if (openCase !== null) {
      // Asks for nothing that the case's own feed will not bring, but is refused where that would be.
      void safe(client.cases.read({ caseId: openCase, after: Number.MAX_SAFE_INTEGER })).then(([error]) => {
        asking = false;
        if (!wanted) return;
        const root = store.getState();
        // Who went somewhere else meanwhile stays there.
        if (!error && selectOpenCaseId(root) === null && selectAlone(root) === null) store.dispatch(caseShown({ caseId: openCase }));
        keep();
      });
    }
    keep();
    const stop = store.subscribe(keep);
    return () => {
      wanted = false;
      stop();
      keepPlace(sessionStorage, null);
    };
  }, [client, store, person]);
}
