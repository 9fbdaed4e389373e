import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import { instant } from '#shared/lib/time.ts';

/**
 * Why the key of a data folder cannot be had. `note` is the folder's `key.json`; `store` is the operating system's key
 * store; `data` are the databases. Each is a screen of its own.
 */
export const keyFaultCode = z.enum([
  'key-missing',
  'key-unreadable',
  'key-too-open',
  'key-wrong-length',
  'key-other',
  'other-user',
  'note-missing',
  'note-unreadable',
  'note-damaged',
  'note-newer',
  'data-other',
  'passphrase-needed',
  'passphrase-wrong',
  'store-changed',
  'store-plain',
  'store-locked',
  'store-denied',
  'store-unavailable',
  'store-refused',
  'store-elsewhere',
]);
export type KeyFaultCode = z.infer<typeof keyFaultCode>;

/** What a person can do about it. `aside`: begin an empty desk, with the data kept as it is in a folder beside. */
export const keyWay = z.enum(['again', 'passphrase', 'key-file', 'recovery', 'aside']);
export type KeyWay = z.infer<typeof keyWay>;

/** What stands in the way of the desk's data. */
export const keyLock = z.object({
  code: keyFaultCode,
  /** The fault and its place in one line, for whoever is asked for help. */
  detail: z.string(),
  folder: z.string(),
  /** Where the key file is looked for; null where the folder has none. */
  keyFile: z.string().nullable(),
  ways: z.array(keyWay),
  /** The folder is locked by a passphrase, so that a lost one may be replaced by another. */
  byPassphrase: z.boolean(),
});
export type KeyLock = z.infer<typeof keyLock>;

/** A passphrase that is chosen: long enough that guessing at scrypt's price takes years. */
export const newPassphrase = z.string().min(12).max(1_000);

/** A try to get the key. */
export const unlockTry = z.discriminatedUnion('way', [
  z.object({ way: z.literal('again') }),
  z.object({ way: z.literal('passphrase'), passphrase: z.string().min(1).max(1_000) }),
  z.object({ way: z.literal('key-file'), path: z.string().trim().min(1).max(4_000) }),
  /** Where the desk is locked by a passphrase, another may be chosen with it. */
  z.object({ way: z.literal('recovery'), key: z.string().max(500), passphrase: newPassphrase.nullable() }),
  z.object({ way: z.literal('aside') }),
]);
export type UnlockTry = z.infer<typeof unlockTry>;

/** Why a try did not get it. */
export const unlockRefusal = z.discriminatedUnion('code', [
  /** The new state is told with `host.startup` as well. */
  z.object({ code: z.literal('fault'), fault: keyFaultCode, detail: z.string() }),
  z.object({ code: z.literal('recovery-length'), signs: z.number().int() }),
  z.object({ code: z.literal('recovery-group-length'), group: z.number().int(), signs: z.number().int() }),
  z.object({ code: z.literal('recovery-sign'), group: z.number().int(), sign: z.string() }),
  z.object({ code: z.literal('recovery-typo'), group: z.number().int() }),
  /** Well formed, and not of this folder, or made before the present one. */
  z.object({ code: z.literal('recovery-wrong') }),
  z.object({ code: z.literal('recovery-none') }),
  z.object({ code: z.literal('aside-failed'), detail: z.string() }),
]);
export type UnlockRefusal = z.infer<typeof unlockRefusal>;

/** How a desk stands to its recovery key. */
export const recoveryState = z.object({
  /** A demo desk holds nothing that could be missed, and a desk in memory nothing that could be opened again. */
  offered: z.enum(['yes', 'demo', 'memory']),
  /** When the present one was made; null where there is none. */
  madeAt: instant.nullable(),
  /** The folder's note of its keys is older than the data: it was put back from a backup, and so was its recovery key. */
  noteOlder: z.boolean(),
  /** What was done with it, newest first. */
  record: z.array(z.object({ at: instant, by: actor, what: z.enum(['made', 'used']) })),
});
export type RecoveryState = z.infer<typeof recoveryState>;

/** Why a recovery key was not taken into use. */
export const recoveryRefusal = z.object({
  code: z.enum([
    'not-offered',
    /** None was made in this window, or another one since. */
    'nothing-made',
    'group-differs',
    /** Another program changed the folder's note of its keys. */
    'note-changed',
    'not-written',
  ]),
});
export type RecoveryRefusal = z.infer<typeof recoveryRefusal>['code'];
