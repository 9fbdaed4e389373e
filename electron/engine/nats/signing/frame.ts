import { KnownWays, leafHash, merkleTree, wayUp } from '#electron/engine/nats/signing/merkle.ts';
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

const leafOf = (desk: string, subject: string, body: Uint8Array) => leafHash(`${desk}\n${subject}\n`, body);

const signedOver = (root: string): Buffer => Buffer.concat([DOMAIN, Buffer.from(root, 'latin1')]);

/** Signs messages together; the frames in the order of the messages. */
export function signFrames(key: SigningKey, desk: string, messages: readonly Unsigned[]): Buffer[] {
  const { root, paths } = merkleTree(messages.map(({ subject, body }) => leafOf(desk, subject, body)));
  const signature = key.sign(signedOver(root)).toString('base64url');
  const head = `${FORM} ${key.publicKey} ${signature}`;
  return messages.map(({ body }, index) => {
    const path = Buffer.from(paths[index] ?? '', 'latin1').toString('base64url');
    const line = `${head} ${index} ${messages.length} ${path}\n`;
    const frame = Buffer.allocUnsafe(line.length + body.length);
    frame.write(line, 0, 'latin1');
    frame.set(body, line.length);
    return frame;
  });
}

export interface ReadFrame {
  /** Whose key signed it. */
  readonly publicKey: string;
  readonly body: Buffer;
}

/** Signatures whose trees are remembered: more than write at the same moment. */
const REMEMBERED = 128;

/** Opens and checks frames of one desk; remembers the roots it has checked, and the ways up to them. */
export class FrameReader {
  readonly #desk: string;
  /** By key, signature and number of messages. */
  readonly #checked = new Map<string, KnownWays>();

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
    if (!(Number.isInteger(many) && many >= 1 && many <= MOST_TOGETHER)) return { fault: 'has a signature that cannot be read' };
    const body = bytes.subarray(end + 1);
    const name = `${publicKey} ${signature} ${many}`;
    const known = this.#checked.get(name) ?? null;
    const way = wayUp(leafOf(this.#desk, subject, body), Number(index), many, Buffer.from(path, 'base64url').toString('latin1'), known);
    if (way === null) return { fault: 'has a signature that does not fit it' };
    const ways = known !== null && known.root === way.root ? known : this.#check(name, publicKey, way.root, signature);
    if (ways === null) return { fault: 'has a signature that does not fit it' };
    ways.learn(way.steps);
    return { publicKey, body };
  }

  #check(name: string, publicKey: string, root: string, signature: string): KnownWays | null {
    if (!isSignedBy(publicKey, signedOver(root), Buffer.from(signature, 'base64url'))) return null;
    const ways = new KnownWays(root);
    this.#checked.set(name, ways);
    if (this.#checked.size <= REMEMBERED) return ways;
    const oldest = this.#checked.keys().next();
    if (!oldest.done) this.#checked.delete(oldest.value);
    return ways;
  }
}
