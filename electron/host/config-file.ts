import path from 'node:path';
import { z } from 'zod';
import { accountsSchema } from '#electron/host/channels/account-config.ts';
import { chatConfigIn, chatSchema } from '#electron/host/chat-config.ts';
import { readText } from '#electron/host/read-text.ts';
import { language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { actionLimits } from '#shared/wallet/action-limits.ts';

/** Where a desk's log lies that is shared with others. */
export const engineSchema = z.strictObject({
  /** All of one cluster, tried in turn. */
  servers: z.array(z.string().regex(/^(nats|tls):\/\/[^\s/]+$/, 'is not an address like nats://host:4222')).min(1),
  /** The desk's name on the cluster, as it was set up. */
  desk: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('wallet'),
  /** The seed of this console's nkey; read at the first start, and kept encrypted with the data from then on. */
  nkeyFile: z.string().min(1).optional(),
  tls: z.strictObject({ ca: z.string().min(1).optional(), cert: z.string().min(1).optional(), key: z.string().min(1).optional() }).optional(),
});
export type EngineConfig = z.infer<typeof engineSchema>;

const walletSchema = z.strictObject({
  /** Where the operator's wallet is served; plain HTTP only on this machine. */
  url: z.string().regex(/^(https:\/\/[^\s/?#]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)(\/[^\s?#]*)?$/, 'is not an address like https://host'),
  /** A file with the token that the wallet knows this desk by. */
  tokenFile: z.string().min(1),
  /** The private key (Ed25519, PEM) that proofs are signed with; without it one that follows from the data key. */
  proofKeyFile: z.string().min(1).optional(),
  /**
   * Up to which amounts (minor units, by currency) the wallet asks for what, so that the screen says it beforehand; the wallet
   * decides all the same. It stands here and not behind an address of the wallet: limits are the operator's policy, seldom
   * change, and no wallet has to be built further for it. Without it the defaults are taken.
   */
  limits: actionLimits.optional(),
});
export type WalletConfig = z.infer<typeof walletSchema>;

/** What a configuration file may say; the command line has the last word. */
const configSchema = z.strictObject({
  port: z.number().int().min(0).max(65535).optional(),
  chatPort: z.number().int().min(0).max(65535).optional(),
  dataDir: z.string().min(1).optional(),
  language: language.optional(),
  demo: z.boolean().optional(),
  passphraseFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  engine: engineSchema.optional(),
  wallet: walletSchema.optional(),
  chat: chatSchema.optional(),
  ...accountsSchema,
});
export type Config = z.infer<typeof configSchema>;

/** Reads a configuration; every fault is listed with the file and the place in it. Paths are relative to the file. */
export function readConfig(file: string): Result<Config, string> {
  const text = readText(file);
  if (!text.ok) return text;
  let value: unknown;
  try {
    // Windows' editors put a mark before the text.
    value = JSON.parse(text.value.replace(/^\uFEFF/, ''));
  } catch (cause) {
    // The message quotes the file, line breaks and all.
    return fail(`${file}: is not JSON (${(cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ')})`);
  }
  const read = configSchema.safeParse(value);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message}`);
    return fail(`${file}: ${faults.join('; ')}`);
  }
  const folder = path.dirname(path.resolve(file));
  const config = { ...read.data };
  for (const name of ['passphraseFile', 'keyFile', 'dataDir'] as const) {
    const given = config[name];
    if (given !== undefined) config[name] = path.resolve(folder, given);
  }
  if (config.chat) config.chat = chatConfigIn(config.chat, folder);
  if (config.engine) config.engine = withPaths(config.engine, folder);
  if (config.wallet) {
    const { tokenFile, proofKeyFile } = config.wallet;
    config.wallet = {
      ...config.wallet,
      tokenFile: path.resolve(folder, tokenFile),
      ...(proofKeyFile === undefined ? {} : { proofKeyFile: path.resolve(folder, proofKeyFile) }),
    };
  }
  return ok(config);
}

/** Paths of the engine's section are relative to the file as well. */
export function withPaths(engine: EngineConfig, folder: string): EngineConfig {
  const { nkeyFile, tls, ...rest } = engine;
  const at = (file: string) => path.resolve(folder, file);
  const files = Object.entries(tls ?? {}).flatMap(([name, file]) => (file === undefined ? [] : [[name, at(file)] as const]));
  return { ...rest, ...(nkeyFile === undefined ? {} : { nkeyFile: at(nkeyFile) }), ...(tls === undefined ? {} : { tls: Object.fromEntries(files) }) };
}
