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

  /** Rows one by one, for results too large to hold. */
  *iterate<Row>(query: Query): IterableIterator<Row> {
    try {
      yield* this.statement(query.text).iterate(...query.values) as IterableIterator<Row>;
    } catch (cause) {
      throw toOpenFault(cause, this.file);
    }
  }

  /** Runs what answers no rows and changes nothing here, such as a copy into another file. */
  perform(query: Query): void {
    this.timed(query, (statement) => statement.run(...query.values));
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

  /** Prepared once; anew where it is under way already, since it cannot be run twice at a time. */
  protected statement(text: string): Database.Statement {
    const known = this.#prepared.get(text);
    if (known && !known.busy) return known;
    const prepared = this.raw.prepare(text);
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

/** Counts the commits that change something, and hears of them. */
export interface CommitWatch {
  /** How many rows this connection has changed so far. */
  changes(): number;
  /** Counts the commit under way in the database itself; answers its number. */
  count(): number;
  /** The commit of this number is in the database; what it throws does not take the commit back. */
  committed(commits: number): void;
  /** The database is about to be closed. */
  closing(): void;
}

/** A database handle that may write. */
export class WriteDb extends ReadDb {
  /** Distinguishes the two by type, so that a reader is never passed where a writer is needed. */
  readonly writes = true;
  #watch: CommitWatch | null = null;

  /** From now on each commit that changes something is counted, and told before it is answered. */
  watchCommits(watch: CommitWatch): void {
    this.#watch = watch;
  }

  run(query: Query): { readonly changes: number; readonly lastId: number } {
    return this.#watch === null || this.raw.inTransaction ? this.#run(query) : this.transaction(() => this.#run(query));
  }

  #run(query: Query): { readonly changes: number; readonly lastId: number } {
    const done = this.timed(query, (statement) => statement.run(...query.values));
    return { changes: done.changes, lastId: Number(done.lastInsertRowid) };
  }

  /** Runs work in one immediate transaction: all of it or nothing. */
  transaction<T>(work: () => T): T {
    const watch = this.raw.inTransaction ? null : this.#watch;
    let counted: number | null = null;
    const done = this.#immediate(() => {
      if (watch === null) return work();
      const before = watch.changes();
      const result = work();
      if (watch.changes() !== before) counted = watch.count();
      return result;
    });
    if (counted !== null) watch?.committed(counted);
    return done;
  }

  #immediate<T>(work: () => T): T {
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

  /** Moves what the write-ahead log holds into the file: `TRUNCATE` waits for readers and empties the log, `PASSIVE` moves what no reader needs. */
  checkpoint(mode: 'TRUNCATE' | 'PASSIVE' = 'TRUNCATE'): void {
    try {
      this.raw.pragma(`wal_checkpoint(${mode})`);
    } catch (cause) {
      throw toOpenFault(cause, this.file);
    }
  }

  override close(): void {
    if (!this.raw.open) return;
    // Whoever still reads is not waited for: the last to close does the same.
    this.raw.pragma('busy_timeout = 0');
    this.#watch?.closing();
    this.#watch = null;
    super.close();
  }
}
