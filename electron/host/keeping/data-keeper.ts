import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Topic } from '#electron/desk/topic.ts';
import { forgetDamage, isNotedDamaged, noteDamage } from '#electron/host/keeping/damage-note.ts';
import { backupFolderOf, isHealed } from '#electron/host/keeping/desk-files.ts';
import { type Backup, backupsOf, dropUnfinished, GENERATIONS } from '#electron/sqlite/backups.ts';
import { readMark } from '#electron/sqlite/high-water-mark.ts';
import type { KeeperHandlers } from '#electron/sqlite/keeper-worker.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { wasInUse } from '#electron/sqlite/open-marked.ts';
import { inProcess } from '#electron/sqlite/run-in-process.ts';
import type { RunWorker } from '#electron/sqlite/run-worker.ts';
import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import type { Ledger, RestorationRecord } from '#electron/store/port.ts';
import type { StorageHealth, StoredFile } from '#shared/desk/storage-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

/*
 * How long a stop may take. A backup takes as long as its file is large: of 400 MB half a minute, on a busy machine of two
 * cores. Whoever ends the program waits for it, and a system that shuts down kills what keeps it waiting. So a stop makes
 * those backups that take a moment, and of a large log none: it is backed up every hour, and what was written after the
 * newest one a minute after the next start, while people work. Until then those changes stand in the log alone, as
 * everything does between two hours; the settings say so. Copying only what changed was weighed: SQLite's own backup
 * begins again at every write, and a copy of pages beside the log would be a format of our own in the one place where
 * nothing may be clever.
 */

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
/** A start is not the moment to read whole files. */
const FIRST = 60_000;
/** A stop makes no backup of a file larger than this, in bytes. */
const LARGE = 128 * 1024 * 1024;
/** What a stop gives its backups together, in ms: a slow disk is not waited for either. */
const LAST = 30_000;

type FileHealth = StorageHealth['files'][number];

export interface MetDamage {
  readonly file: string;
  readonly detail: string;
  /** Whether there is a backup that could take its place. */
  readonly backedUp: boolean;
}

interface Options {
  readonly folder: string;
  readonly key: Uint8Array;
  /** Whether the desk's log lies in the folder. */
  readonly engineHere: boolean;
  readonly clock: Clock;
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
  /** Damage was met in a file that nothing can rebuild; told once. */
  readonly onDamage: (damage: MetDamage) => void;
  /** What runs the reading of whole files, to be ended in the middle of it; a process of Node's unless said. */
  readonly runApart?: RunWorker;
}

interface Kept {
  readonly ledger: Pick<Ledger, 'setting' | 'saveSetting'>;
  readonly restorations: readonly RestorationRecord[];
  /** The cache is damaged, to be rebuilt. */
  readonly onCacheDamage: () => Promise<void>;
}

const CHECKED = 'storage.checked';
/** A file beside the backups while they are to be replaced, so that a stop in between does not leave what was erased in them. */
const REPLACING = 'replacing';

/**
 * Looks after the databases of a folder while others work with them: backups hourly and at the end, and a look through
 * each file after an end without a stop and once a week, one after another in a process that lives as long as its task.
 * To be started before the files are opened, at rest before they are closed, and stopped after that. What is due is told by how long the
 * program runs; a clock that went back makes a backup or a look due at once, and never late.
 */
export class DataKeeper {
  readonly health: Topic<StorageHealth>;
  readonly #options: Options;
  #unclean: readonly StoredFile[] = [];
  #behind: readonly StoredFile[] = [];
  #kept: Kept | null = null;
  #checked: Partial<Record<StoredFile, number>> = {};
  #line: Promise<void> = Promise.resolve();
  #worker: WorkerClient<KeeperHandlers> | null = null;
  #timer: unknown = null;
  #stopped = false;
  #givenUp = false;

