import path from 'node:path';
import { z } from 'zod';
import { type ChatIdentity, type ChatSettings, plainChat } from '#electron/channels/chat/chat-settings.ts';
import { keyOf } from '#electron/channels/chat/customer-token.ts';
import { readText } from '#electron/host/read-text.ts';
import { queueId } from '#shared/lib/ids.ts';
import { localized } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const origin = z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'is not an origin like https://www.wallet.example');
const said = z.string().min(1).max(500);

const identitySchema = z.strictObject({
  kind: z.enum(['hs256', 'public-key']),
  /** The secret of at least 32 bytes, or the public key as PEM; the configuration itself holds neither. */
  file: z.string().min(1),
  issuer: said,
  audience: said,
  /** Whether people may chat whom no good token names. */
  strangers: z.boolean().default(true),
});

/** The customers' chat in a configuration file. */
export const chatSchema = z.strictObject({
  publicOrigin: origin.optional(),
  origins: z.array(origin).max(100).default([]),
  identity: identitySchema.optional(),
  form: z
    .strictObject({
      fields: z
        .array(z.strictObject({ field: z.enum(['name', 'email', 'phone', 'topic']), required: z.boolean().default(false) }))
        .min(1)
        .max(4),
      topics: z
        .array(z.strictObject({ queue: queueId, name: localized }))
        .max(30)
        .default([]),
    })
    .refine(({ fields, topics }) => topics.length > 0 || fields.every(({ field }) => field !== 'topic'), 'asks for a topic and names none')
    .optional(),
  offline: z.enum(['open', 'form']).default('open'),
  startsAMinute: z.number().int().min(1).max(100_000).default(plainChat.startsAMinute),
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
