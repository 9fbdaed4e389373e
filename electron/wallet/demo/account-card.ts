import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary, KycLevel, LimitUse } from '#shared/wallet/account.ts';
import { maskCard, maskEmail, maskIdNumber, maskName, maskPhone } from '#shared/wallet/masking.ts';

/** A customer as lists show one: masked. */
export function summary(customer: DemoCustomer): CustomerSummary {
  const { id, state, kyc, language } = customer;
  return { id, name: maskName(customer.name), phone: maskPhone(customer.phone), state, kyc, language };
}

/** Caps in fen by class: PBOC 公告〔2015〕43号. Class I counts since opening, II and III over the calendar year; a day is capped where the year is. */
const caps: Readonly<Record<KycLevel, { readonly kind: 'lifetime' | 'yearly'; readonly cap: number } | null>> = {
  none: null,
  'class-1': { kind: 'lifetime', cap: 100_000 },
  'class-2': { kind: 'yearly', cap: 10_000_000 },
  'class-3': { kind: 'yearly', cap: 20_000_000 },
};
const DAILY_CAP = 500_000;

/** The beginnings of this year and day in China's time, and of the next ones. */
export function calendar(now: Instant): { year: Instant; nextYear: Instant; day: Instant; nextDay: Instant } {
  const offset = 8 * 3_600_000;
  const local = new Date(now + offset);
  const [y, m, d] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  return {
    year: Date.UTC(y, 0, 1) - offset,
    nextYear: Date.UTC(y + 1, 0, 1) - offset,
    day: Date.UTC(y, m, d) - offset,
    nextDay: Date.UTC(y, m, d + 1) - offset,
  };
}

/** The limits with what is used of each; `spent` answers what left the balance since a moment. */
function limitsOf(customer: DemoCustomer, now: Instant, spent: (since: Instant) => number): LimitUse[] {
  const rule = caps[customer.kyc];
  if (!rule) return [];
  const money = (minor: number) => ({ minor, currency: 'CNY' });
  const { year, nextYear, day, nextDay } = calendar(now);
  if (rule.kind === 'lifetime') return [{ kind: 'lifetime', cap: money(rule.cap), used: money(Math.min(rule.cap, spent(0))) }];
  return [
    { kind: 'yearly', cap: money(rule.cap), used: money(Math.min(rule.cap, spent(year))), resetsAt: nextYear },
    { kind: 'daily', cap: money(DAILY_CAP), used: money(Math.min(DAILY_CAP, spent(day))), resetsAt: nextDay },
  ];
}

/** The account card: every personal value masked. */
export function accountCard(customer: DemoCustomer, now: Instant, spent: (since: Instant) => number, pending: number): Account {
  return {
    ...summary(customer),
    ...(customer.idNumber === null ? {} : { idNumber: maskIdNumber(customer.idNumber) }),
    email: maskEmail(customer.email),
    registeredAt: customer.registeredAt,
    balance: { minor: customer.balance, currency: 'CNY' },
    pendingBalance: { minor: pending, currency: 'CNY' },
    limits: limitsOf(customer, now, spent),
    cards: customer.cards.map((card, i) => ({
      id: `${customer.id}-${i}`,
      bank: card.bank,
      masked: maskCard(card.number),
      kind: card.kind,
      boundAt: card.boundAt,
    })),
    devices: customer.devices,
    riskFlags: customer.riskFlags,
  };
}
