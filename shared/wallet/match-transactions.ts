import { minorUnits } from '#shared/lib/currencies.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import { DAY, type Instant, MINUTE } from '#shared/lib/time.ts';
import { offsetAt } from '#shared/lib/zoned-time.ts';
import type { BoundCard } from '#shared/wallet/account.ts';
import { findMentions, type Mentions } from '#shared/wallet/find-mentions.ts';
import { type MatchReason, matchReason } from '#shared/wallet/match-reason.ts';
import { fitsState } from '#shared/wallet/mentioned-matter.ts';
import { type Counterparty, counterpartyNames } from '#shared/wallet/party-names.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** A transaction that the customer may mean, with all that speaks for it, the weightiest first. */
export interface TransactionMatch {
  readonly id: TransactionId;
  readonly reasons: readonly MatchReason[];
}

/** What the customer wrote and when. */
export interface SaidMessage {
  readonly text: string;
  readonly at: Instant;
}

export type MatchedTransaction = Pick<Transaction, 'id' | 'kind' | 'amount' | 'status' | 'createdAt' | 'counterparty' | 'reference'>;

interface Customer {
  readonly transactions: readonly MatchedTransaction[];
  readonly cards: readonly Pick<BoundCard, 'bank' | 'masked'>[];
  /** IANA; "yesterday" is a day of it. */
  readonly timeZone: string;
}

const weights: Readonly<Record<MatchReason, number>> = { reference: 8, amount: 4, time: 3, party: 3, bank: 3, card: 3, hour: 2, kind: 1, state: 1 };
/** An amount and its kind, a merchant on a day with a word of money, or a bank, a kind and a state. */
const ENOUGH = 5;
/** Words that fit more transactions than this say of none that it is meant. */
const MOST = 3;
/** Whoever names no day means something recent. */
const RECENT = 35 * DAY;

/** The customer with what each counterparty is called. */
interface Asked extends Customer {
  readonly names: ReadonlyMap<string, Counterparty>;
}

/** By how much the wallet's clock may be ahead of the channel's: nobody writes of a transaction that is still to come. */
const AHEAD = 5 * MINUTE;

const near = (minute: number, told: number) => Math.min(Math.abs(minute - told), 1440 - Math.abs(minute - told));

/** What fits; null where the words speak against the transaction. */
function reasonsFor(mentions: Mentions, transaction: MatchedTransaction, now: Instant, { cards, timeZone, names }: Asked): readonly MatchReason[] | null {
  const { kind, counterparty, createdAt, reference, id, amount } = transaction;
  const { matter, amounts, times, hours, parties, references, tails, strangers, text } = mentions;
  const reasons = new Set<MatchReason>();
  const digits = reference.replace(/\D/g, '');
  if (references.some((told) => told === reference || told === id || (digits.length >= 8 && told.replace(/\D/g, '') === digits))) reasons.add('reference');
  const whole = reasons.has('reference');
  for (const tail of tails) if (tail.of !== 'card' && digits.endsWith(tail.digits)) reasons.add('reference');
  if (tails.some(({ of }) => of === 'reference') && !reasons.has('reference')) return null;

  const { isBank, namedIn } = names.get(counterparty) ?? counterpartyNames(counterparty);
  const named = namedIn(text, parties);
  const cardTails = tails.filter(({ of }) => of === 'card');
  const meant = cards.filter(({ masked }) => cardTails.some((tail) => masked.endsWith(tail.digits)));
  if (meant.some(({ bank }) => bank === counterparty)) reasons.add('card');
  else if (cardTails.length > 0 && isBank && !whole) return null;

  if (amounts.length > 0) {
    const sought = Math.abs(amount.minor) / 10 ** (minorUnits(amount.currency) ?? 0);
    const fitting = amounts.filter(
      ({ values, currencies }) => values.some((value) => Math.abs(value - sought) < 1e-6) && (currencies === null || currencies.includes(amount.currency)),
    );
    if (fitting.length > 0) reasons.add('amount');
    else if (!whole) return null;
  }
  if (times.length > 0) {
    if (times.some(({ spans }) => spans.some(([from, to]) => createdAt >= from && createdAt < to))) reasons.add('time');
    else if (!whole && !reasons.has('reference')) return null;
  } else if (now - createdAt > RECENT && !reasons.has('reference')) return null;
  if (hours.length > 0) {
    const minute = Math.floor(((createdAt + offsetAt(createdAt, timeZone)) % DAY) / MINUTE);
    if (hours.some(({ minutes }) => minutes.some((told) => near(minute, told) <= 60))) reasons.add('hour');
  }

  const banks = parties.filter((party) => party.kind === 'bank');
  const merchants = parties.filter((party) => party.kind === 'merchant');
  if (isBank) {
    if (named) reasons.add('bank');
    else if (banks.length > 0 && !whole) return null;
    if (merchants.length > 0 && !whole) return null;
  } else if (named) reasons.add('party');
  else if ((merchants.length > 0 || strangers.length > 0) && kind !== 'fee' && kind !== 'coupon' && !whole) return null;

  const { kinds } = matter;
  if (kinds.has(kind)) reasons.add('kind');
  else if (kinds.size > 0 && !whole) {
    const paidBack = kinds.size === 1 && kinds.has('refund') && kind !== 'fee' && kind !== 'coupon';
    const toBank = kinds.has('transfer-out') && isBank;
    if (!paidBack && !toBank) return null;
  }
  if (fitsState(matter.states, transaction.status)) reasons.add('state');
  return matchReason.options.filter((reason) => reasons.has(reason));
}

