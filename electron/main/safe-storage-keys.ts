import type { SafeStorage } from 'electron';
import type { KeyStore } from '#electron/host/key-store.ts';

type Storage = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'>;

const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'keychain', win32: 'dpapi' };

/**
 * Electron's key storage as the operating system's key store. On Linux it falls back to a password that everybody knows
 * (`basic_text`), which counts as having none.
 */
export function safeStorageKeys(storage: Storage, platform: NodeJS.Platform): KeyStore {
  return {
    name: async () => {
      if (!(await storage.isAsyncEncryptionAvailable())) return null;
      const known = names[platform];
      if (known !== undefined) return known;
      const backend = storage.getSelectedStorageBackend();
      return backend === 'basic_text' || backend === 'unknown' ? null : backend;
    },
    wrap: (text) => storage.encryptStringAsync(text),
    unwrap: async (wrapped) => {
      const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(wrapped));
      return { text: result, renew: shouldReEncrypt };
    },
  };
}
