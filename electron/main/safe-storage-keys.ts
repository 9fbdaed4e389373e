import type { SafeStorage } from 'electron';
import type { KeyStore, StoreTrouble } from '#electron/host/key-store.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

type Storage = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'>;

const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'dpapi' };

/** Electron has no codes for these; the words are those of libsecret, KWallet and the macOS keychain. */
const words: readonly (readonly [RegExp, StoreTrouble['code']])[] = [
  [/temporar|not running|no such interface|timed? ?out|ServiceUnknown/i, 'unavailable'],
  [/denied|cancel|dismiss|not allowed|-128\b|-25293\b/i, 'denied'],
  [/locked|unlock|interaction|-25308\b/i, 'locked'],
];

function troubleOf(cause: unknown): StoreTrouble {
  const said = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
  return { code: words.find(([word]) => word.test(said))?.[1] ?? 'refused', said };
}

async function asked<T>(work: () => Promise<T>): Promise<Result<T, StoreTrouble>> {
  try {
    return ok(await work());
  } catch (cause) {
    return fail(troubleOf(cause));
  }
}

/**
 * Electron's key storage as the operating system's key store. On Linux it falls back to a password that everybody knows
 * (`basic_text`), which counts as having none.
 */
export function safeStorageKeys(storage: Storage, platform: NodeJS.Platform, user: string): KeyStore {
  return {
    user,
    name: async () => {
      const known = names[platform];
      const available = await asked(() => storage.isAsyncEncryptionAvailable());
      if (known === undefined && storage.getSelectedStorageBackend() === 'basic_text') return fail({ code: 'plain', said: 'basic_text' });
      if (!available.ok) return available;
      if (!available.value) return fail({ code: 'unavailable', said: '' });
      if (known !== undefined) return ok(known);
      const backend = storage.getSelectedStorageBackend();
      return backend === 'unknown' ? fail({ code: 'unavailable', said: 'unknown' }) : ok(backend);
    },
    wrap: (text) => asked(() => storage.encryptStringAsync(text)),
    unwrap: (wrapped) =>
      asked(async () => {
        const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(wrapped));
        return { text: result, renew: shouldReEncrypt };
      }),
  };
}
