import { useEffect } from 'react';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { type KnownCustomer, selectCustomer } from '#renderer/features/customer/customer-slice.ts';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { SECOND } from '#shared/lib/time.ts';

/** How often the wallet is asked again while something of this customer is under way, and otherwise. */
const UNDER_WAY = 15 * SECOND;
const AT_REST = 60 * SECOND;

/** What is known of the case's customer: asked when it is shown, and again from time to time while the page is seen. */
export function useCustomer(customer: CustomerId | null, caseId: CaseId): KnownCustomer | undefined {
  const client = useClient();
  const dispatch = useAppDispatch();
  const known = useAppSelector((root) => selectCustomer(root, customer));
  const moving = known?.transactions.some((transaction) => transaction.status === 'pending' || transaction.status === 'processing') ?? false;
  useEffect(() => {
    if (customer !== null) void loadCustomer({ client, dispatch, now: Date.now }, customer, caseId);
  }, [customer, caseId, client, dispatch]);
  useEffect(() => {
    if (customer === null) return;
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') void loadCustomer({ client, dispatch, now: Date.now }, customer, caseId);
      },
      moving ? UNDER_WAY : AT_REST,
    );
    return () => clearInterval(timer);
  }, [customer, caseId, client, dispatch, moving]);
  return known;
}
