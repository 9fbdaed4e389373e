import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's N, r and p. */
export interface Cost {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

/** 128 MiB for one look: what RFC 7914's parameters cost an attacker grows with memory, not with time alone. */
export const presentCost: Cost = { cost: 2 ** 17, blockSize: 8, parallel: 1 };

/** What a password is checked by. */
export interface Verifier extends Cost {
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
}

const LENGTH = 32;

/** A password in a form that looks the same however it was typed. */
const bytesOf = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

function derive(password: string, salt: Uint8Array, { cost, blockSize, parallel }: Cost): Promise<Buffer> {
  const options = { N: cost, r: blockSize, p: parallel, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    scrypt(bytesOf(password), salt, LENGTH, options, (cause, key) => (cause ? reject(cause) : resolve(key)));
  });
}

/** Makes what a password will be checked by, with a salt of its own. */
export async function makeVerifier(password: string, cost: Cost): Promise<Verifier> {
  const salt = randomBytes(16);
  return { ...cost, salt, verifier: await derive(password, salt, cost) };
}

/** Whether it is the password; where there is none to check by, the same work is done for nothing. */
export async function isPassword(password: string, known: Verifier | null, cost: Cost): Promise<boolean> {
  const derived = await derive(password, known?.salt ?? new Uint8Array(16), known ?? cost);
  const expected = known === null ? randomBytes(LENGTH) : Buffer.from(known.verifier);
  return timingSafeEqual(derived, expected) && known !== null;
}

/** Without signs that are taken for one another. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be used once: 16 signs in fours, about 79 bits. */
export function oneTimePassword(): string {
  const four = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return [four(), four(), four(), four()].join('-');
}
