import { randomInt, randomUUID } from 'node:crypto';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { accountCard, boundCards, boundDevices } from '#electron/wallet/demo/account-card.ts';
import { GOODWILL, promotionsFor } from '#electron/wallet/demo/campaigns.ts';
import type { Effected } from '#electron/wallet/demo/effect.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import { MoneyEffects } from '#electron/wallet/demo/money-effects.ts';
import { tellPhone } from '#electron/wallet/demo/phone.ts';
import * as changes from '#electron/wallet/demo/tables/change-tables.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import type { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import { assertNever } from '#shared/lib/assert.ts';
import { fail, ok } from '#shared/lib/result.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';
import type { ActionInput } from '#shared/wallet/actions.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { maskPhone } from '#shared/wallet/masking.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';

type Of<A extends ActionInput['action']> = Extract<ActionInput, { action: A }>;

const done: Effected = ok({ state: 'completed' });

/** What each action does to an account; it runs inside the transaction of whoever asks, after proof and table. */
export class Effects {
  readonly #db: WriteDb;
  readonly #hash: ReturnType<typeof keyedHasher>;
  readonly #money: MoneyEffects;

  constructor(db: WriteDb, hash: ReturnType<typeof keyedHasher>) {
    this.#db = db;
    this.#hash = hash;
    this.#money = new MoneyEffects(db, (customer, change) => this.#change(customer, change));
  }

  apply(customer: DemoCustomer, input: ActionInput, now: Instant): Effected {
    if (customer.state === 'closed' && input.action !== 'trace-top-up') return fail('account-closed');
    switch (input.action) {
      case 'send-reset-link':
        return this.#sendResetLink(customer, now);
      case 'resend-code':
        return this.#resendCode(customer, now);
      case 'unbind-device':
        return this.#unbindDevice(customer, input, now);
      case 'unbind-card':
        return this.#unbindCard(customer, input, now);
      case 'freeze':
        return this.#freeze(customer, now);
      case 'unfreeze':
        return this.#unfreeze(customer, now);
      case 'trace-top-up':
        return this.#money.trace(customer, input, now);
      case 'reverse-payment':
        return this.#money.reverse(customer, input, now);
      case 'refund':
        return this.#money.refund(customer, input, now);
      case 'change-phone':
        return this.#changePhone(customer, input, now);
      case 'raise-limit':
        return this.#raiseLimit(customer, input, now);
      case 'close-account':
        return this.#close(customer, now);
      case 'credit-coupon':
        return this.#creditCoupon(customer, input, now);
      default:
        return assertNever(input, 'action');
    }
  }

  #change(customer: DemoCustomer, change: Partial<DemoCustomer>): void {
    tables.updateCustomer(this.#db, { ...customer, ...change, version: (customer.version ?? 0) + 1 });
  }

  #note(customer: DemoCustomer, kind: SecurityEvent['kind'], now: Instant, more: Partial<SecurityEvent> = {}): void {
    const event: SecurityEvent = { id: `A${randomUUID().replaceAll('-', '')}`, customerId: customer.id, at: now, kind, by: 'desk', ...more };
    changes.insertSecurityEvent(this.#db, event);
  }

