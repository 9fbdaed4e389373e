import { randomBytes, randomInt } from 'node:crypto';
import type { KeyRecord } from '#electron/desk/trail/key-record.ts';
import type { FolderRecovery } from '#electron/host/host-keys.ts';
import type { RecoveryRefusal, RecoveryState } from '#shared/contract/key-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import { isRecoveryGroup, makeRecoveryKey, RECOVERY_BYTES, RECOVERY_GROUPS } from '#shared/desk/recovery-key.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly demo: boolean;
  /** Null where no key is kept. */
  readonly folder: FolderRecovery | null;
  readonly record: KeyRecord;
}

interface Made {
  readonly key: string;
  /** The group that proves that it was written down. */
  readonly ask: number;
}

/**
 * Makes a folder's recovery key: shown once, and in force only when a part of it was typed again, so that nobody is left
 * with a key that was never kept; until then the one before it stays good.
 */
export class RecoveryDesk {
  readonly #options: Options;
  /** By session. */
  readonly #made = new Map<string, Made>();

  constructor(options: Options) {
    this.#options = options;
  }

  async state(): Promise<RecoveryState> {
    const { folder, record } = this.#options;
    const offered = this.#offered();
    if (offered !== 'yes' || folder === null) return { offered, madeAt: null, noteOlder: false, record: [] };
    return { offered, madeAt: folder.madeAt(), noteOlder: folder.noteOlder(), record: await record.read() };
  }

  /** A new key, for whoever works in the session to keep. */
  make(sessionId: string): Result<Made, RecoveryRefusal> {
    if (this.#offered() !== 'yes') return fail('not-offered');
    const made = { key: makeRecoveryKey(randomBytes(RECOVERY_BYTES)), ask: randomInt(RECOVERY_GROUPS) + 1 };
    this.#made.set(sessionId, made);
    return ok(made);
  }

  /** Takes the key into use that the session was shown; it is on record first. Rejects where that cannot be. */
  async keep(sessionId: string, person: Person, typed: string): Promise<Result<null, RecoveryRefusal>> {
    const { folder, record } = this.#options;
    const made = this.#made.get(sessionId);
    if (folder === null || this.#offered() !== 'yes') return fail('not-offered');
    if (!made) return fail('nothing-made');
    if (!isRecoveryGroup(made.key, made.ask, typed)) return fail('group-differs');
    await record.note({ kind: person.role, id: person.id }, 'made');
    const kept = await folder.keep(made.key);
    if (kept.ok) this.#made.delete(sessionId);
    return kept;
  }

  /** A session that ends leaves no key behind. */
  drop(sessionId: string): void {
    this.#made.delete(sessionId);
  }

  #offered(): RecoveryState['offered'] {
    const { demo, folder } = this.#options;
    if (folder === null) return 'memory';
    return demo ? 'demo' : 'yes';
  }
}
