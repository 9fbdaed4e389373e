import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { eventsAbout, eventsOfGroups, headPosition, idAt, insertEvent, lastPosition, positionOf } from '#electron/engine/embedded/tables/event-table.ts';
import { findThread, getBlob } from '#electron/engine/embedded/tables/registry-tables.ts';
import type { RawEvent } from '#electron/engine/raw-event.ts';
import type { ReadDb, WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';

const raw = (index: number): RawEvent => ({
  id: `e${index}`,
  aboutKind: 'case',
  aboutId: `c${index % 50}`,
  group: `g${index % 3}`,
  at: 1_000,
  json: `{"n":${index}}`,
});

describe('engine.db', () => {
  let db: WriteDb;

  beforeAll(() => {
    db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
    migrate(db, engineMigrations);
    db.transaction(() => {
      for (let index = 0; index < 2_000; index += 1) insertEvent(db, raw(index), index);
    });
  });
  afterAll(() => db.close());

  /** How SQLite would run what a table function asks. */
  const plan = (ask: (spy: ReadDb) => unknown): string => {
    let asked: Query | null = null;
    const spy = {
      all: (query: Query) => {
        asked = query;
        return [];
      },
      get: (query: Query) => {
        asked = query;
        return undefined;
      },
    } as unknown as ReadDb;
    ask(spy);
    if (asked === null) throw new Error('nothing was asked');
    return db
      .all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${asked}`)
      .map(({ detail }) => detail)
      .join(' | ');
  };

  it('finds everything by an index, without sorting or walking through the log', () => {
    const plans = {
      positionOf: plan((spy) => positionOf(spy, 'e1')),
      idAt: plan((spy) => idAt(spy, 1)),
      lastPosition: plan((spy) => lastPosition(spy, 'case', 'c1')),
      eventsAbout: plan((spy) => eventsAbout(spy, 'case', 'c1', 0)),
      oneGroup: plan((spy) => eventsOfGroups(spy, ['g1'], 0, 10)),
      twoGroups: plan((spy) => eventsOfGroups(spy, ['g1', 'g2'], 0, 10)),
      findThread: plan((spy) => findThread(spy, 'chat', 't')),
      getBlob: plan((spy) => getBlob(spy, '00')),
    };
    expect(plans.lastPosition).toContain('COVERING INDEX event_about');
    expect(plans.eventsAbout).toContain('INDEX event_about (about_kind=? AND about_id=? AND position>?)');
    expect(plans.twoGroups).toContain('INDEX event_group (grp=? AND position>?)');
    for (const [name, detail] of Object.entries(plans)) {
      expect(detail, name).toContain('SEARCH');
      expect(detail, name).not.toContain('SCAN event');
    }
    // The newest position is the last entry of the table's own tree.
    expect(plan((spy) => headPosition(spy))).not.toContain('TEMP B-TREE');
    // Sorting is left to at most `limit` rows a group.
    expect(plans.eventsAbout).not.toContain('TEMP B-TREE');
    expect(plans.lastPosition).not.toContain('TEMP B-TREE');
  });

  it('merges groups in the order of the log, a page at a time', () => {
    const page = eventsOfGroups(db, ['g0', 'g2'], 100, 7).map(({ position }) => position);
    const expected = Array.from({ length: 2_000 }, (_, index) => index + 1).filter((position) => position > 100 && (position - 1) % 3 !== 1);
    expect(page).toEqual(expected.slice(0, 7));
  });

  it('has the form that its migration froze', () => {
    const form = db.all<{ sql: string }>(sql`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name`);
    expect(form.map((one) => one.sql.replace(/\s+/g, ' '))).toEqual([
      'CREATE TABLE blob (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID',
      'CREATE TABLE data_key ( about_kind TEXT NOT NULL, about_id TEXT NOT NULL, key BLOB, PRIMARY KEY (about_kind, about_id) ) STRICT, WITHOUT ROWID',
      'CREATE TABLE event ( position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, about_kind TEXT NOT NULL, about_id TEXT NOT NULL, grp TEXT NOT NULL, recorded_at INTEGER NOT NULL, json TEXT NOT NULL ) STRICT',
      'CREATE INDEX event_about ON event (about_kind, about_id, position)',
      'CREATE INDEX event_group ON event (grp, position)',
      'CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
      'CREATE TABLE thread ( channel TEXT NOT NULL, thread TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (channel, thread) ) STRICT, WITHOUT ROWID',
    ]);
    expect(engineMigrations.map(({ version }) => version)).toEqual([10]);
  });
});
