import { createHmac, hkdfSync } from 'node:crypto';
import { normalise } from '#shared/wallet/masking.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

/** Makes the hash by which one value is recognised without being shown: HMAC-SHA-256 of its normalised form, under a key of its own purpose. */
export function keyedHasher(key: Uint8Array, purpose: string): (kind: SensitiveKind, raw: string) => Uint8Array {
  const own = Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), purpose, 32));
  return (kind, raw) =>
    createHmac('sha256', own)
      .update(`${kind}\u0000${normalise(kind, raw)}`)
      .digest();
}