/** Whether the words are about money that moved: a number alone may be a house's, a brand alone a question. */
function isAbout(mentions: Mentions, reasons: readonly MatchReason[]): boolean {
  if (reasons.includes('reference')) return true;
  if (reasons.includes('amount'))
    return mentions.amounts.some(({ marked }) => marked) || ['kind', 'party', 'bank', 'state'].some((reason) => reasons.includes(reason as MatchReason));
  return reasons.includes('kind') || (reasons.includes('state') && mentions.matter.kinds.size > 0);
}

function matchOne(mentions: Mentions, now: Instant, customer: Asked): readonly TransactionMatch[] {
  const scored = customer.transactions.flatMap((transaction) => {
    const reasons = reasonsFor(mentions, transaction, now, customer);
    if (reasons === null || !isAbout(mentions, reasons)) return [];
    return [{ id: transaction.id, reasons, score: reasons.reduce((sum, reason) => sum + weights[reason], 0) }];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const found = best < ENOUGH ? [] : scored.filter(({ score }) => score === best);
  return found.length > MOST ? [] : found.map(({ id, reasons }) => ({ id, reasons }));
}

/**
 * Which of a customer's transactions their words are about: none unless the words narrow them to at most three, each
 * with what speaks for it. Rather none than a wrong one, since an agent acts on what stands here. The newest message is
 * read alone first; where it says too little, with the ones before it.
 */
export function matchTransactions(messages: readonly SaidMessage[], customer: Customer): readonly TransactionMatch[] {
  const newest = messages.at(-1)?.at ?? 0;
  const transactions = customer.transactions.filter(({ createdAt }) => createdAt <= newest + AHEAD);
  const names = new Map([...new Set(transactions.map(({ counterparty }) => counterparty))].map((name) => [name, counterpartyNames(name)] as const));
  const read: Mentions[] = [];
  for (const { text, at } of messages.toReversed()) {
    read.push(findMentions(text, { now: at, timeZone: customer.timeZone }));
    const found = matchOne(together(read), at, { ...customer, transactions, names });
    if (found.length > 0) return found;
  }
  return [];
}

/** Several messages read as one. */
function together(read: readonly Mentions[]): Mentions {
  return {
    text: read.map(({ text }) => text).join('\n'),
    amounts: read.flatMap(({ amounts }) => amounts),
    times: read.flatMap(({ times }) => times),
    hours: read.flatMap(({ hours }) => hours),
    references: read.flatMap(({ references }) => references),
    tails: read.flatMap(({ tails }) => tails),
    parties: read.flatMap(({ parties }) => parties),
    strangers: read.flatMap(({ strangers }) => strangers),
    matter: {
      kinds: new Set(read.flatMap(({ matter }) => [...matter.kinds])),
      states: new Set(read.flatMap(({ matter }) => [...matter.states])),
    },
  };
}
