import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { Localized } from '#shared/lib/localized.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import type { Promotion, PromotionState } from '#shared/wallet/promotion.ts';

interface Campaign {
  readonly id: string;
  readonly name: Localized;
  /** In fen; null: the desk names the amount. */
  readonly minor: number | null;
  readonly state: (customer: DemoCustomer, now: Instant) => { readonly state: PromotionState; readonly why?: Localized };
}

/** The one the desk may credit at its own word, of whatever amount its table allows. */
export const GOODWILL = 'goodwill';

const active = ({ state }: DemoCustomer) => state === 'active' || state === 'restricted-out';

const campaigns: readonly Campaign[] = [
  {
    id: 'first-top-up',
    name: { 'zh-CN': '首充立减 10 元', en: 'First top-up: 10 off' },
    minor: 1_000,
    state: (customer, now) =>
      now - customer.registeredAt < 90 * DAY
        ? { state: active(customer) ? 'due' : 'not-eligible', ...(active(customer) ? {} : { why: { 'zh-CN': '账户受限', en: 'The account is restricted' } }) }
        : { state: 'expired', why: { 'zh-CN': '仅限注册 90 天内', en: 'Only within 90 days of sign-up' } },
  },
  {
    id: 'verified',
    name: { 'zh-CN': '实名认证礼 8 元券', en: 'Real-name verification gift: 8' },
    minor: 800,
    state: ({ kyc }) =>
      kyc === 'none' || kyc === 'class-1'
        ? { state: 'not-eligible', why: { 'zh-CN': '需完成二类实名认证', en: 'Needs real-name class II' } }
        : { state: 'due' },
  },
  {
    id: 'metro',
    name: { 'zh-CN': '地铁出行满减', en: 'Metro rides: money off' },
    minor: 500,
    state: ({ language }) =>
      language === 'en'
        ? { state: 'not-eligible', why: { 'zh-CN': '仅限境内用户', en: 'Only for customers on the mainland' } }
        : { state: 'eligible', why: { 'zh-CN': '当月满 5 次乘车后发放', en: 'Credited after five rides in a month' } },
  },
  { id: GOODWILL, name: { 'zh-CN': '客服关怀券', en: 'Goodwill coupon' }, minor: null, state: () => ({ state: 'due' }) },
];

/** The promotions as they stand for a customer; `credited` tells when one was last given. */
export function promotionsFor(customer: DemoCustomer, credited: ReadonlyMap<string, Instant>, now: Instant): readonly Promotion[] {
  return campaigns.map(({ id, name, minor, state }) => {
    const creditedAt = credited.get(id);
    const amount = minor === null ? {} : { amount: { minor, currency: 'CNY' } };
    if (creditedAt !== undefined && id !== GOODWILL) return { id, name, state: 'credited', ...amount, creditedAt };
    return { id, name, ...state(customer, now), ...amount, ...(creditedAt === undefined ? {} : { creditedAt }) };
  });
}
