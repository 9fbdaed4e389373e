import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { Seeding } from '#electron/wallet/demo/seeding.ts';
import { shownTransactions } from '#electron/wallet/demo/shown-transactions.ts';
import * as changes from '#electron/wallet/demo/tables/change-tables.ts';
import { walletMigrations } from '#electron/wallet/demo/tables/wallet-migrations.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { answerOf, payment, person } from '#tests/fixtures/wallet-people.ts';
import { asked, planOf } from '#tests/property/store-kit.ts';

const now = 1_790_000_000_000;
const memory = { file: ':memory:', key: null, synchronous: 'NORMAL', logger: null } as const;

describe('The tables of actions and verification', () => {
  let db: WriteDb;
  beforeAll(() => {
    db = openForWriting(memory);
    migrate(db, walletMigrations);
  });
  afterAll(() => db.close());

  it('answer everything from an index', () => {
    const plans = {
      events: asked((spy) => changes.securityEventsOf(spy, 'c', { at: 1, id: 'x' }, 10)),
      disputes: asked((spy) => changes.disputesOf(spy, 'c', ['t'])),
      hops: asked((spy) => changes.addedHopsOf(spy, 'c', ['t'])),
      coupons: asked((spy) => changes.couponsOf(spy, 'c')),
      step: asked((spy) => changes.verificationStep(spy, 'c', 'case', 'code')),
      nonce: asked((spy) => changes.nonceUsed(spy, 'n')),
      outcome: asked((spy) => changes.outcomeOf(spy, 'k')),
      phone: asked((spy) => changes.phoneMessagesOf(spy, 'c', 5)),
      refunds: asked((spy) => tables.refundsOf(spy, 'c', ['t'])),
      paid: asked((spy) => tables.paidBy(spy, 'c', ['r'])),
      one: asked((spy) => tables.movementById(spy, 'c', 't')),
      count: asked((spy) => tables.countMovements(spy, 'c')),
      filtered: asked((spy) =>
        tables.movementsOf(spy, 'c', { at: 1, id: 'x' }, 10, { text: 'a', minorFrom: 1, minorTo: 2, since: 1, until: 2, kinds: ['fee'], statuses: ['failed'] }),
      ),
    };
    for (const [name, queries] of Object.entries(plans)) {
      expect(queries, name).toHaveLength(1);
      for (const query of queries) {
        const plan = planOf(db, query);
        expect(plan, name).toContain('SEARCH');
        expect(plan, name).not.toMatch(/SCAN (?!json_each)/);
      }
    }
    for (const name of ['events', 'phone', 'filtered'] as const) expect(plans[name][0] && planOf(db, plans[name][0]), name).not.toContain('TEMP B-TREE');
  });

  it('hang refunds, disputes and traces on the transaction they are about, and on no other', () => {
    const owner = person(1, now);
    const rows = [payment(owner, 'T1', now), payment(owner, 'T2', now - 1), payment(owner, 'R1', now + 1, { kind: 'refund', minor: 300, status: 'refunded' })];
    for (const row of rows) tables.insertMovement(db, row);
    tables.insertRefund(db, 'T1', rows[2] ?? payment(owner, 'none', now));
    changes.insertDispute(db, owner.id, 'T2', { id: 'D', state: 'inquiry', rawState: 'INQUIRY', amount: { minor: 5, currency: 'CNY' }, openedAt: now } as {
      id: string;
    });
    changes.insertHop(db, owner.id, 'T2', { at: now + 5, owner: 'bank', status: 'processing', rawStatus: 'ACCEPT' } as { at: number });
    const [one, two, back] = shownTransactions(db, owner.id, rows);
    expect([one?.refunds, one?.disputes, one?.hops.length]).toMatchObject([[{ id: 'R1', amount: { minor: 300 } }], [], 3]);
    expect([two?.refunds, two?.disputes, two?.hops.length]).toMatchObject([[], [{ id: 'D' }], 4]);
    expect(back?.refundOf).toBe('T1');
  });
});

describe('A wallet of the form before', () => {
  it('keeps its people and transactions, and gets what happened to the safety of their accounts', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'wallet-'));
    const file = path.join(folder, 'wallet.db');
    const key = Buffer.alloc(32, 5);
    const owner = person(1, now);
    const db = openForWriting({ file, key, synchronous: 'NORMAL', logger: null });
    const [first] = walletMigrations;
    migrate(db, first ? [first] : []);
    new Seeding(db, keyedHasher(key, 'wallet identity'), () => undefined).add([owner], [payment(owner, 'T1', now)]);
    tables.setWalletFact(db, 'seeded', String(now));
    expect(db.all(sql`SELECT name FROM sqlite_master WHERE name = 'security_event'`)).toEqual([]);
    db.close();

    const wallet = new DemoWallet({ file, key, clock: () => now, logger: recordingLogger() });
    await wallet.start();
    await wallet.seed(1, now, () => {
      throw new Error('what is filled is not filled again');
    });
    expect(answerOf(await wallet.transactions(owner.id, null, 5)).transactions.map(({ id }) => id)).toEqual(['T1']);
    const { events } = answerOf(await wallet.securityEvents(owner.id, null, 50));
    expect(events.length).toBeGreaterThan(2);
    await wallet.seed(1, now, () => undefined);
    expect(answerOf(await wallet.securityEvents(owner.id, null, 50)).events).toEqual(events);
    await wallet.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