  #sendResetLink(customer: DemoCustomer, now: Instant): Effected {
    tellPhone(this.#db, customer.id, now, {
      'zh-CN': '【钱包】请在 1 小时内通过应用内链接重设密码。如非本人申请，请立即联系客服。',
      en: 'Wallet: set a new password within an hour by the link in the app. If you did not ask for it, contact support at once.',
    });
    this.#note(customer, 'reset-link-sent', now);
    return ok({ state: 'completed', expectedBy: now + HOUR });
  }

  #resendCode(customer: DemoCustomer, now: Instant): Effected {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    tellPhone(this.#db, customer.id, now, {
      'zh-CN': `【钱包】您的验证码是 ${code}，请勿告诉任何人。`,
      en: `Wallet: your code is ${code}. Tell it to nobody.`,
    });
    return done;
  }

  #unbindDevice(customer: DemoCustomer, { device }: Of<'unbind-device'>, now: Instant): Effected {
    const bound = boundDevices(customer).find(({ id }) => id === device);
    if (bound === undefined) return fail('unknown-target');
    this.#change(customer, { unbound: [...(customer.unbound ?? []), device] });
    this.#note(customer, 'device-unbound', now, { device: bound.model });
    return done;
  }

  #unbindCard(customer: DemoCustomer, { card }: Of<'unbind-card'>, now: Instant): Effected {
    const bound = boundCards(customer).find(({ id }) => id === card);
    if (bound === undefined) return fail('unknown-target');
    this.#change(customer, { unbound: [...(customer.unbound ?? []), card] });
    tables.dropIdentity(this.#db, this.#hash('card', bound.number));
    this.#note(customer, 'card-unbound', now);
    return done;
  }

  #freeze(customer: DemoCustomer, now: Instant): Effected {
    if (customer.state === 'frozen-risk' || customer.state === 'frozen-legal') return fail('wrong-state');
    this.#change(customer, { state: 'frozen-risk', stateBefore: customer.state });
    this.#note(customer, 'frozen', now);
    return done;
  }

  #unfreeze(customer: DemoCustomer, now: Instant): Effected {
    if (customer.state !== 'frozen-risk') return fail('wrong-state');
    this.#change(customer, { state: customer.stateBefore ?? 'active' });
    this.#note(customer, 'unfrozen', now);
    return done;
  }

  #changePhone(customer: DemoCustomer, { phone }: Of<'change-phone'>, now: Instant): Effected {
    const [value, more] = findSensitive(phone);
    if (value?.kind !== 'phone' || more !== undefined || value.length !== phone.trim().length) return fail('unknown-target');
    const fresh = this.#hash('phone', phone);
    if (tables.customerByHash(this.#db, fresh) !== null) return fail('phone-taken');
    tellPhone(this.#db, customer.id, now, {
      'zh-CN': `【钱包】您的手机号将更换为 ${maskPhone(phone)}。如非本人操作，请立即联系客服。`,
      en: `Wallet: your phone number is being changed to ${maskPhone(phone)}. If this is not you, contact support at once.`,
    });
    tables.dropIdentity(this.#db, this.#hash('phone', customer.phone));
    tables.insertIdentity(this.#db, fresh, customer.id);
    // A code to the old phone shows nothing of who has the new one.
    changes.dropVerification(this.#db, customer.id, 'code');
    this.#change(customer, { phone, contactChangedAt: now });
    this.#note(customer, 'phone-changed', now);
    return done;
  }

  #raiseLimit(customer: DemoCustomer, { limit, amount }: Of<'raise-limit'>, now: Instant): Effected {
    const { limits } = accountCard(customer, now, () => 0, 0);
    const [present, year] = [limits.find(({ kind }) => kind === limit), limits.find(({ kind }) => kind === 'yearly')];
    if (present === undefined) return fail('unknown-target');
    // What the level allows in a year, or in all, is the regulator's.
    if (limit !== 'daily' || (year !== undefined && amount.minor > year.cap.minor)) return fail('not-eligible');
    if (amount.currency !== present.cap.currency || amount.minor <= present.cap.minor) return fail('wrong-amount');
    this.#change(customer, { raisedDaily: amount.minor });
    this.#note(customer, 'limit-raised', now);
    return done;
  }

  #close(customer: DemoCustomer, now: Instant): Effected {
    if (customer.state === 'frozen-risk' || customer.state === 'frozen-legal') return fail('wrong-state');
    if (customer.balance !== 0) return fail('balance-left');
    const moving = ['created', 'pending', 'processing', 'refunding'] as const;
    if (tables.movementsOf(this.#db, customer.id, null, 1, { statuses: [...moving] }).length > 0) return fail('money-under-way');
    this.#change(customer, { state: 'closed' });
    this.#note(customer, 'closed', now);
    return done;
  }

  #creditCoupon(customer: DemoCustomer, { promotion, amount }: Of<'credit-coupon'>, now: Instant): Effected {
    const offered = promotionsFor(customer, changes.couponsOf(this.#db, customer.id), now).find(({ id }) => id === promotion);
    if (offered === undefined) return fail('unknown-target');
    if (offered.state !== 'due') return fail('not-eligible');
    if (promotion !== GOODWILL && (amount.minor !== offered.amount?.minor || amount.currency !== offered.amount.currency)) return fail('wrong-amount');
    changes.insertCoupon(this.#db, customer.id, promotion, now);
    return this.#money.credit(customer, amount, now);
  }
}
