import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import { type ProofClaims, proofText, type SignedProof } from '#shared/wallet/proof.ts';

/** The fixed head of an Ed25519 private key in DER (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The name by which a wallet finds a public key: the beginning of the SHA-256 of its DER form, in hex. */
const nameOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .slice(0, 32);

/** Signs proofs for one desk; only its host holds one. */
export interface ProofSigner {
  readonly key: string;
  /** PEM, for the wallet to know the desk by. */
  readonly publicKey: string;
  sign(claims: ProofClaims): SignedProof;
}

function signerOf(privateKey: KeyObject): ProofSigner {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('is no Ed25519 key');
  const open = createPublicKey(privateKey);
  const key = nameOf(open);
  return {
    key,
    publicKey: open.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (claims) => ({ claims, key, signature: sign(null, Buffer.from(proofText(claims)), privateKey).toString('base64url') }),
  };
}

/** A desk's signer that follows from its data key, so that nothing more has to be kept. */
export function derivedSigner(dataKey: Uint8Array): ProofSigner {
  const seed = Buffer.from(hkdfSync('sha256', dataKey, new Uint8Array(0), 'wallet proof', 32));
  return signerOf(createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' }));
}

/** A signer from a private key in PEM; throws an Error of one line for anything else. */
export function pemSigner(pem: string): ProofSigner {
  return signerOf(createPrivateKey(pem));
}

/** A fresh private key in PEM. */
export function freshPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Checks the signatures of desks by their public keys (PEM); throws for what is no Ed25519 key. */
export class ProofKeys {
  readonly #keys = new Map<string, KeyObject>();

  constructor(publicKeys: readonly string[]) {
    for (const pem of publicKeys) {
      const key = createPublicKey(pem);
      if (key.asymmetricKeyType !== 'ed25519') throw new Error('is no Ed25519 key');
      this.#keys.set(nameOf(key), key);
    }
  }

  /** Whether a desk that is known said exactly this. */
  signed({ claims, key, signature }: SignedProof): boolean {
    const known = this.#keys.get(key);
    const bytes = Buffer.from(signature, 'base64url');
    return known !== undefined && bytes.length === 64 && verify(null, Buffer.from(proofText(claims)), known, bytes);
  }
}
