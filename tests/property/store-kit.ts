import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';

/** An empty cache in memory. */
export function freshCache(): WriteDb {
  const db = openForWriting({ file: ':memory:', key: null, synchronous: 'NORMAL', logger: null });
  migrate(db, cacheMigrations);
  return db;
}

/** A cache filled from a log in one batch. */
export function filledCache(log: readonly AnyEvent[]): WriteDb {
  const db = freshCache();
  new CaseProjection(db).ingest(log, 'end');
  return db;
}

/** Everything that a cache holds, in an order of its own: rows, counts, texts, words, tokens, what is to be sent, what left, what was erased, cursor. */
export function contentsOf(db: WriteDb): Readonly<Record<string, readonly unknown[]>> {
  db.script(sql`CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, word, 'instance')`);
  return {
    events: db.all(sql`SELECT * FROM event ORDER BY position`),
    rows: db.all(sql`SELECT * FROM case_row ORDER BY id`),
    tally: db.all(sql`SELECT * FROM tally ORDER BY queue, status, owner, intended_for`),
    searchable: db.all(sql`SELECT * FROM searchable ORDER BY position`),
    tokens: db.all(sql`SELECT * FROM token_place ORDER BY token, position`),
    amounts: db.all(sql`SELECT * FROM amount_place ORDER BY position, minor`),
    tags: db.all(sql`SELECT * FROM case_tag ORDER BY tag, case_id`),
    words: db.all(sql`SELECT term, doc FROM temp.vocabulary ORDER BY term, doc`),
    actions: db.all(sql`SELECT * FROM open_action ORDER BY key`),
    outgoing: db.all(sql`SELECT * FROM outgoing ORDER BY message`),
    left: db.all(sql`SELECT * FROM left_case ORDER BY id`),
    visits: db.all(sql`SELECT * FROM visit ORDER BY case_id`),
    erased: db.all(sql`SELECT * FROM erased_case ORDER BY case_id`),
    facts: db.all(sql`SELECT * FROM fact ORDER BY name`),
  };
}

/** The states of all cases of a log, folded without any store. */
export function foldAll(log: readonly AnyEvent[]): readonly CaseState[] {
  const states = new Map<string, CaseState>();
  for (const event of log) {
    const next = evolve(states.get(event.about.id), event);
    if (next) states.set(event.about.id, next);
  }
  return [...states.values()];
}

/** How SQLite would run a statement, a line for each step. */
export function planOf(db: ReadDb, query: Query): string {
  return db
    .all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query}`)
    .map(({ detail }) => detail)
    .join('\n');
}

/** The statements that a function asks of a database; it is answered with nothing. */
export function asked(ask: (db: ReadDb) => unknown): readonly Query[] {
  const queries: Query[] = [];
  const note = (query: Query, answer: unknown) => {
    queries.push(query);
    return answer;
  };
  ask({
    all: (query: Query) => note(query, []),
    get: (query: Query) => note(query, undefined),
    iterate: (query: Query) => note(query, [][Symbol.iterator]()),
    run: (query: Query) => note(query, { changes: 0, lastId: 0 }),
  } as unknown as ReadDb);
  return queries;
}
