import { hkdfSync } from 'node:crypto';
import type { SecretBox } from '#electron/desk/step-up/secret-box.ts';
import { openBytes, sealBytes } from '#electron/engine/sealing.ts';

const IV_BYTES = 12;

/** Seals under a key of its own that comes from the data's key, so that a row of the ledger alone gives nothing away. */
export function secretBox(key: Uint8Array): SecretBox {
  const own = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), 'secrets of step-up', 32));
  return {
    seal: (bytes, bound) => {
      const { iv, data } = sealBytes(own, bytes, bound);
      return Buffer.concat([iv, data]).toString('base64');
    },
    open: (sealed, bound) => {
      const bytes = Buffer.from(sealed, 'base64');
      return openBytes(own, bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES), bound);
    },
    derive: (name) => new Uint8Array(hkdfSync('sha256', own, new Uint8Array(0), name, 20)),
  };
}
