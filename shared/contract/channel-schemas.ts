import { z } from 'zod';
import { accountFaultCode } from '#shared/desk/account-form.ts';
import { accountChannel } from '#shared/desk/channel-account.ts';
import { chatFault, chatForm, chatIdentityRules, chatOffline } from '#shared/desk/chat-form.ts';
import { instant } from '#shared/lib/time.ts';

/** What is wrong with an account's connection, told by its provider or on the way there. */
export const connectionFaultCode = z.enum([
  'unreachable',
  'refused-credentials',
  'bad-answer',
  'rate-limited',
  'bad-signature',
  'bad-message',
  'clock-off',
  'provider-error',
  'not-handed-over',
  'not-set-up',
]);

/** How an account's connection is; `waiting`: nothing has come yet, and it is the provider that calls. */
export const connectionState = z.object({
  state: z.enum(['off', 'waiting', 'connected', 'fault']),
  lastMessageAt: instant.nullable(),
  fault: z.object({ code: connectionFaultCode, detail: z.string(), at: instant }).nullable(),
});

/** An account without its secrets: `set` are the places where there is one. */
export const channelView = z.object({
  channel: accountChannel,
  id: z.string(),
  name: z.string(),
  on: z.boolean(),
  /** The configuration file has it: it is changed there alone. */
  fromFile: z.boolean(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  set: z.array(z.string()),
  connection: connectionState,
  /** The address to be given to the provider; null where the account fetches by itself. */
  webhook: z.string().nullable(),
});
export type ChannelView = z.infer<typeof channelView>;

/** The accounts of this machine and how each is. */
export const channelsFrame = z.object({
  /** Where the world reaches this machine's webhooks; null: nowhere yet. */
  publicUrl: z.string().nullable(),
  /** The configuration file says it, and has the word. */
  publicUrlFromFile: z.boolean(),
  /** The channels that this console can connect. */
  offered: z.array(accountChannel),
  accounts: z.array(channelView),
});
export type ChannelsFrame = z.infer<typeof channelsFrame>;

export const accountFaults = z.object({ faults: z.array(z.object({ path: z.string(), fault: accountFaultCode })) });

/** The customers' chat as it stands; its key is never told. */
export const chatFrame = z.object({
  /** Whether this console serves the customers' page; where gateways do, they have settings of their own. */
  served: z.boolean(),
  /** The configuration file says it, and has the word: here it is read alone. */
  fromFile: z.boolean(),
  /** What was kept cannot be read, so that no new chat begins until it is saved anew. */
  unreadable: z.boolean(),
  /** Where its script and page are, without a slash at the end; null: nowhere. */
  address: z.string().nullable(),
  publicOrigin: z.string().nullable(),
  origins: z.array(z.string()),
  identity: z.object({ ...chatIdentityRules, strangers: z.boolean() }).nullable(),
  form: chatForm.nullable(),
  offline: chatOffline,
  startsAMinute: z.number(),
});
export type ChatFrame = z.infer<typeof chatFrame>;

export const chatFaults = z.object({ faults: z.array(chatFault) });

/** What a provider answered to a harmless question with the account's own credentials. */
export const accountCheck = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), as: z.string() }),
  z.object({ ok: z.literal(false), code: connectionFaultCode, detail: z.string() }),
]);
export type AccountCheck = z.infer<typeof accountCheck>;
