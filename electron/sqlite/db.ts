import type Database from 'better-sqlite3-multiple-ciphers';
import { toOpenFault } from '#electron/sqlite/open-fault.ts';
import type { Query } from '#electron/sqlite/sql.ts';
import { invariant } from '#shared/lib/assert.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** Statements slower than this are named in the log. */
const SLOW_MS = 40;

/** A database handle that may only be read: what writes does not accept it. */
export class ReadDb {
  protected readonly raw: Database.Database;
  readonly file: string;
  readonly #logger: Logger | null;
  readonly #prepared = new Map<string, Database.Statement>();

  constructor(raw: Database.Database, file: string, logger: Logger | null) {
    this.raw = raw;
    this.file = file;
    this.#logger = logger;
  }

  /** All rows. */
  all<Row>(query: Query): Row[] {
    return this.timed(query, (statement) => statement.all(...query.values)) as Row[];
  }

  /** The first row, or undefined. */
  get<Row>(query: Query): Row | undefined {
    return this.timed(query, (statement) => statement.get(...query.values)) as Row | undefined;
  }

  /** Rows one by one, for results too large to hold; prepared anew, since a statement under way cannot be run again. */
  *iterate<Row>(query: Query): IterableIterator<Row> {
    try {
      yield* this.raw.prepare(query.text).iterate(...query.values) as IterableIterator<Row>;
    } catch (cause) {
      throw toOpenFault(cause, this.file);
    }
  }

  close(): void {
    this.raw.close();
  }

  protected timed<T>(query: Query, work: (statement: Database.Statement) => T): T {
    const began = performance.now();
    try {
      return work(this.statement(query.text));
    } catch (cause) {
      throw toOpenFault(cause, this.file);
    } finally {
      const took = performance.now() - began;
      if (took > SLOW_MS) this.#logger?.warn('statement: slow', { ms: Math.round(took), sql: query.text.replace(/\s+/g, ' ').slice(0, 120) });
    }
  }

  protected statement(text: string): Database.Statement {
    const known = this.#prepared.get(text);
    if (known) return known;
    const prepared = this.raw.prepare(text);
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

/** A database handle that may write. */
export class WriteDb extends ReadDb {
  /** Distinguishes the two by type, so that a reader is never passed where a writer is needed. */
  readonly writes = true;

  run(query: Query): { readonly changes: number; readonly lastId: number } {
    const done = this.timed(query, (statement) => statement.run(...query.values));
    return { changes: done.changes, lastId: Number(done.lastInsertRowid) };
  }

  /** Runs work in one immediate transaction: all of it or nothing. */
  transaction<T>(work: () => T): T {
    try {
      return this.raw.transaction(work).immediate();
    } catch (cause) {
      throw toOpenFault(cause, this.file);
    }
  }

  /** Runs statements without values, separated by semicolons: for migrations. */
  script(query: Query): void {
    invariant(query.values.length === 0, 'a script has no values');
    try {
      this.raw.exec(query.text);
    } catch (cause) {
      throw toOpenFault(cause, this.file);
    }
  }

  /** Notes the version of the file's form. */
  setVersion(version: number): void {
    this.raw.pragma(`user_version = ${Math.trunc(version)}`);
  }

  /** Moves what the write-ahead log holds into the file. */
  checkpoint(): void {
    this.raw.pragma('wal_checkpoint(TRUNCATE)');
  }
}
