import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account, CustomerSummary, KycLevel, KycStep, LimitUse } from '#shared/wallet/account.ts';
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
  const daily = customer.raisedDaily ?? DAILY_CAP;
  if (rule.kind === 'lifetime') return [{ kind: 'lifetime', cap: money(rule.cap), used: money(Math.min(rule.cap, spent(0))) }];
  return [
    { kind: 'yearly', cap: money(rule.cap), used: money(Math.min(rule.cap, spent(year))), resetsAt: nextYear },
    { kind: 'daily', cap: money(daily), used: money(Math.min(daily, spent(day))), resetsAt: nextDay },
  ];
}

/** Where the wallet knows the customer from; what nobody confirmed is a guess. */
function identitiesOf({ id, email, language, registeredAt }: DemoCustomer): Account['identities'] {
  const told = Number(id.slice(1)) % 3;
  const social = { channel: language === 'en' ? 'whatsapp' : 'wechat', handle: `${id.slice(0, 2)}****${id.slice(-2)}`, since: registeredAt };
  return [
    { channel: 'email', handle: maskEmail(email), standing: 'confirmed', since: registeredAt },
    ...(told === 0 ? [] : [{ ...social, standing: told === 1 ? ('confirmed' as const) : ('guess' as const) }]),
  ];
}

const need = (word: KycStep['needs'][number]['need'], done: boolean) => ({ need: word, done });

/** What raises each class by one: so many outside channels that know the person (公告〔2015〕43号). */
function nextLevel({ kyc, idNumber, cards, state }: DemoCustomer): KycStep | null {
  const guardian = state === 'minor-protection' ? [need('guardian', false)] : [];
  switch (kyc) {
    case 'none':
      return { level: 'class-1', needs: [need('id-document', idNumber !== null), ...guardian] };
    case 'class-1':
      return { level: 'class-2', needs: [need('bank-card', cards.length > 0), need('channels-3', false), ...guardian] };
    case 'class-2':
      return { level: 'class-3', needs: [need('face-check', false), need('channels-5', false), ...guardian] };
    case 'class-3':
      return null;
  }
}

/** The cards that are still bound, each with the id that it keeps. */
export function boundCards({ id, cards, unbound = [] }: DemoCustomer) {
  return cards.map((card, i) => ({ ...card, id: `${id}-${i}` })).filter((card) => !unbound.includes(card.id));
}

/** The devices that are still trusted to be the customer's. */
export function boundDevices({ devices, unbound = [] }: DemoCustomer) {
  return devices.filter((device) => !unbound.includes(device.id));
}

/** The version of an account: it grows with every change. */
export function versionOf({ version = 0 }: DemoCustomer): string {
  return `v${version}`;
}

/** The account card: every personal value masked. */
export function accountCard(customer: DemoCustomer, now: Instant, spent: (since: Instant) => number, pending: number): Account {
  const cards = boundCards(customer);
  return {
    ...summary(customer),
    version: versionOf(customer),
    ...(customer.contactChangedAt === undefined ? {} : { contactChangedAt: customer.contactChangedAt }),
    ...(customer.idNumber === null ? {} : { idNumber: maskIdNumber(customer.idNumber) }),
    email: maskEmail(customer.email),
    registeredAt: customer.registeredAt,
    balance: { minor: customer.balance, currency: 'CNY' },
    pendingBalance: { minor: pending, currency: 'CNY' },
    limits: limitsOf(customer, now, spent),
    kycNext: nextLevel(customer),
    cards: cards.map(({ id, bank, number, kind, boundAt }) => ({ id, bank, masked: maskCard(number), kind, boundAt })),
    // Money is withdrawn to the account behind a debit card.
    banks: cards
      .filter(({ kind }) => kind === 'debit')
      .map(({ id, bank, number, boundAt }) => ({ id: `${id}-account`, bank, masked: maskCard(number), boundAt })),
    devices: [...boundDevices(customer)],
    identities: identitiesOf(customer),
    riskFlags: customer.riskFlags,
    otherFlags: [],
  };
}
