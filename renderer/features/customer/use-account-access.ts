import { useLayoutEffect, useRef } from 'react';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { dialogClosed } from '#renderer/features/account-actions/account-actions-slice.ts';
import { accountWithdrawn, type KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import type { CaseState } from '#shared/case/state.ts';
import { givesAccount } from '#shared/desk/account-access.ts';
import type { Person } from '#shared/desk/person.ts';

/** Whether another case of the customer, which is this person's, opens the account as well. */
const opensElsewhere = (known: KnownCustomer | undefined, caseId: string, me: Person): boolean =>
  (known?.earlier ?? []).some(({ id, owner, status }) => id !== caseId && owner === me.id && status !== 'resolved');

/**
 * Closes the account in the moment the case goes to somebody else, before anything more of it is painted, and asks the
 * host, who has the last word, both then and when the case comes to this person. Without it the card stood until the next poll.
 */
export function useAccountAccess(state: CaseState | null, me: Person | null, known: KnownCustomer | undefined, ask: () => void): void {
  const dispatch = useAppDispatch();
  const gives = state === null || me === null ? null : givesAccount(me, state);
  const before = useRef(gives);
  const newest = useRef({ state, me, known, ask });
  newest.current = { state, me, known, ask };
  useLayoutEffect(() => {
    const had = before.current;
    before.current = gives;
    if (had === null || gives === null || had === gives) return;
    const { state: now, me: person, known: told, ask: anew } = newest.current;
    const customer = now?.customer ?? null;
    if (!gives && customer !== null && now !== null && person !== null && !opensElsewhere(told, now.id, person)) {
      dispatch(accountWithdrawn({ customer, at: performance.now() }));
      dispatch(dialogClosed());
    }
    anew();
  }, [gives, dispatch]);
}
