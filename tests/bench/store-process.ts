import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openForReading } from '#electron/sqlite/open.ts';
import type { InboxQuery } from '#electron/store/cache-queries.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { parseSearch, searchForWords } from '#shared/desk/search-query.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { quantile } from '#tests/bench/quantile.ts';
import { benchPeople, benchQueues } from '#tests/bench/store-cases.ts';
import { operatorQueries, operatorVocabulary } from '#tests/bench/store-operators.ts';
import { type BenchQuery, benchQueries } from '#tests/bench/store-queries.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const LIMIT = 50;

const [part = '', folder = '', keyFile = '', cases = '0', begin = '0'] = process.argv.slice(2);
const tell = (figure: string, value: number): void => {
  process.send?.([figure, value]);
};
const key = readFileSync(keyFile);
const queryFile = path.join(folder, 'queries.json');

/** The longest of a series of calls' times that one in twenty exceeds, ms. */
async function p95(calls: readonly (() => Promise<unknown>)[]): Promise<number> {
  const times: number[] = [];
  for (const call of calls) {
    const began = performance.now();
    await call();
    times.push(performance.now() - began);
  }
  return quantile(times, 0.95);
}

/** Writes down what will be asked, with what a plain scan finds. */
function draw(): void {
  const file = path.join(folder, 'cache.db');
  tell('store.file_mb', statSync(file).size / 1024 / 1024);
  const db = openForReading({ file, key, synchronous: 'NORMAL', logger: null });
  writeFileSync(queryFile, JSON.stringify(benchQueries(db, LIMIT, seededRandom(8))));
  db.close();
}

async function ask(store: SqliteStore): Promise<void> {
  const random = seededRandom(7);
  const queries = JSON.parse(readFileSync(queryFile, 'utf8')) as readonly BenchQuery[];
  const search = (text: string) => store.cache.search({ query: searchForWords(text), tokens: null }, LIMIT);
  // The first few warm the pages that all use.
  for (const { text } of queries.slice(0, 10)) await search(text);
  tell('store.search.queries', queries.length);
  tell(
    'store.search.newest50.p95_ms',
    await p95(
      queries.map(
        ({ text }) =>
          () =>
            search(text),
      ),
    ),
  );
  const asked = operatorQueries(seededRandom(9), Number(cases), Number(begin));
  const vocabulary = operatorVocabulary(Number(begin));
  const read = asked.map((text) => {
    const parsed = parseSearch(text, vocabulary);
    if (!parsed.ok) throw new Error(`"${text}": ${JSON.stringify(parsed.error)}`);
    return { query: parsed.value, tokens: null };
  });
  tell('store.search.operators.queries', read.length);
  tell('store.search.operators.p95_ms', await p95(read.map((query) => () => store.cache.search(query, LIMIT))));
  let [compared, wanted, missed] = [0, 0, 0];
  for (const { text, expected } of queries) {
    if (expected === null) continue;
    const found = (await search(text)).map(({ entry, row }) => entry ?? row.id);
    const known = new Set<string>(found);
    compared++;
    wanted += expected.length;
    missed += expected.filter((entry) => !known.has(entry)).length;
    if (found.length > expected.length) throw new Error(`"${text}": ${found.length} found, ${expected.length} by a scan`);
  }
  tell('store.search.compared', compared);
  tell('store.search.recall', (wanted - missed) / wanted);
  const long = `case-${Number(cases) - 1}` as CaseId;
  tell('store.open_case_1000.p95_ms', await p95(Array.from({ length: 100 }, () => () => store.cache.caseEvents(long))));
  const page = (): InboxQuery => ({
    view: (['active', 'mine', 'all', 'snoozed', 'resolved'] as const)[Math.floor(random() * 5)] ?? 'all',
    person: benchPeople[Math.floor(random() * benchPeople.length)] ?? ('' as never),
    queues: benchQueues,
    sort: { by: (['activeAt', 'waitingSince', 'priority', 'openedAt'] as const)[Math.floor(random() * 4)] ?? 'activeAt', descending: random() < 0.7 },
    offset: Math.floor(random() * 20) * 100,
    limit: 100,
  });
  tell('store.inbox_page.p95_ms', await p95(Array.from({ length: 300 }, page).map((query) => () => store.cache.inboxPage(query))));
}

if (part === 'draw') draw();
else {
  const store = new SqliteStore({ folder, key, logger: recordingLogger() });
  await store.start();
  await ask(store);
  tell('store.rss_mb', process.memoryUsage.rss() / 1024 / 1024);
  await store.stop();
}
process.disconnect?.();
