import { accountState, kycLevel, kycNeed, limitKind, riskFlag } from '#shared/wallet/account.ts';
import { promotionState } from '#shared/wallet/promotion.ts';
import { securityEventKind } from '#shared/wallet/security-event.ts';
import { disputeState, hopOwner, transactionKind, transactionStatus } from '#shared/wallet/transaction.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a closed word stands, which words are known, and where the word as it came is kept. */
interface WordField {
  readonly field: string;
  readonly known: readonly string[];
  readonly raw: string;
  /** Whether the raw field already tells the rail's own word, and stays. */
  readonly keep?: boolean;
}

const word = (field: string, { options }: { readonly options: readonly string[] }, raw: string, keep = false): WordField => ({
  field,
  known: options,
  raw,
  keep,
});

/** A word that is in no list here becomes `unknown`, and stands in the field beside it. */
function words(value: unknown, fields: readonly WordField[], inside: Readonly<Record<string, (inner: unknown) => unknown>> = {}): unknown {
  if (!isObject(value)) return value;
  const shown: Record<string, unknown> = { ...value };
  for (const { field, known, raw, keep } of fields) {
    const came = value[field];
    if (typeof came !== 'string' || known.includes(came)) continue;
    shown[field] = 'unknown';
    if (!(keep && typeof value[raw] === 'string') && !(came === 'unknown' && typeof value[raw] === 'string')) shown[raw] = came;
  }
  for (const [field, read] of Object.entries(inside)) {
    const list = value[field];
    if (Array.isArray(list)) shown[field] = list.map(read);
    else if (isObject(list)) shown[field] = read(list);
  }
  return shown;
}

const hop = (value: unknown) => words(value, [word('owner', hopOwner, 'rawOwner'), word('status', transactionStatus, 'rawStatus', true)]);
const refund = (value: unknown) => words(value, [word('status', transactionStatus, 'rawStatus', true)]);
const dispute = (value: unknown) => words(value, [word('state', disputeState, 'rawState', true)]);
const transaction = (value: unknown) =>
  words(value, [word('kind', transactionKind, 'rawKind'), word('status', transactionStatus, 'rawStatus', true)], {
    hops: hop,
    refunds: refund,
    disputes: dispute,
  });
const customer = [word('state', accountState, 'rawState'), word('kyc', kycLevel, 'rawKyc')];
const need = (value: unknown) => words(value, [word('need', kycNeed, 'rawNeed')]);

/** Flags that are known stay; the others go to a list of their own, as they came. */
function account(value: unknown): unknown {
  const shown = words(value, customer, {
    limits: (limit) => words(limit, [word('kind', limitKind, 'rawKind')]),
    kycNext: (step) => words(step, [word('level', kycLevel, 'rawLevel')], { needs: need }),
  });
  if (!isObject(shown) || !Array.isArray(shown.riskFlags)) return shown;
  const isKnown = (flag: unknown) => typeof flag !== 'string' || (riskFlag.options as readonly string[]).includes(flag);
  const others = Array.isArray(shown.otherFlags) ? shown.otherFlags : [];
  return { ...shown, riskFlags: shown.riskFlags.filter(isKnown), otherFlags: [...others, ...shown.riskFlags.filter((flag) => !isKnown(flag))] };
}

/**
 * An answer of a wallet with every word of a closed list that is not known here made `unknown`, the word itself kept beside it.
 * What has another type than a word stays, and is refused by the schema.
 */
export function keepRawWords(answer: unknown): unknown {
  return words(answer, [], {
    customers: (value) => words(value, customer),
    account,
    transactions: transaction,
    events: (value) => words(value, [word('kind', securityEventKind, 'rawKind')]),
    promotions: (value) => words(value, [word('state', promotionState, 'rawState')]),
    outcome: (value) => words(value, [{ field: 'state', known: ['completed', 'failed', 'requested'], raw: 'rawState' }]),
  });
}
