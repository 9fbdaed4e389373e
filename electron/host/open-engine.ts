import { readFileSync } from 'node:fs';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { freshSeed, type SigningKey, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { EngineConfig } from '#electron/host/config-file.ts';
import type { OpenFault } from '#electron/sqlite/open-fault.ts';
import type { Store } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  /** Null: the log lies in the data folder. */
  readonly config: EngineConfig | null;
  /** The desk's own data folder; null keeps everything in memory. */
  readonly folder: string | null;
  readonly key: Uint8Array;
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** A call met a fault of the log's file, where it lies in the folder. */
  readonly onFault: (fault: OpenFault) => void;
}

/** What this host cannot start with: one line that names place and fault. */
export class EngineConfigFault extends Error {
  override readonly name = 'EngineConfigFault';
}

/** The engine that the configuration names, not started; the store has to be open. Rejects with an EngineConfigFault. */
export async function makeEngine({ config, folder, key, store, clock, newId, logger, onFault }: Parts): Promise<QueueEngine> {
  if (config === null) {
    const place = folder === null ? { memory: true as const } : { file: `${folder}/engine.db` };
    return new EmbeddedEngine({ ...place, key, clock, newId, logger, onFault });
  }
  const signing = await ownKey(config, store);
  // Loaded only where it is used: a desk on one machine needs none of the client's memory.
  const { NatsEngine } = await import('#electron/engine/nats/nats-engine.ts');
  return new NatsEngine({
    place: { servers: config.servers, desk: config.desk, key: signing.key, authenticate: signing.known, tls: tlsOf(config) },
    clock,
    newId,
    logger,
    journal: store.journal,
    onRefused: ({ place, fault, raw }) => {
      logger.warn('refused: an event was not believed and is kept aside', { place, fault });
      void store.ledger
        .quarantine('engine', `${place}: ${fault}`, raw, clock())
        .catch((cause: unknown) => logger.error('refused: could not be kept aside', { cause: String(cause) }));
    },
  });
}

/** This console's own nkey: from the file that is named, else as it was kept encrypted with the data, else a fresh one that no server knows. */
async function ownKey({ nkeyFile, desk }: EngineConfig, { ledger }: Store): Promise<{ readonly key: SigningKey; readonly known: boolean }> {
  const scope = `engine.nkey ${desk}`;
  const given = nkeyFile === undefined ? null : read(nkeyFile);
  const kept = await ledger.setting(scope);
  const seed = given ?? (kept === null ? null : kept.replace(/^made /, ''));
  if (seed === null) {
    if (nkeyFile !== undefined) throw new EngineConfigFault(`${nkeyFile}: is not there, and this console has kept no key of the desk "${desk}"`);
    const made = freshSeed();
    await ledger.saveSetting(scope, `made ${made}`);
    return { key: signingKey(made), known: false };
  }
  let key: SigningKey;
  try {
    key = signingKey(seed);
  } catch (cause) {
    throw new EngineConfigFault(`${nkeyFile ?? scope}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (given !== null && given !== kept) await ledger.saveSetting(scope, given);
  return { key, known: given !== null || kept?.startsWith('made ') === false };
}

/** Null where the file is gone: once read it may be taken away. */
function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    if (code === 'ENOENT') return null;
    throw new EngineConfigFault(`${file}: cannot be read (${code})`);
  }
}

function tlsOf({ tls, servers }: EngineConfig) {
  if (tls === undefined) return servers.some((server) => server.startsWith('tls://')) ? {} : null;
  const { ca, cert, key } = tls;
  return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) };
}
