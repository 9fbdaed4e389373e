import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAnswer, PasskeyCreation, PasskeyMade, PasskeyRequest } from '#shared/desk/passkey.ts';

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

/** As much of CBOR (RFC 8949) as attestations are made of. */
function cbor(value: Cbor): Buffer {
  const head = (major: number, n: number): Buffer => {
    if (n < 24) return Buffer.from([(major << 5) | n]);
    if (n < 256) return Buffer.from([(major << 5) | 24, n]);
    return Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  };
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** How an authenticator, or the page that it answers to, is otherwise than it should be. */
interface Faults {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly verifiesUser?: boolean;
  readonly counter?: number;
  /** Another key signs than the one that was registered. */
  readonly key?: KeyObject;
}

/** An authenticator in software, and the page before it: one ES256 key, real attestations and real signatures. */
export class SoftwareAuthenticator {
  readonly #origin: string;
  readonly #attestation: 'none' | 'packed';
  readonly #counts: boolean;
  readonly #key: KeyObject = newKey();
  readonly credential: string = text(randomBytes(32));
  counter = 0;

  /** One that counts has a counter, as security keys have; passkeys that several devices share have none. */
  constructor(origin: string, { attestation = 'none', counts = true }: { readonly attestation?: 'none' | 'packed'; readonly counts?: boolean } = {}) {
    this.#origin = origin;
    this.#attestation = attestation;
    this.#counts = counts;
  }

  /** What `navigator.credentials.create` would give. */
  make(options: PasskeyCreation, faults: Faults = {}): PasskeyMade {
    const client = this.#client('webauthn.create', options.challenge, faults);
    const data = this.#data(options.rp.id, faults, true);
    const signed = sign('sha256', Buffer.concat([data, sha256(client)]), faults.key ?? this.#key);
    const statement = new Map<string, Cbor>(
      this.#attestation === 'none'
        ? []
        : [
            ['alg', -7],
            ['sig', signed],
          ],
    );
    const attestation = new Map<string, Cbor>([
      ['fmt', this.#attestation],
      ['attStmt', statement],
      ['authData', data],
    ]);
    const response = { clientDataJSON: text(client), attestationObject: text(cbor(attestation)), transports: ['usb'] };
    return { id: this.credential, rawId: this.credential, type: 'public-key', response };
  }

  /** What `navigator.credentials.get` would give. */
  answer(options: PasskeyRequest, faults: Faults = {}): PasskeyAnswer {
    const client = this.#client('webauthn.get', options.challenge, faults);
    const data = this.#data(options.rpId, faults, false);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), faults.key ?? this.#key);
    const response = { clientDataJSON: text(client), authenticatorData: text(data), signature: text(signature) };
    return { id: this.credential, rawId: this.credential, type: 'public-key', response };
  }

  #client(type: string, challenge: string, faults: Faults): Buffer {
    const said = { type: faults.type ?? type, challenge: faults.challenge ?? challenge, origin: faults.origin ?? this.#origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(said));
  }

  /** The authenticator's data: whose, who was there, how often it was used, and with a new passkey its key. */
  #data(rpId: string, { rpId: other, verifiesUser = true, counter }: Faults, made: boolean): Buffer {
    if (this.#counts) this.counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? this.counter);
    const flags = Buffer.from([0x01 | (verifiesUser ? 0x04 : 0) | (made ? 0x40 : 0)]);
    const head = Buffer.concat([sha256(other ?? rpId), flags, count]);
    if (!made) return head;
    const id = Buffer.from(this.credential, 'base64url');
    return Buffer.concat([head, Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, cbor(coseOf(this.#key))]);
  }
}

/** A private key of P-256. */
export const newKey = (): KeyObject => createPrivateKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));

function coseOf(key: KeyObject): ReadonlyMap<number, Cbor> {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return new Map<number, Cbor>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
}
