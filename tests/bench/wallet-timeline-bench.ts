import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openForWriting } from '#electron/sqlite/open.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import type { DemoTransaction } from '#electron/wallet/demo/make-transactions.ts';
import { movementsOf } from '#electron/wallet/demo/tables/wallet-tables.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { MINUTE } from '#shared/lib/time.ts';
import type { TransactionFilter } from '#shared/wallet/transaction.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { answerOf, payment, person } from '#tests/fixtures/wallet-people.ts';

const ROWS = 100_000;
const CHUNK = 20_000;
const PAGE = 100;
const WARM = 20;
/** A page is looked for this often by each filter, and this many pages are turned in a row. */
const SEARCHES = 20;
const TURNED = 300;

const now = 1_790_000_000_000;
const merchants = ['瑞幸咖啡', 'Starbucks', '地铁乘车', '京东商城', 'Steam'];

function rowsOf(random: () => number): readonly DemoTransaction[] {
  const owner = person(1, now);
  return Array.from({ length: ROWS }, (_, i) =>
    payment(owner, `L${String(i).padStart(6, '0')}`, now, {
      createdAt: now - (ROWS - i) * 5 * MINUTE,
      minor: -Math.ceil(random() * 200_000),
      counterparty: merchants[Math.floor(random() * merchants.length)] ?? '',
      status: random() < 0.02 ? 'failed' : 'succeeded',
    }),
  );
}

/** Filters from those that many pass to one that a single transaction in the middle passes. */
const filters: readonly TransactionFilter[] = [
  { text: 'starbucks' },
  { statuses: ['failed'] },
  { minorFrom: 100_000, minorTo: 100_500 },
  { since: now - 200 * 24 * 60 * MINUTE, until: now - 100 * 24 * 60 * MINUTE },
  { text: 'L050000' },
];

/** How fast one customer's 100,000 transactions page, turned one after the other and looked for by filters, beside the bare query in one's own thread. */
export async function timelinePages(report: Report): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wallet-'));
  const file = path.join(folder, 'wallet.db');
  const key = Buffer.alloc(32, 6);
  const wallet = new DemoWallet({ file, key, clock: () => now, logger: recordingLogger() });
  const { id } = person(1, now);
  try {
    await wallet.start();
    await wallet.add([person(1, now)], []);
    const rows = rowsOf(seededRandom(7));
    for (let from = 0; from < ROWS; from += CHUNK) await wallet.add([], rows.slice(from, from + CHUNK));

    const times: number[] = [];
    const page = async (from: string | null, filter: TransactionFilter): Promise<string | null> => {
      const began = performance.now();
      const { next } = answerOf(await wallet.transactions(id, from, PAGE, filter));
      times.push(performance.now() - began);
      return next;
    };
    for (let n = 0; n < WARM; n++) await page(null, {});
    times.length = 0;
    let from: string | null = null;
    for (let n = 0; n < TURNED; n++) from = await page(from, {});
    for (const filter of filters) for (let n = 0; n < SEARCHES; n++) await page(null, filter);
    report('wallet.timeline_100k.n', times.length);
    report('wallet.timeline_100k.p95_ms', quantile(times, 0.95));
    await wallet.stop();

    const db = openForWriting({ file, key, synchronous: 'NORMAL', logger: null, cacheKib: 8192 });
    const bare: number[] = [];
    let mark: { at: number; id: string } | null = null;
    for (let n = 0; n < WARM + TURNED; n++) {
      const began = performance.now();
      const last: DemoTransaction | undefined = movementsOf(db, id, mark, PAGE).at(-1);
      if (n >= WARM) bare.push(performance.now() - began);
      mark = last === undefined ? null : { at: last.createdAt, id: last.id };
    }
    db.close();
    report('wallet.timeline_100k.bare.p95_ms', quantile(bare, 0.95));
  } finally {
    await wallet.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
