import { rmSync } from 'node:fs';
import { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { DataKeeper, type MetDamage } from '#electron/host/keeping/data-keeper.ts';
import { adviceOn, DataFault, isRestorable } from '#electron/host/keeping/desk-files.ts';
import { metDamaged, restoreDesk, setAsideIn } from '#electron/host/keeping/restore-desk.ts';
import { settleRestorations } from '#electron/host/keeping/settle-restorations.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { OpenFault } from '#electron/sqlite/open-fault.ts';
import type { RunWorker } from '#electron/sqlite/run-worker.ts';
import type { Restored } from '#electron/store/port.ts';
import type { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { StorageHealth } from '#shared/desk/storage-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Options {
  /** Null: everything is in memory, and nothing is to be looked after. */
  readonly folder: string | null;
  readonly key: Uint8Array;
  /** Whether the desk's log lies in the folder. */
  readonly engineHere: boolean;
  /** Whether a damaged ledger or log is put back from its newest good backup; null where that cannot be asked for, and what was met damaged is gone on with. */
  readonly restore: boolean | null;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Damage was met at work in a file that nothing can rebuild: in one line, with what can be done. */
  readonly onDamage: (line: string) => void;
  readonly runApart?: RunWorker;
}

function damageLine({ file, detail, backedUp }: MetDamage, restorable: boolean): string {
  const advice = !backedUp ? '; there is no backup of it' : restorable ? '; finish what you are writing, then start with --restore' : '';
  return `${file}: damaged: ${detail}; what can be read goes on being read${advice}`;
}

/** The files of a desk's folder from before they are opened until after they are closed: put back where that was asked for, looked through, backed up. */
export class KeptFolder {
  readonly storage: Topic<StorageHealth>;
  readonly #options: Options;
  readonly #keeper: DataKeeper | null;
  #restored: readonly Restored[] = [];

  constructor(options: Options) {
    this.#options = options;
    const { folder } = options;
    const onDamage = (damage: MetDamage) => options.onDamage(damageLine(damage, options.restore !== null));
    this.#keeper = folder === null ? null : new DataKeeper({ ...options, folder, setTimer, clearTimer, onDamage });
    this.storage = this.#keeper?.health ?? new Topic<StorageHealth>({ files: [], restorations: [] });
  }

  /** What was put back at this start. */
  get restored(): readonly Restored[] {
    return this.#restored;
  }

  /** Throws a DataFault where something was to be put back and could not be, and of a file that was met damaged and has a backup. */
  start(): void {
    const { folder, key, engineHere, restore, clock } = this.#options;
    if (folder !== null && restore) {
      const restored = restoreDesk({ folder, key, engineHere, now: clock() });
      if (!restored.ok) throw new DataFault(restored.error);
      this.#restored = restored.value;
    }
    const fault = folder === null || restore !== false ? null : metDamaged({ folder, key, engineHere });
    if (fault) throw fault;
    this.#keeper?.start();
  }

  /** Ledger and log are open: ends what a restore left open; see `settleRestorations`. */
  settle({ restored, ledger }: SqliteStore, engine: QueueEngine): Promise<Instant | null> {
    return settleRestorations({ restored, ledger, engine, logger: this.#options.logger });
  }

  /** All is open. */
  async watch(store: SqliteStore): Promise<void> {
    const restorations = await store.restored.restorations();
    await this.#keeper?.watch({ ledger: store.ledger, restorations, onCacheDamage: () => store.cacheDamaged() });
  }

  /** A call met a fault of a file that is open. */
  readonly met = (fault: OpenFault): void => this.#keeper?.met(fault);

  /** Something was erased that the older backups still hold, and the keys to it; so may the damaged files that a restore set aside. */
  async replaceBackups(): Promise<void> {
    const { folder } = this.#options;
    await this.#keeper?.replaceBackups();
    if (folder !== null) rmSync(setAsideIn(folder), { recursive: true, force: true });
  }

  /** The files are about to be closed. */
  async rest(): Promise<void> {
    await this.#keeper?.rest();
  }

  /** They are closed. */
  async stop(): Promise<void> {
    await this.#keeper?.stop();
  }

  /** Why the desk could not be opened: of a damaged file with what can be done. */
  explain(cause: unknown): unknown {
    const { folder, key } = this.#options;
    return folder !== null && isRestorable(cause) ? adviceOn(cause, folder, key) : cause;
  }
}
