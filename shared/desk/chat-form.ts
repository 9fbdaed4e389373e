import { z } from 'zod';
import { queueId } from '#shared/lib/ids.ts';
import { localized } from '#shared/lib/localized.ts';

/** What an operator decides of the customers' chat, in a configuration file or on the screen: the one table of what fits. */
export const chatOrigin = z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'is not an origin like https://www.wallet.example');
export const chatOrigins = z.array(chatOrigin).max(100);
export const chatIdentityKind = z.enum(['hs256', 'public-key']);
export type ChatIdentityKind = z.infer<typeof chatIdentityKind>;
export const chatField = z.enum(['name', 'email', 'phone', 'topic']);
export type ChatField = z.infer<typeof chatField>;
export const chatOffline = z.enum(['open', 'form']);
export const startsAMinute = z.number().int().min(1).max(100_000);

/** Who signs what the app says of its customers, and for whom. */
const said = z.string().min(1).max(500);
export const chatIdentityRules = { kind: chatIdentityKind, issuer: said, audience: said };

export const chatForm = z
  .strictObject({
    fields: z
      .array(z.strictObject({ field: chatField, required: z.boolean().default(false) }))
      .min(1)
      .max(4),
    topics: z
      .array(z.strictObject({ queue: queueId, name: localized }))
      .max(30)
      .default([]),
  })
  .refine(({ fields, topics }) => topics.length > 0 || fields.every(({ field }) => field !== 'topic'), 'asks for a topic and names none');

/** The chat as it is typed on the screen. A key left empty stays as it is; no identity takes it away. */
export const chatWish = z.object({
  /** Empty: on this machine alone. */
  publicOrigin: z.string().max(500),
  origins: z.array(z.string().max(500)).max(100),
  identity: z
    .object({
      kind: chatIdentityKind,
      /** The secret, or the public key as PEM. */
      key: z.string().max(20_000),
      issuer: z.string().max(500),
      audience: z.string().max(500),
      /** Whether people may chat whom no good token names. */
      strangers: z.boolean(),
    })
    .nullable(),
  form: z
    .object({
      fields: z.array(z.object({ field: chatField, required: z.boolean() })).max(4),
      topics: z.array(z.object({ queue: z.string().max(64), name: z.object({ 'zh-CN': z.string().max(200), en: z.string().max(200) }) })).max(30),
    })
    .nullable(),
  offline: chatOffline,
  startsAMinute: z.number(),
});
export type ChatWish = z.infer<typeof chatWish>;

/** What can be wrong at a place of it: `short-key` and `bad-key` are of `identity.key`, `no-queue` of a topic whose queue the desk has not. */
export const chatFaultCode = z.enum(['missing', 'bad-form', 'out-of-range', 'short-key', 'bad-key', 'no-topics', 'no-queue']);
export type ChatFaultCode = z.infer<typeof chatFaultCode>;

/** The place in the wish, such as `origins.1`, and what is wrong there. */
export const chatFault = z.object({ path: z.string(), fault: chatFaultCode });
export type ChatFault = z.infer<typeof chatFault>;
