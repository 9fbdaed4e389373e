import { randomUUID } from 'node:crypto';
import type { WriteDb } from '#electron/sqlite/db.ts';
import type { Effected } from '#electron/wallet/demo/effect.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import { rawWord } from '#electron/wallet/demo/raw-word.ts';
import { addedHopsOf, insertHop } from '#electron/wallet/demo/tables/change-tables.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import type { Money } from '#shared/lib/money.ts';
import { fail, ok } from '#shared/lib/result.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import type { ActionInput } from '#shared/wallet/actions.ts';
import type { Hop } from '#shared/wallet/transaction.ts';

type Of<A extends ActionInput['action']> = Extract<ActionInput, { action: A }>;
type Change = (customer: DemoCustomer, change: Partial<DemoCustomer>) => void;

const CURRENCY = 'CNY';
/** How long money takes back to a bank's card; to the wallet's balance it takes no time. The demo's own figures. */
const CARD_REFUND = 3 * DAY;
const TRACE = DAY;

const moving: ReadonlySet<string> = new Set(['created', 'pending', 'processing', 'failed']);

/** What actions do to money and its transactions; amounts are in the demo's one currency. */
export class MoneyEffects {
  readonly #db: WriteDb;
  readonly #change: Change;

  constructor(db: WriteDb, change: Change) {
    this.#db = db;
    this.#change = change;
  }

  /** Asks the bank where a top-up is; it is asked once. */
  trace(customer: DemoCustomer, { transaction }: Of<'trace-top-up'>, now: Instant): Effected {
    const found = tables.movementById(this.#db, customer.id, transaction);
    if (found?.kind !== 'top-up') return fail('unknown-target');
    if (!moving.has(found.status) || (addedHopsOf(this.#db, customer.id, [found.id]).get(found.id) ?? []).length > 0) return fail('wrong-state');
    const expectedBy = now + TRACE;
    const hop: Hop = { at: now, owner: 'bank', status: 'processing', rawStatus: rawWord('top-up', 'processing'), expectedBy, note: 'trace' };
    insertHop(this.#db, customer.id, found.id, hop);
    return ok({ state: 'requested', transaction, expectedBy });
  }

  /** Takes a whole payment back as if it had not been. */
  reverse(customer: DemoCustomer, { transaction, amount }: Of<'reverse-payment'>, now: Instant): Effected {
    const found = tables.movementById(this.#db, customer.id, transaction);
    if (found === null || (found.kind !== 'payment' && found.kind !== 'transfer-out')) return fail('unknown-target');
    if (!['pending', 'processing', 'succeeded'].includes(found.status) || this.#refunded(found) > 0) return fail('wrong-state');
    if (amount.minor !== -found.minor || amount.currency !== found.currency) return fail('wrong-amount');
    tables.setMovementStatus(this.#db, found, 'reversed', rawWord(found.kind, 'reversed'), now);
    // Money on its way has left the balance as well.
    this.#change(customer, { balance: customer.balance - found.minor });
    return ok({ state: 'completed', transaction });
  }

  /** Pays back a part or the whole, at most what was paid in all. */
  refund(customer: DemoCustomer, { transaction, amount }: Of<'refund'>, now: Instant): Effected {
    const paid = tables.movementById(this.#db, customer.id, transaction);
    if (paid?.kind !== 'payment') return fail('unknown-target');
    if (paid.status !== 'succeeded') return fail('wrong-state');
    if (amount.currency !== paid.currency) return fail('wrong-amount');
    const total = this.#refunded(paid) + amount.minor;
    if (total > -paid.minor) return fail('above-refundable');
    const toCard = paid.rail === 'card';
    const status = toCard ? 'refunding' : 'refunded';
    const made = this.#insert(customer, now, {
      kind: 'refund',
      minor: amount.minor,
      status,
      expectedBy: toCard ? now + CARD_REFUND : null,
      counterparty: paid.counterparty,
      rail: paid.rail,
    });
    tables.insertRefund(this.#db, paid.id, made);
    if (total === -paid.minor) tables.setMovementStatus(this.#db, paid, 'refunded', rawWord('payment', 'refunded'), now);
    this.#change(customer, toCard ? {} : { balance: customer.balance + amount.minor });
    return ok({ state: toCard ? 'requested' : 'completed', transaction: made.id as TransactionId, ...(toCard ? { expectedBy: now + CARD_REFUND } : {}) });
  }

  /** Puts a coupon's worth on the balance. */
  credit(customer: DemoCustomer, amount: Money, now: Instant): Effected {
    if (amount.currency !== CURRENCY) return fail('wrong-amount');
    const made = this.#insert(customer, now, {
      kind: 'coupon',
      minor: amount.minor,
      status: 'succeeded',
      expectedBy: null,
      counterparty: 'Wallet',
      rail: 'wallet',
    });
    this.#change(customer, { balance: customer.balance + amount.minor });
    return ok({ state: 'completed', transaction: made.id as TransactionId });
  }

  /** What was paid back of a payment, or is on its way back. */
  #refunded(paid: DemoTransaction): number {
    const refunds = tables.refundsOf(this.#db, paid.customer, [paid.id]).get(paid.id) ?? [];
    return refunds.filter(({ status }) => status !== 'refund-failed').reduce((sum, { minor }) => sum + minor, 0);
  }

  #insert(
    customer: DemoCustomer,
    now: Instant,
    row: Pick<DemoTransaction, 'kind' | 'minor' | 'status' | 'expectedBy' | 'counterparty' | 'rail'>,
  ): DemoTransaction {
    const made: DemoTransaction = {
      ...row,
      id: `A${randomUUID().replaceAll('-', '')}`,
      customer: customer.id,
      currency: CURRENCY,
      rawStatus: rawWord(row.kind, row.status),
      failureCode: null,
      createdAt: now,
      updatedAt: now,
      reference: `${new Date(now).toISOString().slice(0, 10).replaceAll('-', '')}${String(now % 1e10).padStart(10, '0')}`,
    };
    tables.insertMovement(this.#db, made);
    return made;
  }
}
