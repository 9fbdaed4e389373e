import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { auditLink } from '#electron/store/port.ts';
import { appendAudit, auditRows } from '#electron/store/tables/audit-table.ts';
import { auditKind, type NewAuditEntry } from '#shared/desk/audit.ts';
import { type AuditRow, ChainCheck, type ChainFault, canonicalJson, NO_HASH, type PublishedHead } from '#shared/desk/audit-chain.ts';

const people = ['agent-lin', 'agent-zhao', 'supervisor-he'];

/** An entry of a made-up day; the same numbers give the same. */
function entryOf(index: number, random: () => number): NewAuditEntry {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  return {
    id: `entry-${index}-${Math.floor(random() * 1e9)}`,
    at: 1_790_000_000_000 + index * 1_000,
    ticks: index * 1_000,
    actor: { kind: 'agent', id: pick(people) },
    kind: pick(auditKind.options),
    caseId: `case-${Math.floor(random() * 20)}` as NewAuditEntry['caseId'],
    customer: `C10000${Math.floor(random() * 9)}` as NewAuditEntry['customer'],
    fields: [pick(['phone', 'card', 'account'])],
    reason: pick(['verify', 'trace', null]),
    words: random() < 0.5 ? null : { iv: 'aXY=', data: Buffer.from(String(random())).toString('base64') },
    outcome: pick(['done', 'refused', 'failed'] as const),
    facts: { hits: Math.floor(random() * 9) },
  };
}

/** A ledger with an audit whose head was published on the way and at its end, as when the program ends. */
export interface Chain {
  readonly db: WriteDb;
  readonly heads: readonly PublishedHead[];
  readonly length: number;
}

/** Makes a chain of a length, with a head every so many entries. */
export function makeChain(length: number, every: number, random: () => number): Chain {
  const db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
  migrate(db, ledgerMigrations);
  // Nobody who writes around the program is held up by its indexes.
  db.script(sql`DROP INDEX audit_actor; DROP INDEX audit_customer; DROP INDEX audit_kind; DROP INDEX audit_kind_at`);
  const heads: PublishedHead[] = [];
  db.transaction(() => {
    for (let index = 1; index <= length; index += 1) {
      const head = appendAudit(db, entryOf(index, random));
      if (index % every === 0 || index === length) heads.push({ ...head, at: index });
    }
  });
  return { db, heads, length };
}

/** Reads the chain as it lies now. */
export function checkNow({ db, heads }: Chain): ChainFault | null {
  const check = new ChainCheck(auditLink, heads);
  for (let after: number | null = null; ; ) {
    const rows = auditRows(db, after, 64);
    const last = rows.at(-1);
    if (!check.take(rows) || last === undefined || rows.length < 64) return check.end();
    after = last.n;
  }
}

const put = (db: WriteDb, { n, text, hash }: AuditRow) => db.run(sql`INSERT OR REPLACE INTO audit (n, entry, hash) VALUES (${n}, ${text}, ${hash})`);
const rowAt = (db: WriteDb, n: number): AuditRow => auditRows(db, n - 1, 1)[0] as AuditRow;

/** Hashes the chain anew from an entry on, with numbers that run on: what somebody would do who has the data's key. */
function relink(db: WriteDb, from: number): void {
  const rows = auditRows(db, from - 1, 1_000_000);
  let hash = from === 1 ? NO_HASH : rowAt(db, from - 1).hash;
  db.run(sql`DELETE FROM audit WHERE n >= ${from}`);
  for (const [index, { text }] of rows.entries()) {
    const n = from + index;
    const own = canonicalJson({ ...(JSON.parse(text) as object), n });
    hash = auditLink(hash, own);
    put(db, { n, text: own, hash });
  }
}

type Fields = Record<string, unknown>;

/** Another value of the same kind, in one field of an entry. */
function editField(db: WriteDb, n: number, random: () => number): void {
  const { text, hash } = rowAt(db, n);
  const entry = JSON.parse(text) as Fields;
  const names = Object.keys(entry).filter((name) => name !== 'n');
  const name = names[Math.floor(random() * names.length)] as string;
  const value = entry[name];
  const other =
    typeof value === 'number'
      ? value + 1
      : typeof value === 'string'
        ? `${value}x`
        : value === null
          ? 'x'
          : Array.isArray(value)
            ? [...value, 'x']
            : { ...(value as Fields), x: 1 };
  put(db, { n, text: canonicalJson({ ...entry, [name]: other }), hash });
}

/** A way to change the record; answers the first entry that is not as it was. */
type Tampering = (chain: Chain, random: () => number) => number;

