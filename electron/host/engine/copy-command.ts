import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { Archive, ArchiveFault } from '#electron/engine/copy/archive.ts';
import { type CopyProgress, copyDesk } from '#electron/engine/copy/copy-desk.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import type { Refused } from '#electron/engine/nats/log/decode.ts';
import { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import type { Movable } from '#electron/engine/port.ts';
import { openDeskFolder } from '#electron/host/desk-folder.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const forms = {
  from: { type: 'string' },
  to: { type: 'string' },
  'key-file': { type: 'string' },
  'passphrase-file': { type: 'string' },
  desk: { type: 'string' },
  nkey: { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
} as const;
type Given = ReturnType<typeof parseArgs<{ options: typeof forms }>>['values'];

/** One side of a copy, open. */
interface End {
  readonly desk: Movable;
  /** Makes what was written whole, before `close`. */
  finish(): void;
  close(): Promise<void>;
}

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** How long a desk on a cluster may take to open, ms. */
const OPEN_MS = 20_000;

const ADDRESS = 'embedded:DIR, archive:FILE or nats://HOST:PORT[,…]';

/** Copies a desk from one place to another; lines of what was copied, or of what is wrong. */
export async function runCopy(args: readonly string[], onProgress: CopyProgress): Promise<Result<readonly string[], readonly string[]>> {
  let given: Given;
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail([`${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)} (--help shows the options)`]);
  }
  if (given.from === undefined || given.to === undefined) return fail([`copy needs --from and --to: ${ADDRESS}`]);
  if (given.from === given.to) return fail(['--from and --to are the same place']);
  const refused: Refused[] = [];
  const opened: End[] = [];
  try {
    const source = await openEnd(given.from, given, 'read', refused);
    if (!source.ok) return fail([source.error]);
    opened.push(source.value);
    const target = await openEnd(given.to, given, 'write', refused);
    if (!target.ok) return fail([target.error]);
    opened.push(target.value);
    const copied = await copyDesk(source.value.desk, target.value.desk, onProgress);
    const aside =
      refused.length === 0 ? [] : [`${refused.length} messages were not believed and are not copied, such as ${refused[0]?.place}: ${refused[0]?.fault}`];
    if (!copied.ok) return fail([...copied.error, ...aside]);
    target.value.finish();
    const { events, things, keys, threads, blobs } = copied.value;
    return ok([
      `${events} events about ${things.size} things, ${keys.size} keys, ${threads.size} threads, ${blobs.size} blobs: the same on both sides`,
      ...aside,
    ]);
  } catch (cause) {
    if (cause instanceof ArchiveFault) return fail([cause.message]);
    return fail([`cut short: ${cause instanceof Error ? cause.message : String(cause)}; run it again to go on`]);
  } finally {
    for (const end of opened.reverse()) await end.close().catch(() => undefined);
  }
}

async function openEnd(address: string, given: Given, how: 'read' | 'write', refused: Refused[]): Promise<Result<End, string>> {
  if (address.startsWith('archive:')) return ok(archiveEnd(address.slice('archive:'.length), how));
  if (address.startsWith('embedded:')) return embeddedEnd(address.slice('embedded:'.length), given, how);
  if (/^(nats|tls):/.test(address)) return natsEnd(address, given, refused);
  return fail(`${address}: is not ${ADDRESS}`);
}

function archiveEnd(file: string, how: 'read' | 'write'): End {
  const archive = how === 'read' ? Archive.read(file) : Archive.write(file);
  return { desk: archive, finish: () => (how === 'write' ? archive.finish() : undefined), close: async () => archive.close() };
}

async function embeddedEnd(folder: string, given: Given, how: 'read' | 'write'): Promise<Result<End, string>> {
  for (const name of ['key-file', 'passphrase-file'] as const) {
    const file = given[name];
    if (file !== undefined && !existsSync(file)) return fail(`--${name} ${file}: is not there`);
  }
  const at = path.resolve(folder);
  const demo = existsSync(path.join(at, 'demo')) && !existsSync(path.join(at, 'desk'));
  if (how === 'read' && !existsSync(path.join(at, demo ? 'demo' : 'desk', 'engine.db')))
    return fail(`${at}: has no desk in it; a data folder is what --data-dir names`);
  const options = { dataDir: at, demo, memory: false, passphraseFile: given['passphrase-file'] ?? null, keyFile: given['key-file'] ?? null, engine: null };
  const opened = await openDeskFolder(options);
  if (!opened.ok) return opened;
  const held = opened.value;
  const engine = new EmbeddedEngine({ file: path.join(held.path, 'engine.db'), key: held.key.key, clock: Date.now, newId: v7, logger: quiet });
  try {
    await engine.start();
  } catch (cause) {
    held.release();
    return fail(cause instanceof Error ? cause.message : String(cause));
  }
  return ok({
    desk: engine.moving(),
    finish: () => undefined,
    close: async () => {
      await engine.stop();
      held.release();
    },
  });
}

async function natsEnd(address: string, { desk, nkey, ca, cert, key }: Given, refused: Refused[]): Promise<Result<End, string>> {
  const named = Object.entries({ desk, nkey, ca, cert, key }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const options = readOperatorOptions(['--servers', address, ...named]);
  if (!options.ok) return options;
  const engine = new NatsEngine({
    place: options.value.place,
    clock: Date.now,
    newId: v7,
    logger: quiet,
    journal: null,
    onRefused: (one) => refused.push(one),
    lookMs: 0,
  });
  const late = setTimeout(() => void engine.stop(), OPEN_MS);
  try {
    await engine.start();
  } catch {
    const { lastError } = engine.health();
    return fail(`${address}: ${lastError?.text ?? 'does not answer'}`);
  } finally {
    clearTimeout(late);
  }
  return ok({ desk: engine.moving(), finish: () => undefined, close: () => engine.stop() });
}
