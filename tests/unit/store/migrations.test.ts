import { afterEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { type Migration, migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { cacheMigrations } from '#electron/store/migrations/cache-migrations.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import type { AccountRecord } from '#electron/store/port.ts';
import { CaseProjection } from '#electron/store/projections/case-projection.ts';
import { account, accounts, addAccount } from '#electron/store/tables/account-tables.ts';
import { appendAudit, auditHead } from '#electron/store/tables/audit-table.ts';
import { outboxEntry, pendingOutbox, quarantine, setting } from '#electron/store/tables/ledger-tables.ts';
import { authenticators, failedProofs } from '#electron/store/tables/step-up-table.ts';
import { drafts, keptWords } from '#electron/store/tables/words-table.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';
import { contentsOf, filledCache } from '#tests/property/store-kit.ts';
import { cacheForms, ledgerForms } from '#tests/unit/store/frozen-forms.ts';

const anAccount: AccountRecord = {
  person: 'p1' as PersonId,
  login: 'lin',
  salt: Buffer.from('salt'),
  verifier: Buffer.from('verifier'),
  cost: 2,
  blockSize: 8,
  parallel: 1,
  mustChange: true,
  changedAt: 12,
};

const open: WriteDb[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

/** A file in the form of a version. */
function at(migrations: readonly Migration[], version: number): WriteDb {
  const db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
  open.push(db);
  migrate(
    db,
    migrations.filter((migration) => migration.version <= version),
  );
  return db;
}

/** Tables and indexes as SQLite keeps them; those that FTS5 makes for itself left out. */
const formOf = (db: WriteDb): string[] =>
  db
    .all<{ sql: string }>(sql`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'word_%' ORDER BY name`)
    .map((row) => row.sql.replace(/\s+/g, ' '));

const versionOf = (db: WriteDb) => db.get<{ user_version: number }>(sql`PRAGMA user_version`)?.user_version;
const rows = (db: WriteDb, query: Query) => db.all<Record<string, unknown>>(query);

describe.each([
  ['cache.db', cacheMigrations, cacheForms],
  ['ledger.db', ledgerMigrations, ledgerForms],
])('%s', (_file, migrations, forms) => {
  it('has at each version the form that was released', () => {
    const versions = migrations.map(({ version }) => version);
    expect(versions.map(String)).toEqual(Object.keys(forms));
    expect(versions.every((version) => version % 10 === 0)).toBe(true);
    for (const version of versions) {
      const db = at(migrations, version);
      expect(formOf(db), `version ${version}`).toEqual(forms[version]);
      expect(versionOf(db)).toBe(version);
    }
  });

  it('comes to the same form from whatever version, and stays there', () => {
    const newest = migrations.at(-1)?.version ?? 0;
    for (const { version } of migrations) {
      const db = at(migrations, version);
      expect(migrate(db, migrations)).toBe(version);
      expect(migrate(db, migrations)).toBe(newest);
      expect(formOf(db)).toEqual(forms[newest]);
    }
  });

  it('is refused when a newer program made it, and left as it is', () => {
    const newest = at(migrations, 1_000);
    newest.setVersion(9_990);
    expect(() => migrate(newest, migrations)).toThrow(expect.objectContaining({ code: 'newer-version' }));
    expect(versionOf(newest)).toBe(9_990);
  });
});

describe('ledger.db from version 10 to the newest', () => {
  it('keeps every draft, command, setting and what was kept aside', () => {
    const db = at(ledgerMigrations, 10);
    db.run(sql`INSERT INTO draft VALUES ('c1', 'lin', 'reply', '您好', '[]', 7)`);
    db.run(sql`INSERT INTO outbox VALUES ('cmd-1', 'c1', 'lin', '[{"id":"e1"}]', 4, 'queued', NULL, 8)`);
    db.run(sql`INSERT INTO outbox VALUES ('cmd-2', 'c1', 'lin', '[]', 5, 'confirmed', '{}', 9)`);
    db.run(sql`INSERT INTO setting VALUES ('preferences lin', '{"theme":"dark"}')`);
    db.run(sql`INSERT INTO quarantine (came_from, fault, raw, at) VALUES ('engine', 'bad', '{}', 10), ('engine', 'bad', '{}', 11)`);
    migrate(db, ledgerMigrations);
    expect(drafts(db, 'lin')).toEqual([{ caseId: 'c1', person: 'lin', kind: 'reply', text: '您好', attachments: [], savedAt: 7, version: 1 }]);
    expect(keptWords(db, 'lin')).toEqual([]);
    expect(pendingOutbox(db).map(({ commandId }) => commandId)).toEqual(['cmd-1']);
    expect(outboxEntry(db, 'cmd-1')).toMatchObject({ events: [{ id: 'e1' }], expected: 4, answer: null, at: 8, asked: null });
    expect(outboxEntry(db, 'cmd-2')).toMatchObject({ state: 'confirmed', answer: '{}' });
    expect(setting(db, 'preferences lin')).toBe('{"theme":"dark"}');
    expect(rows(db, sql`SELECT at, digest FROM quarantine ORDER BY at`)).toEqual([
      { at: 10, digest: null },
      { at: 11, digest: null },
    ]);
    expect([auditHead(db), authenticators(db, 'lin'), failedProofs(db, 'lin')]).toEqual([null, [], null]);
    expect(appendAudit(db, { id: 'a1', kind: 'host.started' } as never).n).toBe(1);
    expect(accounts(db)).toEqual([]);
    expect(addAccount(db, anAccount, true)).toBe(true);
    expect(account(db, 'p1')).toEqual(anAccount);
    // From now on the same thing from the same place is kept once.
    for (const moment of [12, 13]) quarantine(db, 'engine', 'bad', '{}', moment);
    expect(rows(db, sql`SELECT at FROM quarantine ORDER BY at`)).toEqual([{ at: 10 }, { at: 11 }, { at: 12 }]);
  });
});

describe('cache.db from version 10 to the newest', () => {
  it('is empty, without a cursor, and fills to what a new one holds', () => {
    const db = at(cacheMigrations, 10);
    db.run(sql`INSERT INTO event VALUES (1, 'c1', '{}')`);
    db.run(sql`INSERT INTO case_row VALUES ('c1', 'q', 'open', NULL, NULL, NULL, 1, 1, 1, NULL, NULL, '{}')`);
    db.run(sql`INSERT INTO searchable VALUES (1, 'c1', NULL, 1, 'x')`);
    db.run(sql`INSERT INTO fact VALUES ('cursor', 'old')`);
    migrate(db, cacheMigrations);
    expect(Object.entries(contentsOf(db)).filter(([, held]) => held.length > 0)).toEqual([]);
    const log = randomCaseLog(51);
    new CaseProjection(db).ingest(log, 'end');
    const fresh = filledCache(log);
    open.push(fresh);
    expect(contentsOf(db)).toEqual(contentsOf(fresh));
  });

  it('of what an earlier program did not know is empty, without a cursor, and else as it was', () => {
    for (const [type, left] of [
      ['message.sent', 2],
      ['unsupported', 0],
    ] as const) {
      const db = at(cacheMigrations, 130);
      db.run(sql`INSERT INTO event (position, case_id, json) VALUES (1, 'c1', ${JSON.stringify({ type, originalType: 'message.addressed' })})`);
      db.run(sql`INSERT INTO fact VALUES ('cursor', 'old')`);
      migrate(db, cacheMigrations);
      expect(Object.values(contentsOf(db)).flat()).toHaveLength(left);
    }
  });

  it('takes the name out of the rows of cases that were erased, which say so since, and leaves the others', () => {
    const db = at(cacheMigrations, 140);
    for (const id of ['erased', 'other'])
      db.run(
        sql`INSERT INTO case_row (id, queue, status, priority, opened_at, active_at, position, json)
            VALUES (${id}, 'q', 'resolved', 1, 1, 1, 1, ${JSON.stringify({ id, contactName: '王*明', unread: 0 })})`,
      );
    db.run(sql`INSERT INTO erased_case (case_id, at, done) VALUES ('erased', 5, 1)`);
    migrate(db, cacheMigrations);
    expect(rows(db, sql`SELECT json FROM case_row ORDER BY id`).map(({ json }) => JSON.parse(json as string))).toEqual([
      { id: 'erased', contactName: null, unread: 0, erased: true },
      { id: 'other', contactName: '王*明', unread: 0 },
    ]);
  });

  it('from the version in which codes counted as amounts it is empty, without a cursor, its words included', () => {
    const db = at(cacheMigrations, 100);
    db.run(sql`INSERT INTO amount_place VALUES (35873300, 1)`);
    db.run(sql`INSERT INTO word (rowid, terms) VALUES (1, 'code')`);
    db.run(sql`INSERT INTO fact VALUES ('cursor', 'old')`);
    migrate(db, cacheMigrations);
    expect(Object.entries(contentsOf(db)).filter(([, held]) => held.length > 0)).toEqual([]);
  });
});
