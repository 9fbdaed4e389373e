import { leafHash, merkleTree, rootOf } from '#electron/engine/nats/signing/merkle.ts';
import { isSignedBy, type SigningKey } from '#electron/engine/nats/signing/nkey.ts';

/**
 * How events lie in a message: one line that proves who wrote them, then their JSON.
 *
 *     1 <public nkey> <signature> <index> <count> <path>\n[{…},{…}]
 *
 * An Ed25519 signature costs a reader some 60 µs, which would be all a reader has at a few thousand events a second.
 * So what is appended together is signed together: the signature is over the root of a Merkle tree, each message brings
 * the path from its own hash to that root, and a reader checks each root once. A message alone has an empty path.
 * The hash of a message covers the desk, its subject and its bytes, so that none can be moved to another place.
 */
const FORM = '1';
const NEWLINE = 0x0a;
const DOMAIN = Buffer.from('wallet-service-console append 1\n');

/** Messages under one signature; a path has at most eight hashes. */
export const MOST_TOGETHER = 256;

export interface Unsigned {
  readonly subject: string;
  readonly body: Buffer;
}

const leafOf = (desk: string, subject: string, body: Uint8Array): Buffer => leafHash(Buffer.from(`${desk}\n${subject}\n`), body);

/** Signs messages together; the frames in the order of the messages. */
export function signFrames(key: SigningKey, desk: string, messages: readonly Unsigned[]): Buffer[] {
  const { root, paths } = merkleTree(messages.map(({ subject, body }) => leafOf(desk, subject, body)));
  const signature = key.sign(Buffer.concat([DOMAIN, root])).toString('base64url');
  const head = `${FORM} ${key.publicKey} ${signature}`;
  return messages.map(({ body }, index) => {
    const path = Buffer.concat(paths[index] ?? []).toString('base64url');
    return Buffer.concat([Buffer.from(`${head} ${index} ${messages.length} ${path}\n`), body]);
  });
}

export interface ReadFrame {
  /** Whose key signed it. */
  readonly publicKey: string;
  readonly body: Buffer;
}

/** Opens and checks frames of one desk; remembers the roots it has checked. */
export class FrameReader {
  readonly #desk: string;
  /** Root, key and signature that were found true together. */
  readonly #checked = new Set<string>();

  constructor(desk: string) {
    this.#desk = desk;
  }

  /** The body of a message with the key that signed it, or why it is not to be believed. */
  read(subject: string, data: Uint8Array): ReadFrame | { readonly fault: string } {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const end = bytes.indexOf(NEWLINE);
    if (end < 0 || end > 1_000) return { fault: 'is unsigned' };
    const [form, publicKey, signature, index, count, path] = bytes.toString('latin1', 0, end).split(' ');
    if (form !== FORM) return { fault: Number(form) > 1 ? `is of a newer form (${form})` : 'is unsigned' };
    if (publicKey === undefined || signature === undefined || path === undefined) return { fault: 'has a signature that cannot be read' };
    const many = Number(count);
    if (!(many >= 1 && many <= MOST_TOGETHER)) return { fault: 'has a signature that cannot be read' };
    const body = bytes.subarray(end + 1);
    const root = rootOf(leafOf(this.#desk, subject, body), Number(index), many, Buffer.from(path, 'base64url'));
    if (root === null || !this.#isTrue(publicKey, root, signature)) return { fault: 'has a signature that does not fit it' };
    return { publicKey, body };
  }

  #isTrue(publicKey: string, root: Buffer, signature: string): boolean {
    const name = `${publicKey}${signature}${root.toString('latin1')}`;
    if (this.#checked.has(name)) return true;
    if (!isSignedBy(publicKey, Buffer.concat([DOMAIN, root]), Buffer.from(signature, 'base64url'))) return false;
    if (this.#checked.size >= 1_000) this.#checked.clear();
    this.#checked.add(name);
    return true;
  }
}
