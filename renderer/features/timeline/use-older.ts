import { useCallback, useRef } from 'react';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { type LoadParts, loadFound, loadOlder, loadOlderSecurity, type Whose } from '#renderer/features/customer/load-customer.ts';

/**
 * Asks for the next older page of what the axis ends at, or of what was found; one page at a time. A source that failed is
 * asked again only where `again` says so: by hand. Answers whether something is under way.
 */
export function useOlder(parts: LoadParts, whose: Whose | null, known: KnownCustomer | undefined, behind: readonly ('transactions' | 'security')[]) {
  const asking = useRef(false);
  return useCallback(
    (again: boolean): boolean => {
      if (whose === null || !known) return false;
      if (asking.current) return true;
      const { found, next, securityNext, panels } = known;
      const free = (panel: 'found' | 'transactions' | 'security') => again || panels[panel].fault === null;
      const calls: Promise<void>[] = [];
      if (found) {
        if (found.transactions && found.next !== null && free('found')) calls.push(loadFound(parts, whose, found.filter, found.next));
      } else {
        if (behind.includes('transactions') && typeof next === 'string' && free('transactions')) calls.push(loadOlder(parts, whose, next));
        if (behind.includes('security') && typeof securityNext === 'string' && free('security')) calls.push(loadOlderSecurity(parts, whose, securityNext));
      }
      if (calls.length === 0) return false;
      asking.current = true;
      void Promise.all(calls).finally(() => {
        asking.current = false;
      });
      return true;
    },
    [parts, whose, known, behind],
  );
}
