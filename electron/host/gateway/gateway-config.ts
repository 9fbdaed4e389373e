import path from 'node:path';
import { z } from 'zod';
import type { ChatSettings } from '#electron/channels/chat/chat-settings.ts';
import { accountsIn, accountsSchema, type ConfigFault, type Env } from '#electron/host/channels/account-config.ts';
import { chatConfigIn, chatSchema, chatSettingsOf } from '#electron/host/chat-config.ts';
import { type EngineConfig, engineSchema, withPaths } from '#electron/host/config-file.ts';
import { readText } from '#electron/host/read-text.ts';
import { type ChannelAccount, valueAt } from '#shared/desk/channel-account.ts';
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
  readonly chat: ChatSettings;
  readonly accounts: readonly ChannelAccount[];
}

const schema = z.strictObject({
  engine: engineSchema.optional(),
  dataDir: z.string().min(1).optional(),
  language: language.optional(),
  passphraseFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
  chat: chatSchema.extend({ port: z.number().int().min(0).max(65_535).default(0) }).prefault({}),
  ...accountsSchema,
});

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
  const accounts = accountsIn(valueAt(value, 'accounts'), folder, env);
  const faults: ConfigFault[] = read.success ? [] : read.error.issues.map((issue): ConfigFault => [issue.path.join('.'), issue.message]);
  if (!accounts.ok) faults.push(...accounts.error);
  if (!read.success || !accounts.ok) return fail(faults.map(([place, fault]) => `${file}: ${place === '' ? '' : `${place}: `}${fault}`));
  const { engine, dataDir, language: lang, passphraseFile, keyFile, publicUrl, chat: asked } = read.data;
  const { port, ...given } = asked;
  const chat = chatSettingsOf(chatConfigIn(given, folder));
  if (!chat.ok) return fail([`${file}: chat.identity.file: ${chat.error}`]);
  const at = (name: string | undefined) => (name === undefined ? null : path.resolve(folder, name));
  return ok({
    engine: engine === undefined ? null : withPaths(engine, folder),
    dataDir: at(dataDir),
    language: lang ?? null,
    passphraseFile: at(passphraseFile),
    keyFile: at(keyFile),
    publicUrl: publicUrl ?? null,
    chatPort: port,
    chat: chat.value,
    accounts: accounts.value,
  });
}
