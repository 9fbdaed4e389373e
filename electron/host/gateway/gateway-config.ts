import path from 'node:path';
import { z } from 'zod';
import { type EngineConfig, engineSchema, withPaths } from '#electron/host/config-file.ts';
import { readText, textIn } from '#electron/host/read-text.ts';
import { putAt, readAccount } from '#shared/desk/account-form.ts';
import { accountChannel, accountFields, type ChannelAccount, valueAt, webAddress } from '#shared/desk/channel-account.ts';
import { type Language, language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What a gateway is told: where the desk's log lies, which accounts it serves, and where customers and providers reach it. */
export interface GatewayConfig {
  readonly engine: EngineConfig | null;
  readonly dataDir: string | null;
  readonly language: Language | null;
  readonly passphraseFile: string | null;
  readonly keyFile: string | null;
  readonly publicUrl: string | null;
  /** Of the customers' page and the webhooks; 0 takes any free one. */
  readonly chatPort: number;
  readonly accounts: readonly ChannelAccount[];
}

const schema = z.strictObject({
  engine: engineSchema.optional(),
  dataDir: z.string().min(1).optional(),
  language: language.optional(),
  passphraseFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  publicUrl: webAddress.optional(),
  chat: z.strictObject({ port: z.number().int().min(0).max(65_535).default(0) }).default({ port: 0 }),
  accounts: z.array(z.unknown()).default([]),
});

/** A secret that lies elsewhere than in the file. */
const elsewhere = z.union([z.strictObject({ file: z.string().min(1) }), z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) })]);

type Fault = readonly [place: string, fault: string];
type Env = Readonly<Record<string, string | undefined>>;

function secretOf(raw: object, folder: string, env: Env): Result<string, string> {
  const read = elsewhere.safeParse(raw);
  if (!read.success) return fail('is neither a word nor { "file": … } nor { "env": … }');
  if ('file' in read.data) return textIn(path.resolve(folder, read.data.file));
  const value = env[read.data.env];
  return value === undefined || value === '' ? fail(`the environment has no ${read.data.env}`) : ok(value);
}

/** An account with its secrets where they belong, or what is wrong with it. */
function accountIn(raw: unknown, place: string, folder: string, env: Env): Result<ChannelAccount, readonly Fault[]> {
  if (typeof raw !== 'object' || raw === null) return fail([[place, 'is not an account']]);
  const whole: Record<string, unknown> = structuredClone({ ...raw });
  const channel = accountChannel.safeParse(valueAt(raw, 'channel'));
  const faults: Fault[] = [];
  for (const field of channel.success ? accountFields[channel.data] : []) {
    const given = valueAt(raw, field.path);
    if (field.is !== 'secret' || typeof given !== 'object' || given === null) continue;
    const secret = secretOf(given, folder, env);
    if (!secret.ok) faults.push([`${place}.${field.path}`, secret.error]);
    // What could not be read is told once, and not as a bad form too.
    putAt(whole, field.path, secret.ok ? secret.value : '-');
  }
  const read = readAccount(whole);
  if (read.ok) return faults.length === 0 ? read : fail(faults);
  const told = new Set(faults.map(([at]) => at));
  const more = read.error.map((one): Fault => [`${place}${one.path === '' ? '' : `.${one.path}`}`, one.detail]).filter(([at]) => !told.has(at));
  return fail([...faults, ...more]);
}

/** Reads a gateway's configuration; every fault is a line of its own, with the file and the place in it. Paths are relative to the file. */
export function readGatewayConfig(file: string, env: Env): Result<GatewayConfig, readonly string[]> {
  const text = readText(file);
  if (!text.ok) return fail([text.error]);
  let value: unknown;
  try {
    value = JSON.parse(text.value.replace(/^\uFEFF/, ''));
  } catch (cause) {
    return fail([`${file}: is not JSON (${(cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ')})`]);
  }
  const folder = path.dirname(path.resolve(file));
  const read = schema.safeParse(value);
  const faults: Fault[] = read.success ? [] : read.error.issues.map((issue): Fault => [issue.path.join('.'), issue.message]);
  const accounts: ChannelAccount[] = [];
  const given = valueAt(value, 'accounts');
  for (const [index, raw] of (Array.isArray(given) ? given : []).entries()) {
    const place = `accounts.${index}`;
    const account = accountIn(raw, place, folder, env);
    if (!account.ok) faults.push(...account.error);
    else if (accounts.some(({ id }) => id === account.value.id)) faults.push([`${place}.id`, 'another account has it']);
    else accounts.push(account.value);
  }
  if (!read.success || faults.length > 0) return fail(faults.map(([place, fault]) => `${file}: ${place === '' ? '' : `${place}: `}${fault}`));
  const { engine, dataDir, language: lang, passphraseFile, keyFile, publicUrl, chat } = read.data;
  const at = (name: string | undefined) => (name === undefined ? null : path.resolve(folder, name));
  return ok({
    engine: engine === undefined ? null : withPaths(engine, folder),
    dataDir: at(dataDir),
    language: lang ?? null,
    passphraseFile: at(passphraseFile),
    keyFile: at(keyFile),
    publicUrl: publicUrl?.replace(/\/+$/, '') ?? null,
    chatPort: chat.port,
    accounts,
  });
}
