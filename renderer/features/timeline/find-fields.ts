import { minorUnits } from '#shared/lib/currencies.ts';
import { parseMoney } from '#shared/lib/parse-money.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { TransactionFilter, TransactionKind, TransactionStatus } from '#shared/wallet/transaction.ts';

/** What an agent typed to find transactions; an empty field asks nothing. */
export interface FindFields {
  readonly text: string;
  readonly from: string;
  readonly to: string;
  /** Days as a date field gives them: 2026-11-28. */
  readonly since: string;
  readonly until: string;
  readonly kind: TransactionKind | '';
  readonly status: TransactionStatus | '';
}

export const noFields: FindFields = { text: '', from: '', to: '', since: '', until: '', kind: '', status: '' };

export type FindFault = 'from' | 'to' | 'amounts' | 'days';

/** The beginning of a typed day, or of the one so many days later, in local time; null for what is no day. */
function dayStart(text: string, later: number): Instant | null {
  const form = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!form) return null;
  const at = new Date(Number(form[1]), Number(form[2]) - 1, Number(form[3]) + later).getTime();
  return at >= 0 ? at : null;
}

/** What the wallet is asked for, null where nothing is; or which fields say nothing. */
export function filterOf(fields: FindFields, currency: string): { readonly filter: TransactionFilter | null; readonly faults: readonly FindFault[] } {
  const faults: FindFault[] = [];
  const filter: { -readonly [K in keyof TransactionFilter]: TransactionFilter[K] } = {};
  const text = fields.text.trim();
  if (text !== '') filter.text = text.slice(0, 100);
  for (const [field, key] of [
    ['from', 'minorFrom'],
    ['to', 'minorTo'],
  ] as const) {
    if (fields[field].trim() === '') continue;
    // Of a currency that nobody knows the decimals of the wallet shows whole units, and is asked for them.
    const amount = parseMoney(fields[field], currency, minorUnits(currency) ?? 0);
    if (amount === null) faults.push(field);
    else filter[key] = amount.minor;
  }
  if (filter.minorFrom !== undefined && filter.minorTo !== undefined && filter.minorTo < filter.minorFrom) faults.push('amounts');
  const since = dayStart(fields.since, 0);
  const until = dayStart(fields.until, 1);
  if (since !== null) filter.since = since;
  if (until !== null) filter.until = until;
  if (since !== null && until !== null && until <= since) faults.push('days');
  if (fields.kind !== '') filter.kinds = [fields.kind];
  if (fields.status !== '') filter.statuses = [fields.status];
  return { filter: Object.keys(filter).length > 0 && faults.length === 0 ? filter : null, faults };
}
