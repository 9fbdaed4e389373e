import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import { walletMigrations } from '#electron/wallet/demo/tables/wallet-migrations.ts';
import {
  customerByHash,
  customerById,
  customersByName,
  indexOpenMovements,
  insertCustomer,
  insertMovement,
  movementsOf,
  openMovements,
  pendingIn,
  spentSince,
} from '#electron/wallet/demo/tables/wallet-tables.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { asked, planOf } from '#tests/property/store-kit.ts';

const now = 1_790_000_000_000;

/** A transaction of little account; what matters is said. */
const movement = (id: string, over: Partial<DemoTransaction> = {}): DemoTransaction => ({
  id,
  customer: 'C100001',
  kind: 'payment',
  minor: -500,
  currency: 'CNY',
  status: 'succeeded',
  rawStatus: 'SUCCESS',
  failureCode: null,
  createdAt: now,
  updatedAt: now,
  expectedBy: null,
  counterparty: 'shop',
  rail: 'qr',
  reference: 'r',
  ...over,
});

describe('wallet.db', () => {
  let db: WriteDb;

  beforeAll(() => {
    db = openForWriting({ file: ':memory:', key: null, synchronous: 'NORMAL', logger: null });
    migrate(db, walletMigrations);
    for (const customer of makeCustomers(seededRandom(1), now).slice(0, 300)) insertCustomer(db, customer, []);
    // Twenty at one moment, as a batch job books them, and some around it.
    for (let index = 0; index < 20; index += 1) insertMovement(db, movement(`T${String(index).padStart(2, '0')}`));
    insertMovement(db, movement('older', { createdAt: now - 1, minor: -700 }));
    insertMovement(db, movement('newer', { createdAt: now + 1, status: 'pending', minor: 900, kind: 'top-up' }));
    insertMovement(db, movement('failed', { createdAt: now + 2, status: 'failed', minor: -900 }));
    insertMovement(db, movement('foreign', { customer: 'C100002', createdAt: now + 3, status: 'processing', minor: -900 }));
    indexOpenMovements(db);
  });
  afterAll(() => db.close());

  it('pages through transactions of one moment without a gap or a double', () => {
    const read: string[] = [];
    let mark: { at: number; id: string } | null = null;
    for (;;) {
      const page: DemoTransaction[] = movementsOf(db, 'C100001', mark, 3);
      read.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (!last || page.length < 3) break;
      mark = { at: last.createdAt, id: last.id };
    }
    const atOnce = Array.from({ length: 20 }, (_, index) => `T${String(19 - index).padStart(2, '0')}`);
    expect(read).toEqual(['failed', 'newer', ...atOnce, 'older']);
  });

  it('adds up what left and what is on its way', () => {
    expect(spentSince(db, 'C100001', 0)).toBe(20 * 500 + 700);
    expect(spentSince(db, 'C100001', now)).toBe(20 * 500);
    expect(spentSince(db, 'C100001', now + 1)).toBe(0);
    expect(pendingIn(db, 'C100001')).toBe(900);
    expect([spentSince(db, 'nobody', 0), pendingIn(db, 'nobody')]).toEqual([0, 0]);
  });

  it('finds open amounts of both directions, newest first, since a moment', () => {
    expect(openMovements(db, 900, 0, 10).map(({ id }) => id)).toEqual(['foreign', 'failed', 'newer']);
    expect(openMovements(db, 900, now + 2, 10).map(({ id }) => id)).toEqual(['foreign', 'failed']);
    expect(openMovements(db, 500, 0, 10)).toEqual([]);
  });

  it('answers everything from an index', () => {
    const plans = {
      page: asked((spy) => movementsOf(spy, 'c', { at: 1, id: 'x' }, 10)),
      open: asked((spy) => openMovements(spy, 900, 0, 10)),
      spent: asked((spy) => spentSince(spy, 'c', 0)),
      pending: asked((spy) => pendingIn(spy, 'c')),
      byId: asked((spy) => customerById(spy, 'c')),
      byHash: asked((spy) => customerByHash(spy, new Uint8Array(32))),
      byName: asked((spy) => customersByName(spy, '王', 10)),
    };
    for (const [name, queries] of Object.entries(plans)) {
      expect(queries, name).toHaveLength(1);
      for (const query of queries) {
        const plan = planOf(db, query);
        expect(plan, name).toContain('SEARCH');
        expect(plan, name).not.toMatch(/SCAN (movement|customer|identity)/);
      }
    }
    const [page] = plans.page;
    expect(page && planOf(db, page)).not.toContain('TEMP B-TREE');
  });

  it('has the form that its migration froze', () => {
    const form = db.all<{ name: string; sql: string }>(
      sql`SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    );
    expect(form.map(({ name }) => name)).toEqual([
      'added_hop',
      'coupon',
      'customer',
      'customer_latin',
      'customer_name',
      'dispute',
      'fact',
      'identity',
      'movement',
      'movement_open',
      'outcome',
      'phone_message',
      'phone_message_customer',
      'refund',
      'security_event',
      'used_nonce',
      'verification_step',
    ]);
    expect(form.find(({ name }) => name === 'movement')?.sql.replace(/\s+/g, ' ')).toBe(
      'CREATE TABLE movement ( customer TEXT NOT NULL, created_at INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL, raw_status TEXT NOT NULL, failure_code TEXT, updated_at INTEGER NOT NULL, expected_by INTEGER, counterparty TEXT NOT NULL, rail TEXT NOT NULL, reference TEXT NOT NULL, PRIMARY KEY (customer, created_at, id) ) STRICT, WITHOUT ROWID',
    );
    expect(walletMigrations.map(({ version }) => version)).toEqual([10, 20]);
  });
});