  constructor(options: Options) {
    this.#options = options;
    const files: StoredFile[] = ['cache.db', 'ledger.db', ...(options.engineHere ? (['engine.db'] as const) : [])];
    this.health = new Topic<StorageHealth>({
      files: files.map((file) => ({ file, checkedAt: null, damage: null, backedUpAt: this.#newest(file)?.at ?? null, behind: false, backupFault: null })),
      restorations: [],
    });
  }

  /** Notes which files were left by an end without a stop or were met damaged, and which hold more than their newest backup. */
  start(): void {
    this.#unclean = this.#files.filter((file) => wasInUse(this.#at(file)) || isNotedDamaged(this.#at(file)));
    this.#behind = this.#backedUp.filter((file) => this.#isAhead(file));
  }

  /** All is open: looks at what is due, and begins the hours. */
  async watch(kept: Kept): Promise<void> {
    this.#kept = kept;
    this.#checked = JSON.parse((await kept.ledger.setting(CHECKED)) ?? '{}') as Partial<Record<StoredFile, number>>;
    const restorations = kept.restorations.map(({ settled, number: _number, ...rest }) => ({
      ...rest,
      unknown: settled?.unknown ?? null,
      again: settled?.again ?? null,
    }));
    const known = this.health.value.files.map((one) => ({ ...one, checkedAt: this.#checkedAt(one.file), behind: this.#behind.includes(one.file) }));
    this.health.set({ files: known, restorations });
    if (this.#replacing) void this.#soon(() => this.#backUpAll());
    for (const file of this.#files) if (this.#unclean.includes(file) || this.#isDue(this.#checked[file], WEEK)) void this.#soon(() => this.#check(file));
    const soon = this.#behind.length > 0 || this.#backedUp.some((file) => this.#isDue(this.#newest(file)?.at, HOUR));
    this.#again(soon ? FIRST : HOUR);
  }

  /** Backups of what changed, each of which leaves none older: after something was erased, which the older ones still hold. Rejects where one could not be made; it is tried again every hour and at the next start. */
  async replaceBackups(): Promise<void> {
    mkdirSync(backupFolderOf(this.#options.folder), { recursive: true, mode: 0o700 });
    writeFileSync(this.#sign, '', { flush: true });
    await this.#soon(() => this.#backUpAll());
    if (this.#replacing) throw new Error('the backups that hold what was erased could not be replaced yet');
  }

  async #backUpAll(files = this.#backedUp): Promise<void> {
    const keep = this.#replacing ? 1 : GENERATIONS;
    let all = files.length === this.#backedUp.length;
    for (const file of files) all = !this.#givenUp && (await this.#backUp(file, keep)) && all;
    if (all) rmSync(this.#sign, { force: true });
  }

  get #sign(): string {
    return path.join(backupFolderOf(this.#options.folder), REPLACING);
  }

  get #replacing(): boolean {
    return existsSync(this.#sign);
  }

  /** Whoever works with a file met a fault of it: damage of ledger or log is told and noted as that of a reading through is. */
  met(fault: OpenFault): void {
    const file = this.#backedUp.find((one) => one === path.basename(fault.file));
    if (file !== undefined && isHealed(fault)) this.#damaged(file, fault.detail);
  }

  /** Fulfilled when nothing is under way. */
  async idle(): Promise<void> {
    await this.#line;
  }

  /** The files are about to be closed: a look that is under way is given up, and nothing begun any more. */
  async rest(): Promise<void> {
    this.#stopped = true;
    this.#options.clearTimer(this.#timer);
    this.#givenUp = this.#worker !== null;
    this.#worker?.abandon();
    await this.#line;
    this.#givenUp = false;
  }

  /** Makes the last backups, of files that are closed by now, as far as that takes a moment; the next start makes the others. */
  async stop(): Promise<void> {
    await this.rest();
    if (this.#kept === null) return;
    const timer = this.#options.setTimer(() => {
      this.#givenUp = true;
      this.#worker?.abandon();
    }, LAST);
    await this.#backUpAll(this.#backedUp.filter((file) => (statSync(this.#at(file), { throwIfNoEntry: false })?.size ?? 0) <= LARGE));
    this.#options.clearTimer(timer);
    for (const file of this.#backedUp)
      if (this.#isAhead(file) && !this.#isDamaged(file))
        this.#options.logger.info('stop: what changed since the newest backup is backed up after the next start', { file });
  }

  #isAhead(file: StoredFile): boolean {
    return readMark(this.#at(file)) > (this.#newest(file)?.commits ?? 0);
  }

  get #files(): readonly StoredFile[] {
    return this.health.value.files.map(({ file }) => file);
  }

  /** The cache is rebuilt, never restored. */
  get #backedUp(): readonly StoredFile[] {
    return this.#files.filter((file) => file !== 'cache.db');
  }

  #at(file: StoredFile): string {
    return path.join(this.#options.folder, file);
  }

  /** The newest backup; none of the cache. */
  #newest(file: StoredFile): Backup | undefined {
    return file === 'cache.db' ? undefined : backupsOf({ file: this.#at(file), into: backupFolderOf(this.#options.folder) })[0];
  }

  #checkedAt(file: StoredFile): FileHealth['checkedAt'] {
    return (this.#checked[file] as FileHealth['checkedAt'] | undefined) ?? null;
  }

  #isDue(last: number | undefined, every: number): boolean {
    const now = this.#options.clock();
    return last === undefined || last > now || now - last >= every;
  }

  #again(ms: number): void {
    if (this.#stopped) return;
    this.#timer = this.#options.setTimer(() => {
      void this.#soon(async () => {
        await this.#backUpAll();
        for (const file of this.#files) if (this.#isDue(this.#checked[file], WEEK)) await this.#check(file);
      }).then(() => this.#again(HOUR));
    }, ms);
  }

  #soon(task: () => Promise<void>): Promise<void> {
    const run = this.#line
      .then(() => (this.#stopped ? undefined : task()))
      .catch((cause: unknown) => this.#options.logger.error('keep: failed', { cause: String(cause) }));
    this.#line = run;
    return run;
  }

  async #apart<T>(work: (worker: WorkerClient<KeeperHandlers>) => Promise<T>): Promise<T> {
    const { key, logger, runApart: run = inProcess } = this.#options;
    const worker = new WorkerClient<KeeperHandlers>({ url: workerUrl('sqlite/keeper-worker'), data: { key }, name: 'keeper', logger, run });
    this.#worker = worker;
    try {
      await worker.start();
      return await work(worker);
    } finally {
      this.#worker = null;
      await worker.stop();
    }
  }

  #tell(file: StoredFile, change: Partial<FileHealth>): void {
    const { files, restorations } = this.health.value;
    this.health.set({ files: files.map((one) => (one.file === file ? { ...one, ...change } : one)), restorations });
  }

  async #check(file: StoredFile): Promise<void> {
    const { clock, logger } = this.#options;
    const began = performance.now();
    let damage: string | null;
    try {
      damage = await this.#apart((worker) => worker.call('check', this.#at(file)));
    } catch (cause) {
      if (this.#stopped) return;
      // A disk that cannot be read now says nothing of the file.
      if (!(cause instanceof OpenFault) || (file !== 'cache.db' && !isHealed(cause))) throw cause;
      // A cache that was made anew meanwhile is another file than the one that was looked at.
      damage = cause.detail;
    }
    if (this.#stopped) return;
    logger.info('check: read through', { file, ms: Math.round(performance.now() - began), damage });
    const at = clock();
    this.#checked = { ...this.#checked, [file]: at };
    this.#tell(file, { checkedAt: at });
    if (damage === null) this.#whole(file);
    else if (file === 'cache.db') await this.#kept?.onCacheDamage();
    else this.#damaged(file, damage);
    await this.#kept?.ledger.saveSetting(CHECKED, JSON.stringify(this.#checked));
  }

  /** The file is not believed at the next start, even where opening it meets nothing. */
  #damaged(file: StoredFile, detail: string): void {
    const known = this.#isDamaged(file);
    // Each call that meets it comes here: whoever watches is told once.
    if (!known) this.#tell(file, { damage: detail });
    try {
      if (!isNotedDamaged(this.#at(file))) noteDamage(this.#at(file), detail);
    } catch (cause) {
      this.#options.logger.error('damage: could not be noted, the next time it is met it is tried again', { file, cause: String(cause) });
    }
    if (!known) this.#options.onDamage({ file: this.#at(file), detail, backedUp: this.#newest(file) !== undefined });
  }

  #isDamaged(file: StoredFile): boolean {
    return this.health.value.files.some((one) => one.file === file && one.damage !== null);
  }

  #whole(file: StoredFile): void {
    this.#tell(file, { damage: null });
    forgetDamage(this.#at(file));
  }

  /** False where it could not be made. */
  async #backUp(file: StoredFile, keep: number): Promise<boolean> {
    const { clock, logger } = this.#options;
    const began = performance.now();
    try {
      const made = await this.#apart((worker) => worker.call('backUp', this.#at(file), backupFolderOf(this.#options.folder), clock(), keep));
      if (made !== 'unchanged') logger.info('backUp: made', { file, ms: Math.round(performance.now() - began), commits: made.commits });
      this.#tell(file, { backedUpAt: this.#newest(file)?.at ?? null, behind: false, backupFault: null });
      return true;
    } catch (cause) {
      if (this.#givenUp) {
        // The next one would remove it too, but that may be an hour away, and it may be as large as the file.
        dropUnfinished({ file: this.#at(file), into: backupFolderOf(this.#options.folder) });
        return false;
      }
      const fault = cause instanceof OpenFault ? cause : null;
      const damaged = fault !== null && isHealed(fault);
      // Damage is told once, by its own line.
      logger[damaged ? 'warn' : 'error']('backUp: could not be made, the older ones stay', { file, cause: String(cause) });
      if (damaged) this.#damaged(file, fault.detail);
      this.#tell(file, { backupFault: { at: clock(), full: fault?.code === 'full', detail: fault?.detail ?? String(cause) } });
      return false;
    }
  }
}
