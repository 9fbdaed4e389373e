import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { TRANSACTIONS_EACH } from '#electron/wallet/demo/make-transactions.ts';
import { derivedSigner } from '#electron/wallet/proof-keys.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { DAY } from '#shared/lib/time.ts';
import { walletConformance } from '#tests/conformance/wallet.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const SEED = 101;
const now = 1_790_000_000_000;
const key = Buffer.alloc(32, 8);
const first = 'C100001' as CustomerId;
const options = { key, clock: () => now, logger: recordingLogger() };

const random = seededRandom(SEED);
const people = makeCustomers(random, now);
const desk = derivedSigner(key);

walletConformance('The demo wallet', async () => {
  const wallet = new DemoWallet({ ...options, memory: true, deskKeys: [desk.publicKey] });
  await wallet.start();
  await wallet.seed(SEED, now, () => undefined);
  return {
    ...(await wallet.checkedPeople()),
    wallet,
    signer: desk,
    lastCode: (customer) => wallet.lastCode(customer),
    now: () => now,
    newId: randomUUID,
    dispose: () => wallet.stop(),
  };
});

describe('The demo wallet', () => {
  /** The answers about a few customers, as any screen would get them. */
  async function answers(wallet: DemoWallet): Promise<unknown> {
    const ids = people.filter((_, index) => index % 190 === 0).map(({ id }) => id);
    return Promise.all(ids.map(async (id) => [await wallet.account(id), await wallet.transactions(id, null, 50)]));
  }

  it('has the 200 that everybody tries first, and is the same for the same seed, in memory and on disk, after a restart, and after a seeding that was cut short', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wallet-'));
    const file = join(folder, 'wallet.db');
    const inMemory = new DemoWallet({ ...options, memory: true });
    await inMemory.start();
    const told: number[] = [];
    await inMemory.seed(SEED, now, (done) => told.push(done));
    const expected = await answers(inMemory);
    // The 200 that everybody tries first: a pending top-up that nobody else could have named.
    const matches = await inMemory.findByAmount(20_000, now - 4 * DAY, 10);
    expect(matches).toMatchObject({ ok: true, value: [{ customerId: first, kind: 'top-up', status: 'pending', amount: { minor: 20_000, currency: 'CNY' } }] });
    expect(await inMemory.some(3)).toMatchObject([{ id: first, name: '王**' }, { id: 'C100002' }, { id: 'C100003' }]);
    await inMemory.stop();
    expect(told.at(-1)).toBe(people.length * TRANSACTIONS_EACH);
    expect(told).toEqual(told.toSorted((a, b) => a - b));

    // Half of it is there, and nothing says that it is all.
    const begun = new DemoWallet({ ...options, file });
    await begun.start();
    await begun.seed(SEED + 1, now, () => undefined);
    await begun.stop();
    const db = openForWriting({ file, key, synchronous: 'NORMAL', logger: null });
    db.run(sql`DELETE FROM fact WHERE name = 'seeded'`);
    db.close();

    const again = new DemoWallet({ ...options, file });
    await again.start();
    await again.seed(SEED, now, () => undefined);
    expect(await answers(again)).toEqual(expected);
    await again.stop();

    const later = new DemoWallet({ ...options, file });
    await later.start();
    await later.seed(SEED + 1, now + DAY, () => {
      throw new Error('what is filled is not filled again');
    });
    expect(await answers(later)).toEqual(expected);
    await later.stop();

    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
    for (const raw of [people[0]?.phone, people[0]?.email, people[0]?.name, 'SQLite format']) expect(bytes.includes(raw ?? '?'), raw).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
});
