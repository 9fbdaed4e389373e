import type { TFunction } from 'i18next';
import { dateText } from '#renderer/i18n/date-text.ts';
import type { Language } from '#shared/lib/localized.ts';
import { type Money, moneyText } from '#shared/lib/money.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account } from '#shared/wallet/account.ts';
import type { ActionName } from '#shared/wallet/actions.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** Something that an action can be done to. */
export interface TargetChoice {
  readonly value: string;
  readonly label: string;
  /** The amount to begin with; null where none is named. */
  readonly amount: Money | null;
  /** The amount is this one and no other. */
  readonly fixed: boolean;
  /** The highest amount. */
  readonly most: Money | null;
}

interface Sources {
  readonly account: Account;
  readonly transactions: readonly Transaction[];
  readonly promotions: readonly Promotion[];
  /** Transactions that the case is about. */
  readonly linked: readonly string[];
}

interface Wording {
  readonly t: TFunction;
  readonly locale: Language;
  readonly now: Instant;
}

const plain = (value: string, label: string): TargetChoice => ({ value, label, amount: null, fixed: false, most: null });

const size = ({ minor, currency }: Money): Money => ({ minor: Math.abs(minor), currency });

/** What is left to refund of a payment: what was paid, less what was or is being paid back. */
export function leftToRefund({ amount, refunds }: Pick<Transaction, 'amount' | 'refunds'>): Money {
  const back = refunds.filter(({ status }) => status !== 'refund-failed').reduce((sum, one) => sum + Math.abs(one.amount.minor), 0);
  return { minor: Math.max(0, Math.abs(amount.minor) - back), currency: amount.currency };
}

function transactionText({ t, locale, now }: Wording, { kind, rawKind, amount, counterparty, createdAt }: Transaction): string {
  return `${t(`timeline:kind_${kind}`, { raw: rawKind })} ${moneyText(size(amount), locale)} · ${counterparty} · ${dateText(createdAt, locale, now)}`;
}

const notArrived: ReadonlySet<string> = new Set(['created', 'pending', 'processing', 'failed']);
const reversible: ReadonlySet<string> = new Set(['pending', 'processing', 'succeeded']);

/** What an action can be done to, those that the case is about first; null where it is the account itself, or a phone number to type. */
export function targetsOf(action: ActionName, { account, transactions, promotions, linked }: Sources, wording: Wording): readonly TargetChoice[] | null {
  const { t, locale } = wording;
  const linkedFirst = (list: readonly Transaction[]) => list.toSorted((a, b) => Number(linked.includes(b.id)) - Number(linked.includes(a.id)));
  switch (action) {
    case 'refund':
      return linkedFirst(transactions)
        .filter(({ kind, status }) => kind === 'payment' && status === 'succeeded')
        .map((one) => ({ value: one.id, label: transactionText(wording, one), amount: leftToRefund(one), fixed: false, most: leftToRefund(one) }))
        .filter(({ most }) => most.minor > 0);
    case 'reverse-payment':
      return linkedFirst(transactions)
        .filter(({ kind, status, refunds }) => (kind === 'payment' || kind === 'transfer-out') && reversible.has(status) && refunds.length === 0)
        .map((one) => ({ value: one.id, label: transactionText(wording, one), amount: size(one.amount), fixed: true, most: null }));
    case 'trace-top-up':
      return linkedFirst(transactions)
        .filter(({ kind, status }) => kind === 'top-up' && notArrived.has(status))
        .map((one) => plain(one.id, transactionText(wording, one)));
    case 'unbind-device':
      return account.devices.map(({ id, model }) => plain(id, model));
    case 'unbind-card':
      return account.cards.map(({ id, bank, masked }) => plain(id, `${bank} ${masked}`));
    case 'raise-limit':
      return account.limits.flatMap(({ kind, cap }) =>
        kind === 'unknown' ? [] : [{ value: kind, label: `${t(`customer:limit_${kind}`)} · ${moneyText(cap, locale)}`, amount: cap, fixed: false, most: null }],
      );
    case 'credit-coupon':
      return promotions
        .filter(({ state }) => state === 'due')
        .map(({ id, name, amount }) => ({ value: id, label: name[locale], amount: amount ?? null, fixed: amount !== undefined, most: null }));
    case 'resend-code':
      return (['sign-in', 'payment', 'sign-up'] as const).map((purpose) => plain(purpose, t(`accountActions:purpose_${purpose}`)));
    case 'send-reset-link':
    case 'freeze':
    case 'unfreeze':
    case 'change-phone':
    case 'close-account':
      return null;
  }
}
