import { safe } from '@orpc/client';
import { useEffect, useRef } from 'react';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { loadOlder } from '#renderer/features/customer/load-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { type SuggestedTransaction, selectSuggested, suggestionsLeft, suggestionsSeen } from '#renderer/features/linked/linked-slice.ts';
import { type CaseState, isOfCustomer } from '#shared/case/state.ts';

/** How many older pages are asked for so that a suggested transaction can be shown. */
const MOST_PAGES = 5;

/** Which transactions the customer's words may be about: asked when the case is shown, and again with each message of theirs. */
export function useSuggested(state: CaseState, known: KnownCustomer | undefined): readonly SuggestedTransaction[] {
  const parts = useLoadParts();
  const { client } = parts;
  const dispatch = useAppDispatch();
  const { id: caseId, customer, entries } = state;
  const newest = entries.findLast(isOfCustomer)?.id;
  const asks = customer !== null && newest !== undefined && state.status !== 'resolved';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message of the customer may be about something else.
  useEffect(() => {
    if (!asks) return;
    let wanted = true;
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    void safe(client.customers.suggestTransactions({ caseId, timeZone })).then(([error, suggested]) => {
      // Where the wallet does not answer, its own panel says so; what was suggested before still holds.
      if (wanted && error === null) dispatch(suggestionsSeen({ caseId, suggested }));
    });
    return () => {
      wanted = false;
    };
  }, [client, dispatch, caseId, customer, newest, asks]);
  useEffect(() => {
    if (!asks) dispatch(suggestionsLeft(caseId));
    return () => void dispatch(suggestionsLeft(caseId));
  }, [dispatch, caseId, asks]);
  const suggested = useAppSelector((root) => selectSuggested(root, caseId));

  const pages = useRef(0);
  const next = known?.next ?? null;
  const missing = suggested.some(({ transaction }) => !known?.transactions.some(({ id }) => id === transaction));
  useEffect(() => {
    if (!missing || next === null || customer === null || pages.current >= MOST_PAGES) return;
    pages.current++;
    void loadOlder(parts, { customer, caseId }, next);
  }, [missing, next, customer, caseId, parts]);
  return suggested;
}
