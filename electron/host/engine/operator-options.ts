import { parseArgs } from 'node:util';
import type { NatsPlace } from '#electron/engine/nats/connection/nats-options.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { type EngineConfig, readConfig } from '#electron/host/config-file.ts';
import { textIn } from '#electron/host/read-text.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface OperatorOptions {
  readonly place: NatsPlace;
  readonly replicas: 1 | 3 | 5;
  /** A file of public keys with what each is for; null: none was named. */
  readonly directory: string | null;
  /** The servers' monitoring addresses, which tell more than a client sees. */
  readonly monitors: readonly string[];
}

const forms = {
  servers: { type: 'string' },
  config: { type: 'string' },
  desk: { type: 'string' },
  replicas: { type: 'string' },
  nkey: { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  directory: { type: 'string' },
  monitor: { type: 'string' },
} as const;

const one = (cause: unknown): string => (cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause));

/** Reads what an operator says on the command line, and the configuration it names; a fault is one line. */
export function readOperatorOptions(args: readonly string[]): Result<OperatorOptions, string> {
  let given: ReturnType<typeof parseArgs<{ options: typeof forms }>>['values'];
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail(`${one(cause)} (--help shows the options)`);
  }
  const read: Result<EngineConfig | undefined, string> = given.config === undefined ? ok(undefined) : engineOf(given.config);
  if (!read.ok) return read;
  const config = read.value;
  const servers = given.servers?.split(',').map((server) => server.trim()) ?? config?.servers;
  if (servers === undefined || servers.length === 0) return fail('--servers nats://host:4222[,…], or --config FILE with an engine section, says where');
  const wrong = servers.find((server) => !/^(nats|tls):\/\/[^\s/]+$/.test(server));
  if (wrong !== undefined) return fail(`--servers ${wrong}: is not an address like nats://host:4222`);
  const replicas = Number(given.replicas ?? '1');
  if (replicas !== 1 && replicas !== 3 && replicas !== 5) return fail(`--replicas ${given.replicas}: is not 1, 3 or 5`);
  const desk = given.desk ?? config?.desk ?? 'wallet';
  if (!/^[a-z0-9-]{1,40}$/.test(desk)) return fail(`--desk ${desk}: small letters, digits and hyphens, at most 40`);
  const nkeyFile = given.nkey ?? config?.nkeyFile;
  const seed = nkeyFile === undefined ? ok(freshSeed()) : textIn(nkeyFile);
  if (!seed.ok) return seed;
  const tls = {
    ...config?.tls,
    ...(given.ca === undefined ? {} : { ca: given.ca }),
    ...(given.cert === undefined ? {} : { cert: given.cert }),
    ...(given.key === undefined ? {} : { key: given.key }),
  };
  const secured = Object.keys(tls).length > 0 || servers.some((server) => server.startsWith('tls://'));
  const { ca, cert, key: tlsKey } = tls;
  try {
    return ok({
      place: {
        servers,
        desk,
        key: signingKey(seed.value),
        authenticate: nkeyFile !== undefined,
        tls: secured
          ? { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(tlsKey === undefined ? {} : { key: tlsKey }) }
          : null,
      },
      replicas,
      directory: given.directory ?? null,
      monitors: given.monitor?.split(',').map((url) => url.trim().replace(/\/$/, '')) ?? [],
    });
  } catch (cause) {
    return fail(`${nkeyFile ?? '--nkey'}: ${one(cause)}`);
  }
}

function engineOf(file: string): Result<EngineConfig, string> {
  const read = readConfig(file);
  if (!read.ok) return read;
  return read.value.engine === undefined ? fail(`${file}: has no engine section`) : ok(read.value.engine);
}
