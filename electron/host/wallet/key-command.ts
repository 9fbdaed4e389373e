import { writeSecret } from '#electron/host/wallet/wallet-files.ts';
import { freshPrivateKey, pemSigner } from '#electron/wallet/proof-keys.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Writes a fresh key that a desk signs its proofs with; answers the public one, for the wallet to know the desk by. */
export function runKey(file: string): Result<string, string> {
  const pem = freshPrivateKey();
  const written = writeSecret(file, pem);
  return written.ok ? ok(pemSigner(pem).publicKey) : fail(written.error);
}
