import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import { takeDataFolder } from '#electron/host/data-folder.ts';
import { notePathOf, previousNotePathOf } from '#electron/host/key-note.ts';
import type { KeyMeans } from '#electron/host/key-source.ts';
import { KeyVault } from '#electron/host/key-vault.ts';
import { safeStorageKeys } from '#electron/main/safe-storage-keys.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import type { OutboxEntry } from '#electron/store/port.ts';
import { pendingOutbox, putOutbox, saveSetting, setting } from '#electron/store/tables/ledger-tables.ts';
import { drafts, saveDraft } from '#electron/store/tables/words-table.ts';
import type { UnlockTry } from '#shared/contract/key-schemas.ts';
import { makeRecoveryKey, RECOVERY_BYTES } from '#shared/desk/recovery-key.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import { FakeSafeStorage } from '#tests/fakes/electron.ts';
import { temporaryFolder } from '#tests/unit/host/folder-kit.ts';

export type LockedBy = 'store' | 'passphrase' | 'key-file';
export const passphrase = '正确的马 battery';
export const recoveryKey = makeRecoveryKey(Uint8Array.from({ length: RECOVERY_BYTES }, (_, index) => index * 11));
export const otherKey = makeRecoveryKey(Uint8Array.from({ length: RECOVERY_BYTES }, (_, index) => index * 13 + 1));
export const recovery = (key: string, chosen: string | null = null): UnlockTry => ({ way: 'recovery', key, passphrase: chosen });
const person = 'lin' as PersonId;

/** Everything that the ledger holds of a person's work, in one value. */
export interface Work {
  readonly drafts: readonly unknown[];
  readonly outbox: readonly OutboxEntry[];
}

/** A data folder with a real ledger in it, locked in one of the three ways, and what is around it. */
export class LockedFolder {
  readonly storage = new FakeSafeStorage();
  readonly home = temporaryFolder();
  readonly path = path.join(this.home, 'data/desk');
  readonly by: LockedBy;
  user = 'zhou';
  now = Date.parse('2026-11-29T12:00:00Z');
  #vault: KeyVault | null = null;

  constructor(by: LockedBy) {
    this.by = by;
    mkdirSync(path.dirname(this.path), { recursive: true });
  }

  get note(): string {
    return notePathOf(this.path);
  }

  get keyHome(): string {
    return path.join(this.home, 'config/keys');
  }

  get keyFile(): string {
    return path.join(this.keyHome, readdirSync(this.keyHome)[0] ?? 'none');
  }

  get means(): KeyMeans {
    const store = this.by === 'store' ? safeStorageKeys(this.storage, 'linux', this.user) : null;
    return { passphrase: this.by === 'passphrase' ? passphrase : null, keyFile: null, keyHome: this.keyHome, store };
  }

  /** Starts as a host does; the folder is let go of with `close`. */
  async open(means: Partial<KeyMeans> = {}): Promise<KeyVault> {
    this.close();
    const taken = takeDataFolder(this.path, v7);
    if (!taken.ok) throw new Error(taken.error.message);
    const vault = new KeyVault({ folder: taken.value, means: () => ({ ...this.means, ...means }), clock: () => this.now, newId: v7 });
    this.#vault = vault;
    await vault.look();
    return vault;
  }

  close(): void {
    this.#vault?.release();
    this.#vault = null;
  }

  /** The ledger under the key that the vault has; the vault is told that it opened, as a host does. In this thread, since a worker takes longer to start than all that is done here. */
  async #ledger<T>(vault: KeyVault, use: (book: WriteDb) => T | Promise<T>): Promise<T> {
    const book = openForWriting({ file: path.join(this.path, 'ledger.db'), key: await vault.open(() => undefined), synchronous: 'FULL', logger: null });
    try {
      migrate(book, ledgerMigrations);
      await vault.settle({ setting: async (scope) => setting(book, scope), saveSetting: async (scope, value) => saveSetting(book, scope, value) });
      return await use(book);
    } finally {
      book.close();
    }
  }

  /** Writes a draft and a command on its way. */
  fill(vault: KeyVault): Promise<void> {
    const caseId = v7() as CaseId;
    return this.#ledger(vault, (book) => {
      saveDraft(book, { caseId, person, kind: 'reply', text: '您好，款项已退回。', attachments: [], savedAt: this.now });
      putOutbox(book, { commandId: v7() as CommandId, caseId, person, events: [], expected: 0, state: 'queued', answer: null, at: this.now, asked: null });
    });
  }

  work(vault: KeyVault): Promise<Work> {
    return this.#ledger(vault, (book) => ({ drafts: drafts(book, person), outbox: pendingOutbox(book) }));
  }

  /** Makes a recovery key and takes it into use, as the settings do. */
  async keepRecovery(vault: KeyVault, key: string): Promise<void> {
    await this.#ledger(vault, async () => {
      const kept = await vault.recovery.keep(key);
      if (!kept.ok) throw new Error(kept.error);
    });
  }

  /** Notes and ledger, and every key, byte for byte; without what SQLite keeps beside an open file. */
  contents(): Record<string, string> {
    const of = (folder: string) =>
      (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
        .filter((entry) => entry.isFile() && !/-(wal|shm|journal)$|^host\./.test(entry.name))
        .map((entry) => path.join(entry.parentPath, entry.name));
    return Object.fromEntries([...of(path.join(this.home, 'data')), ...of(path.join(this.home, 'config'))].map((file) => [file, readFileSync(file, 'base64')]));
  }

  /** Changes both copies of the note; answers how to put them back. */
  changeNotes(change: (text: string) => string | null): () => void {
    const saved = path.join(this.home, 'saved');
    mkdirSync(saved, { recursive: true });
    const files = [this.note, previousNotePathOf(this.path)].filter((file) => existsSync(file));
    for (const file of files) {
      cpSync(file, path.join(saved, path.basename(file)));
      const changed = change(readFileSync(file, 'utf8'));
      if (changed === null) rmSync(file);
      else writeFileSync(file, changed);
    }
    return () => {
      for (const file of files) cpSync(path.join(saved, path.basename(file)), file);
    };
  }

  /** Changes the key file; answers how to put it back. */
  changeKeyFile(change: (file: string) => void): () => void {
    const file = this.keyFile;
    const bytes = readFileSync(file);
    change(file);
    return () => {
      writeFileSync(file, bytes);
      chmodSync(file, 0o600);
    };
  }
}

/** A folder with work in it that was opened and closed. */
export async function lockedFolder(by: LockedBy): Promise<LockedFolder> {
  const folder = new LockedFolder(by);
  const vault = await folder.open();
  if (vault.lock !== null) throw new Error(vault.lock.detail);
  await folder.fill(vault);
  folder.close();
  return folder;
}

/** Opened again, the same work is there. */
export async function openedWith(folder: LockedFolder, vault: KeyVault, before: Work): Promise<void> {
  expect(vault.lock).toBeNull();
  expect(await folder.work(vault)).toEqual(before);
}