const within = (random: () => number, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

/** Everything that is tried: alone, and with the rest of the chain hashed anew. */
export const tamperings: Readonly<Record<string, Tampering>> = {
  'a field edited': ({ db, length }, random) => {
    const n = within(random, 1, length);
    editField(db, n, random);
    return n;
  },
  'a field edited, its hash made anew': ({ db, length }, random) => {
    const n = within(random, 1, length - 1);
    editField(db, n, random);
    const { text } = rowAt(db, n);
    put(db, { n, text, hash: auditLink(n === 1 ? NO_HASH : rowAt(db, n - 1).hash, text) });
    return n;
  },
  'a field edited, the rest made anew': ({ db, length }, random) => {
    const n = within(random, 1, length);
    editField(db, n, random);
    relink(db, n);
    return n;
  },
  'a character of the text edited': ({ db, length }, random) => {
    const row = rowAt(db, within(random, 1, length));
    const at = within(random, 0, row.text.length - 1);
    put(db, { ...row, text: `${row.text.slice(0, at)}${row.text[at] === 'q' ? 'w' : 'q'}${row.text.slice(at + 1)}` });
    return row.n;
  },
  'a hash edited': ({ db, length }, random) => {
    const row = rowAt(db, within(random, 1, length));
    const at = within(random, 0, 63);
    put(db, { ...row, hash: `${row.hash.slice(0, at)}${row.hash[at] === '0' ? '1' : '0'}${row.hash.slice(at + 1)}` });
    return row.n;
  },
  'an entry taken out': ({ db, length }, random) => {
    const n = within(random, 1, length);
    db.run(sql`DELETE FROM audit WHERE n = ${n}`);
    return n;
  },
  'several taken out': ({ db, length }, random) => {
    const from = within(random, 1, length);
    db.run(sql`DELETE FROM audit WHERE n BETWEEN ${from} AND ${within(random, from, length)}`);
    return from;
  },
  'an entry taken out, the rest made anew': ({ db, length }, random) => {
    const n = within(random, 1, length);
    db.run(sql`DELETE FROM audit WHERE n = ${n}`);
    relink(db, n);
    return n;
  },
  'two rows swapped': ({ db, length }, random) => {
    const one = within(random, 1, length - 1);
    const other = within(random, one + 1, length);
    const [a, b] = [rowAt(db, one), rowAt(db, other)];
    put(db, { ...a, n: other });
    put(db, { ...b, n: one });
    return one;
  },
  'two entries swapped, the rest made anew': ({ db, length }, random) => {
    const one = within(random, 1, length - 1);
    const other = within(random, one + 1, length);
    const [a, b] = [rowAt(db, one), rowAt(db, other)];
    put(db, { ...a, n: other });
    put(db, { ...b, n: one });
    relink(db, one);
    return one;
  },
  'an entry moved behind the end': ({ db, length }, random) => {
    const n = within(random, 1, length - 1);
    db.run(sql`UPDATE audit SET n = ${length + within(random, 1, 50)} WHERE n = ${n}`);
    return n;
  },
  'an entry put before the first': ({ db, length }, random) => {
    put(db, { ...rowAt(db, within(random, 1, length)), n: -within(random, 0, 5) });
    return 1;
  },
  'an entry doubled, the rest moved on and made anew': ({ db, length }, random) => {
    const n = within(random, 1, length - 1);
    const { text, hash } = rowAt(db, n);
    db.run(sql`UPDATE audit SET n = -n WHERE n > ${n}`);
    db.run(sql`UPDATE audit SET n = 1 - n WHERE n < 0`);
    put(db, { n: n + 1, text, hash });
    relink(db, n + 1);
    return n + 1;
  },
  'a row of another chain': (chain, random) => {
    const other = makeChain(chain.length, chain.length, random);
    const n = within(random, 1, chain.length);
    put(chain.db, rowAt(other.db, n));
    other.db.close();
    return n;
  },
  'another chain': (chain, random) => {
    const other = makeChain(chain.length + within(random, 0, 3), chain.length, random);
    chain.db.run(sql`DELETE FROM audit`);
    for (const row of auditRows(other.db, null, 1_000_000)) put(chain.db, row);
    other.db.close();
    return 1;
  },
  'the tail cut': ({ db, length }, random) => {
    const from = within(random, 1, length);
    db.run(sql`DELETE FROM audit WHERE n >= ${from}`);
    return from;
  },
  'the tail cut to a published head': ({ db, heads }, random) => {
    const { n } = heads[within(random, 0, heads.length - 2)] as PublishedHead;
    db.run(sql`DELETE FROM audit WHERE n > ${n}`);
    return n + 1;
  },
  'the tail cut and written anew': ({ db, length }, random) => {
    const from = within(random, 1, length);
    db.run(sql`DELETE FROM audit WHERE n >= ${from}`);
    for (let left = within(random, length - from + 1, length - from + 4); left > 0; left -= 1) appendAudit(db, entryOf(length + left, random));
    return from;
  },
  'the clock of an entry set back': ({ db, length }, random) => {
    const row = rowAt(db, within(random, 1, length));
    const entry = JSON.parse(row.text) as Fields;
    put(db, { ...row, text: canonicalJson({ ...entry, at: Number(entry.at) - 60_000 }) });
    relink(db, row.n);
    return row.n;
  },
};

class Undo extends Error {}

/** What was found of one tampering; the chain is as before when this returns. `first` is the first entry that was changed. */
export function tamperOnce(
  chain: Chain,
  tamper: Tampering,
  random: () => number,
): { readonly first: number; readonly fault: ChainFault | null; readonly changed: boolean } {
  const { db } = chain;
  const before = JSON.stringify(auditRows(db, null, 1_000_000));
  let found: { first: number; fault: ChainFault | null; changed: boolean } | null = null;
  try {
    db.transaction(() => {
      const first = tamper(chain, random);
      found = { first, fault: checkNow(chain), changed: JSON.stringify(auditRows(db, null, 1_000_000)) !== before };
      throw new Undo();
    });
  } catch (cause) {
    if (!(cause instanceof Undo)) throw cause;
  }
  if (found === null) throw new Error('the tampering was not tried');
  return found;
}

/** Whether a fault that was found says no entry is good that was changed, and so names the right place. */
export const names = (first: number, fault: ChainFault | null): boolean => fault !== null && fault.good < first;
