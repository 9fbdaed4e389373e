import { WorkerClient } from '#electron/sqlite/worker.ts';
import { workerUrl } from '#electron/sqlite/worker-url.ts';
import { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { VaultHandlers, VaultWorkerData } from '#electron/wallet/vault/vault-worker.ts';
import type { Token } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface Options {
  /** Without one the values lie in memory. */
  readonly file?: string;
  readonly memory?: true;
  /** 32 bytes: of the file, and the root of the hashes by which values are matched. */
  readonly key: Uint8Array;
  readonly logger: Logger;
}

/** The vault in an encrypted file of its own. */
export class EmbeddedVault implements Vault {
  readonly #worker: WorkerClient<VaultHandlers>;
  readonly #hash: ReturnType<typeof keyedHasher>;

  constructor({ file, key, logger }: Options) {
    this.#worker = new WorkerClient({
      url: workerUrl('wallet/vault/vault-worker'),
      data: { file: file ?? ':memory:', key: file === undefined ? null : key } satisfies VaultWorkerData,
      name: 'vault',
      logger,
    });
    this.#hash = keyedHasher(key, 'vault match');
  }

  start(): Promise<void> {
    return this.#worker.start();
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  async put(kind: SensitiveKind, raw: string): Promise<Token> {
    return (await this.#worker.call('put', kind, raw, this.#hash(kind, raw))) as Token;
  }

  async reveal(token: Token): Promise<{ readonly kind: SensitiveKind; readonly raw: string } | null> {
    return (await this.#worker.call('reveal', token)) as { kind: SensitiveKind; raw: string } | null;
  }

  has(token: Token): Promise<boolean> {
    return this.#worker.call('has', token);
  }

  async drop(tokens: readonly Token[]): Promise<void> {
    await this.#worker.call('drop', tokens);
  }

  async match(kind: SensitiveKind, raw: string): Promise<Token | null> {
    return (await this.#worker.call('match', this.#hash(kind, raw))) as Token | null;
  }
}
