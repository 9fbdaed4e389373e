import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type DataFolder, takeDataFolder } from '#electron/host/data-folder.ts';
import { holdsData, opensData } from '#electron/host/held-data.ts';
import type { FolderRecovery, HostKeys } from '#electron/host/host-keys.ts';
import {
  type DataKey,
  type KeyFault,
  type KeyNote,
  notePathOf,
  type ReadNote,
  readKeyNotes,
  rewriteNote,
  settleKeyNote,
  writeWhole,
} from '#electron/host/key-note.ts';
import { type FoundKey, findKey, KEY_BYTES, type KeyMeans, keyFileOf } from '#electron/host/key-source.ts';
import { makeFolder } from '#electron/host/make-folder.ts';
import { openByRecovery, sealForPassphrase, sealForRecovery } from '#electron/host/sealed-key.ts';
import { wrapKey } from '#electron/host/wrapped-key.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { KeyLock, KeyWay, UnlockRefusal, UnlockTry } from '#shared/contract/key-schemas.ts';
import { readRecoveryKey } from '#shared/desk/recovery-key.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/*
 * A key that cannot be had is a screen, in each edition alike, and no end of the program: its way out is a passphrase, a
 * recovery key or an unlocked keyring, and a person gives those to a page more easily than to a terminal. Whoever starts
 * the program from a script reads the fault on stderr. What stops a start with exit code 1 is a fresh folder whose key
 * cannot be made as the configuration says, since there is nothing in it to be unlocked.
 */

interface Options {
  readonly folder: DataFolder;
  /** Asked at each look, since a file that was named may have been put right meanwhile. */
  readonly means: () => KeyMeans;
  readonly clock: Clock;
  readonly newId: () => string;
}

type Refused = Result<never, UnlockRefusal>;

/** The newest note that the ledger has seen. */
const SEEN = 'key.generation';

