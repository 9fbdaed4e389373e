import { type DemoCustomer, pick } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import { DAY, HOUR, type Instant, MINUTE } from '#shared/lib/time.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { Dispute, DisputeState } from '#shared/wallet/transaction.ts';

const places = ['上海', '北京', '深圳', '杭州', '成都', 'Jakarta', 'Singapore'];

/** Sign-ins of the last month and what once happened to an account's safety, oldest first; the same generator gives the same. */
export function* makeSecurityEvents(random: () => number, customers: readonly DemoCustomer[], now: Instant): Generator<SecurityEvent> {
  for (const customer of customers) {
    const { id, devices, cards, state, registeredAt, contactChangedAt } = customer;
    const home = pick(random, places);
    let made = 0;
    const event = (kind: SecurityEvent['kind'], at: Instant, more: Partial<SecurityEvent> = {}): SecurityEvent => ({
      id: `S${id}${String(made++).padStart(3, '0')}`,
      customerId: id,
      at: Math.floor(at),
      kind,
      by: 'customer',
      ...more,
    });
    const events = devices.map((one) => event('device-bound', one.firstSeenAt, { device: one.model, place: home }));
    for (const card of cards) events.push(event('card-bound', card.boundAt, { device: devices[0]?.model ?? '', place: home }));
    const logins = 3 + Math.floor(random() * 5);
    for (let i = 0; i < logins; i++) {
      const one = pick(random, devices);
      const at = Math.max(registeredAt, now - MINUTE - random() * 30 * DAY);
      events.push(event(random() < 0.06 ? 'login-failed' : 'login', at, { device: one.model, place: random() < 0.04 ? pick(random, places) : home }));
    }
    if (random() < 0.08) events.push(event('password-reset', now - random() * 60 * DAY, { place: home }));
    if (contactChangedAt !== undefined) events.push(event('phone-changed', contactChangedAt, { place: pick(random, places) }));
    if (state === 'frozen-risk') events.push(event('frozen', now - random() * 20 * DAY, { by: 'wallet' }));
    if (state === 'frozen-legal') events.push(event('frozen', now - random() * 90 * DAY, { by: 'authority' }));
    if (state === 'closed') events.push(event('closed', now - random() * 90 * DAY));
    yield* events.sort((a, b) => a.at - b.at);
  }
}

const states: readonly DisputeState[] = ['needs-response', 'under-review', 'won', 'lost', 'inquiry'];

/** A dispute over some of the payments by card of the last months; the network set by when it is answered. */
export function disputeOver(random: () => number, t: DemoTransaction, now: Instant): Dispute | null {
  if (t.kind !== 'payment' || t.rail !== 'card' || t.status !== 'succeeded' || now - t.createdAt > 120 * DAY || random() > 0.02) return null;
  const state = pick(random, states);
  const openedAt = Math.floor(Math.min(now - HOUR, t.createdAt + random() * 20 * DAY));
  const answerable = state === 'needs-response' || state === 'inquiry';
  return {
    id: `D${t.id}`,
    state,
    rawState: state.toUpperCase().replaceAll('-', '_'),
    amount: { minor: Math.abs(t.minor), currency: t.currency },
    openedAt,
    ...(answerable ? { respondBy: openedAt + pick(random, [10, 18, 30]) * DAY } : {}),
    reason: pick(random, ['goods not received', 'not recognised', 'duplicate', 'not as described']),
  };
}

/** Finds for each refund the payment that it pays back: the newest one to the same merchant that is large enough and not yet paid back. */
export class RefundMatcher {
  #customer = '';
  #payments: DemoTransaction[] = [];

  /** The payment behind a refund, or null; to be told of every transaction in turn, oldest first for each customer. */
  next(t: DemoTransaction): TransactionId | null {
    if (t.customer !== this.#customer) {
      this.#customer = t.customer;
      this.#payments = [];
    }
    if (t.kind === 'payment' && t.status === 'succeeded') this.#payments.push(t);
    if (t.kind !== 'refund') return null;
    const at = this.#payments.findLastIndex((paid) => paid.counterparty === t.counterparty && -paid.minor >= t.minor);
    return at < 0 ? null : ((this.#payments.splice(at, 1)[0]?.id ?? null) as TransactionId | null);
  }
}
