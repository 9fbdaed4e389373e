import path from 'node:path';
import { z } from 'zod';
import { type ChatIdentity, type ChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import { keyOf } from '#electron/channels/chat/customer-token.ts';
import { readText } from '#electron/host/read-text.ts';
import { chatForm, chatIdentityRules, chatOffline, chatOrigin, chatOrigins, startsAMinute } from '#shared/desk/chat-form.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const identitySchema = z.strictObject({
  ...chatIdentityRules,
  /** The secret of at least 32 bytes, or the public key as PEM; the configuration itself holds neither. */
  file: z.string().min(1),
  /** Whether people may chat whom no good token names. */
  strangers: z.boolean().default(true),
});

/** The customers' chat in a configuration file. */
export const chatSchema = z.strictObject({
  publicOrigin: chatOrigin.optional(),
  origins: chatOrigins.default([]),
  identity: identitySchema.optional(),
  form: chatForm.optional(),
  offline: chatOffline.default('open'),
  startsAMinute: startsAMinute.default(plainChat.startsAMinute),
});
export type ChatConfig = z.infer<typeof chatSchema>;

/** The same with its file's path made whole. */
export function chatConfigIn(chat: ChatConfig, folder: string): ChatConfig {
  return chat.identity ? { ...chat, identity: { ...chat.identity, file: path.resolve(folder, chat.identity.file) } } : chat;
}

function identityIn({ kind, file, ...rest }: z.infer<typeof identitySchema>): Result<ChatIdentity, string> {
  const read = readText(file);
  if (!read.ok) return read;
  const identity: ChatIdentity = kind === 'hs256' ? { kind, secret: read.value.trim(), ...rest } : { kind, pem: read.value, ...rest };
  try {
    keyOf(identity);
  } catch (cause) {
    // What the platform says of a key that it cannot read may quote it.
    const why = cause instanceof Error && cause.message.startsWith('is ') ? cause.message : 'holds no public key in PEM';
    return fail(`${file}: ${why}`);
  }
  return ok(identity);
}

/** Reads what the configuration names; a fault is one line that names the file. */
export function chatSettingsOf({ publicOrigin, identity, form, ...rest }: ChatConfig): Result<ChatSettings, string> {
  const read = identity === undefined ? ok(null) : identityIn(identity);
  return read.ok ? ok({ ...rest, publicOrigin: publicOrigin ?? null, form: form ?? null, identity: read.value }) : read;
}