/** Has a folder and its key: looks for it, says what stands in its way, takes what a person gives instead, keeps a recovery key. */
export class KeyVault implements HostKeys {
  readonly #options: Options;
  readonly #opened = Promise.withResolvers<Uint8Array>();
  #folder: DataFolder;
  #found: FoundKey | null = null;
  #byRecovery = false;
  #seen = 0;
  #ledger: Pick<Ledger, 'saveSetting'> | null = null;
  #lock: KeyLock | null = null;
  #onLocked: (lock: KeyLock) => void = () => undefined;
  #trying: Promise<unknown> = Promise.resolve();
  /** What has a file of the folder open lets go of it before the folder is moved. */
  beforeMove: () => void = () => undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#folder = options.folder;
  }

  get folder(): string {
    return this.#folder.path;
  }

  /** What stands in the way; null once the key is there. */
  get lock(): KeyLock | null {
    return this.#lock;
  }

  get key(): DataKey | null {
    return this.#found;
  }

  /** Lets the folder go. */
  release(): void {
    this.#folder.release();
  }

  /** Looks for the key by the means that the host was started with. */
  look(): Promise<Result<FoundKey, KeyFault>> {
    return this.#look(this.#options.means());
  }

  /** Whether there is anything that a key could be missing for, or a key store that may think better of it. */
  canBeUnlocked(fault: KeyFault): boolean {
    return fault.code.startsWith('store-') || holdsData(this.folder) || existsSync(notePathOf(this.folder)) || readKeyNotes(this.folder).notes.length > 0;
  }

  source(): ReturnType<HostKeys['source']> {
    return this.#found?.source ?? null;
  }

  async open(onLocked: (lock: KeyLock) => void): Promise<Uint8Array> {
    this.#onLocked = onLocked;
    if (this.#lock !== null) onLocked(this.#lock);
    else if (this.#found === null) await this.look();
    return this.#opened.promise;
  }

  /** One try after the other, whoever makes it. */
  unlock(wish: UnlockTry): ReturnType<HostKeys['unlock']> {
    const trying = this.#trying.then(() => (this.#found === null ? this.#try(wish) : ok({ aside: null })));
    this.#trying = trying.catch(() => undefined);
    return trying;
  }

  async settle(ledger: Pick<Ledger, 'setting' | 'saveSetting'>): Promise<void> {
    if (this.#found === null) return;
    this.#ledger = ledger;
    this.#seen = Number((await ledger.setting(SEEN)) ?? 0);
    const { generation } = this.#found.note.note;
    if (generation > this.#seen) await ledger.saveSetting(SEEN, String(generation));
    settleKeyNote(this.folder, this.#found.note);
  }

  readonly recovery: FolderRecovery = {
    folderId: () => this.#folder.id,
    madeAt: () => this.#found?.note.note.recovery?.madeAt ?? null,
    used: () => this.#byRecovery,
    noteOlder: () => (this.#found?.note.note.generation ?? 0) < this.#seen,
    keep: (recoveryKey) => this.#keepRecovery(recoveryKey),
  };

  async #look(means: KeyMeans): Promise<Result<FoundKey, KeyFault>> {
    const found = await findKey(this.#folder, means);
    if (found.ok) this.#open(found.value);
    else {
      this.#lock = this.#lockOf(found.error);
      this.#onLocked(this.#lock);
    }
    return found;
  }

  #open(found: FoundKey): void {
    this.#found = found;
    this.#lock = null;
    this.#opened.resolve(found.key);
  }

  #lockOf({ code, message }: KeyFault): KeyLock {
    const notes = readKeyNotes(this.folder).notes.map(({ note }) => note);
    const byPassphrase = notes.some(({ salt }) => salt !== undefined);
    const byFile = !byPassphrase && !notes.some(({ wrapped }) => wrapped);
    const ways: readonly (readonly [KeyWay, boolean])[] = [
      ['again', true],
      ['passphrase', byPassphrase],
      ['key-file', byFile && code !== 'note-newer'],
      ['recovery', notes.some(({ recovery }) => recovery)],
      // What a newer program locked is opened by that one.
      ['aside', code !== 'note-newer'],
    ];
    return {
      code,
      detail: message,
      folder: this.folder,
      keyFile: byFile ? keyFileOf(this.#folder, this.#options.means()) : null,
      ways: ways.flatMap(([way, can]) => (can ? [way] : [])),
      byPassphrase,
    };
  }

  async #try(wish: UnlockTry): ReturnType<HostKeys['unlock']> {
    const means = this.#options.means();
    switch (wish.way) {
      case 'again':
        return this.#told(await this.#look(means));
      case 'passphrase':
        return this.#told(await this.#look({ ...means, passphrase: wish.passphrase }));
      case 'key-file':
        return this.#told(await this.#look({ ...means, passphrase: null, keyFile: path.resolve(wish.path) }));
      case 'recovery':
        return this.#recover(wish.key, wish.passphrase);
      case 'aside':
        return this.#moveAside();
    }
  }

  #told(found: Result<FoundKey, KeyFault>): Result<{ aside: null }, UnlockRefusal> {
    return found.ok ? ok({ aside: null }) : fail({ code: 'fault', fault: found.error.code, detail: found.error.message });
  }

  async #recover(typed: string, passphrase: string | null): ReturnType<HostKeys['unlock']> {
    const read = readRecoveryKey(typed);
    if (!read.ok) return fail({ ...read.error, code: `recovery-${read.error.code}` } as UnlockRefusal);
    const { notes } = readKeyNotes(this.folder);
    if (!notes.some(({ note }) => note.recovery)) return fail({ code: 'recovery-none' });
    for (const note of notes) {
      const key = openByRecovery(note.note, read.value);
      if (key === null || !opensData(this.folder, key)) continue;
      this.#byRecovery = true;
      this.#open(await this.#lockAgain(key, note, passphrase));
      return ok({ aside: null });
    }
    return fail({ code: 'recovery-wrong' });
  }

  /** Locks the data with this machine again, so that the next start asks nobody; where that cannot be done it is open for this time. */
  async #lockAgain(key: Uint8Array, read: ReadNote, passphrase: string | null): Promise<FoundKey> {
    const means = this.#options.means();
    const { note } = read;
    const opened: FoundKey = { key, source: 'recovery-key', note: read };
    const rewritten = (source: DataKey['source'], change: Partial<KeyNote>) => ({ key, source, note: rewriteNote(this.folder, read, change) });
    try {
      if (note.wrapped) {
        if (means.store === null) return opened;
        const wrapped = await wrapKey(this.folder, means.store, key);
        return wrapped.ok ? rewritten('os-key-store', { wrapped: wrapped.value }) : opened;
      }
      if (note.salt !== undefined) return passphrase === null ? opened : rewritten('passphrase', sealForPassphrase(key, passphrase));
      const file = keyFileOf(this.#folder, means);
      // What lies where the user said may be another desk's key; the console's own place is this desk's alone.
      if (existsSync(file) && means.keyFile !== null) return opened;
      makeFolder(path.dirname(file));
      if (existsSync(file)) renameSync(file, `${file}.aside`);
      writeWhole(file, key);
      return { ...opened, source: 'key-file', file };
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause) return opened;
      throw cause;
    }
  }

  /** Keeps the data as it is in a folder beside, to be opened with `--data-dir`, and begins an empty desk; where that has no key either, the data is put back. */
  async #moveAside(): ReturnType<HostKeys['unlock']> {
    const means = this.#options.means();
    const at = this.folder;
    const aside = path.join(path.dirname(at), `${path.basename(at)}-aside-${new Date(this.#options.clock()).toISOString().replaceAll(/[:.]/g, '-')}`);
    const kept = path.join(aside, path.basename(at));
    const failed = (cause: unknown): Refused => fail({ code: 'aside-failed', detail: cause instanceof Error ? cause.message : String(cause) });
    try {
      mkdirSync(aside, { mode: 0o700 });
      this.#moveFolder(() => renameSync(at, kept));
      // An empty desk has no data that a lost key could open: its file is made where the configuration wants it.
      if (means.keyFile !== null && !existsSync(means.keyFile)) {
        makeFolder(path.dirname(means.keyFile));
        writeWhole(means.keyFile, randomBytes(KEY_BYTES));
      }
      const begun = await findKey(this.#folder, means);
      if (begun.ok) {
        this.#open(begun.value);
        return ok({ aside });
      }
      this.#putBack(kept);
      return failed(begun.error.message);
    } catch (cause) {
      if (existsSync(kept)) this.#putBack(kept);
      return failed(cause);
    }
  }

  /** Lets go of the folder while it is moved; what is at its place then is taken. */
  #moveFolder(move: () => void): void {
    const at = this.folder;
    this.beforeMove();
    this.#folder.release();
    let moved: unknown = null;
    try {
      move();
    } catch (cause) {
      moved = cause;
    }
    const taken = takeDataFolder(at, this.#options.newId);
    if (!taken.ok) throw new Error(taken.error.message);
    this.#folder = taken.value;
    if (moved !== null) throw moved;
  }

  #putBack(kept: string): void {
    const at = this.folder;
    this.#moveFolder(() => {
      // Made a moment ago, and empty but for what every folder has.
      if (!holdsData(at)) rmSync(at, { recursive: true, force: true });
      renameSync(kept, at);
    });
    rmdirSync(path.dirname(kept));
  }

  async #keepRecovery(recoveryKey: string): ReturnType<FolderRecovery['keep']> {
    const found = this.#found;
    const present = readKeyNotes(this.folder).notes[0];
    if (found === null || present?.text !== found.note.text) return fail('note-changed');
    const { note } = found.note;
    const recovery = sealForRecovery(found.key, recoveryKey, this.#options.clock());
    try {
      const written = rewriteNote(this.folder, found.note, { generation: Math.max(note.generation, this.#seen), recovery });
      const [read] = readKeyNotes(this.folder).notes;
      if (!read || openByRecovery(read.note, recoveryKey) === null) return fail('not-written');
      this.#found = { ...found, note: written };
      this.#seen = written.note.generation;
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause) return fail('not-written');
      throw cause;
    }
    await this.#ledger?.saveSetting(SEEN, String(this.#seen));
    return ok(null);
  }
}
