import { useCallback, useEffect, useRef } from 'react';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { type KnownCustomer, type Panel, selectCustomer } from '#renderer/features/customer/customer-slice.ts';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

/** How often the wallet is asked again while something of this customer is under way, and otherwise. */
const UNDER_WAY = 15 * SECOND;
const AT_REST = 60 * SECOND;

const always = ['account', 'transactions', 'security'] as const;

/** The parts to ask again by themselves: those that are shown, but none before the wallet said that it would answer. */
export function panelsToAsk(known: KnownCustomer | undefined, now: Instant): readonly Exclude<Panel, 'found'>[] {
  const shown = known?.promotions ? ([...always, 'promotions'] as const) : always;
  return shown.filter((panel) => (known?.panels[panel].fault?.retryAt ?? 0) <= now);
}

/** What is known of the case's customer: asked when it is shown, and again from time to time while the page is seen. */
export function useCustomer(customer: CustomerId | null, caseId: CaseId): KnownCustomer | undefined {
  const parts = useLoadParts();
  const known = useAppSelector((root) => selectCustomer(root, customer));
  const newest = useRef(known);
  newest.current = known;
  const moving = known?.transactions.some(({ status }) => status === 'pending' || status === 'processing') ?? false;
  const load = useCallback(() => {
    if (customer !== null) void loadCustomer(parts, { customer, caseId }, panelsToAsk(newest.current, Date.now()));
  }, [customer, caseId, parts]);
  useEffect(load, [load]);
  useEffect(() => {
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') load();
      },
      moving ? UNDER_WAY : AT_REST,
    );
    return () => clearInterval(timer);
  }, [load, moving]);
  return known;
}
