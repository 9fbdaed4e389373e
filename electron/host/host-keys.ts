import type { Ledger } from '#electron/store/port.ts';
import type { KeyLock, RecoveryRefusal, UnlockRefusal, UnlockTry } from '#shared/contract/key-schemas.ts';
import type { HostInfo } from '#shared/contract/schemas.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/** The recovery key of a folder, once its data is open. */
export interface FolderRecovery {
  /** The folder's own, kept for its life. */
  folderId(): string;
  madeAt(): Instant | null;
  /** Whether the data was opened by it at this start. */
  used(): boolean;
  /** Whether the folder's note is older than its data. */
  noteOlder(): boolean;
  /** Takes a recovery key, as `makeRecoveryKey` wrote it, into use in the place of the one before. */
  keep(recoveryKey: string): Promise<Result<null, Extract<RecoveryRefusal, 'note-changed' | 'not-written'>>>;
}

/** Where a host has its data key from. */
export interface HostKeys {
  /** Null while there is none yet. */
  source(): HostInfo['keySource'];
  /** Fulfilled with the key, 32 bytes; as long as something stands in its way, that is told. */
  open(onLocked: (lock: KeyLock) => void): Promise<Uint8Array>;
  /** Tries to get the key; where the data was kept aside instead, it lies in `aside`. */
  unlock(wish: UnlockTry): Promise<Result<{ readonly aside: string | null }, UnlockRefusal>>;
  /** To be called once the ledger is open: the key is the right one. */
  settle(ledger: Pick<Ledger, 'setting' | 'saveSetting'>): Promise<void>;
  /** Null where no key is kept. */
  readonly recovery: FolderRecovery | null;
}

/** A key that is there, and kept nowhere. */
export function keysInMemory(key: Uint8Array): HostKeys {
  return {
    source: () => 'memory',
    open: async () => key,
    unlock: async () => ok({ aside: null }),
    settle: async () => undefined,
    recovery: null,
  };
}
