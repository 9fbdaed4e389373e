import { createHash } from 'node:crypto';
import type { ObjectStore } from '@nats-io/obj';
import type { BlobHash } from '#shared/lib/ids.ts';

/** Sealed blobs by the SHA-256 of their bytes. */
export class BlobStore {
  readonly #objects: ObjectStore;

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  async put(bytes: Uint8Array): Promise<BlobHash> {
    const hash = createHash('sha256').update(bytes).digest('hex') as BlobHash;
    if ((await this.#objects.info(hash)) === null) await this.#objects.putBlob({ name: hash }, bytes);
    return hash;
  }

  /** The bytes of a hash: null where there are none, and, as `damaged`, where they no longer fit. */
  async get(hash: BlobHash): Promise<{ readonly bytes: Uint8Array | null; readonly damaged: boolean }> {
    const bytes = await this.#objects.getBlob(hash);
    if (bytes === null) return { bytes: null, damaged: false };
    const fits = createHash('sha256').update(bytes).digest('hex') === hash;
    return { bytes: fits ? bytes : null, damaged: !fits };
  }

  async *all(): AsyncIterable<BlobHash> {
    for (const { name } of await this.#objects.list()) yield name as BlobHash;
  }
}
