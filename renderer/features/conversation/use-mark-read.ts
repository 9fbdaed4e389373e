import { useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { perform } from '#renderer/features/case-actions/perform.ts';
import { type CaseState, isCustomers } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';

function usePageSeen(): boolean {
  const [seen, setSeen] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const tell = () => setSeen(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, []);
  return seen;
}

/** Tells the desk that the owner has read the customer's newest message, once it stands on a page that is seen. */
export function useMarkRead(state: CaseState | null, me: Person | null): void {
  const client = useClient();
  const seen = usePageSeen();
  const mine = state !== null && me !== null && state.owner === me.id && state.unread > 0 && state.status !== 'resolved';
  const newest = mine ? (state.entries.findLast(isCustomers)?.id ?? null) : null;
  const caseId = state?.id ?? null;
  useEffect(() => {
    if (!seen || newest === null || caseId === null) return;
    void perform(client, caseId, { type: 'markRead', upTo: newest });
  }, [client, caseId, newest, seen]);
}
