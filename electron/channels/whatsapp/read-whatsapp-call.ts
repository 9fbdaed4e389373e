import { z } from 'zod';
import { readJson } from '#electron/channels/provider-call.ts';

/** Fields as developers.facebook.com has them (WhatsApp, webhooks reference, messages); others are left alone. */
const media = z.object({
  id: z.string().regex(/^[\w-]{1,128}$/),
  mime_type: z.string().max(200).default(''),
  filename: z.string().optional(),
  caption: z.string().optional(),
});
export type WhatsappMedia = z.infer<typeof media>;

const anyText = z.string().default('');
const contact = z.object({
  name: z.object({ formatted_name: anyText }).partial().optional(),
  phones: z
    .array(z.object({ phone: anyText }))
    .max(50)
    .default([]),
  emails: z
    .array(z.object({ email: anyText }))
    .max(50)
    .default([]),
});

const envelope = z.object({
  // The customer's number, and the id that the business knows them by; since usernames came either can be missing.
  from: z
    .string()
    .regex(/^\d{5,20}$/)
    .optional()
    .catch(undefined),
  from_user_id: z
    .string()
    .regex(/^[A-Z]{2}\.[\w.]{1,140}$/)
    .optional()
    .catch(undefined),
  group_id: z.string().optional(),
  id: z.string().min(1).max(200),
  timestamp: z.coerce.number().int().positive(),
  type: z.string().max(50),
  text: z.object({ body: z.string() }).optional(),
  image: media.optional(),
  audio: media.optional(),
  video: media.optional(),
  document: media.optional(),
  sticker: media.optional(),
  location: z.object({ latitude: z.number(), longitude: z.number(), name: anyText, address: anyText }).optional(),
  contacts: z.array(contact).max(100).optional(),
  reaction: z.object({ emoji: z.string().optional() }).optional(),
  button: z.object({ text: anyText }).optional(),
  interactive: z
    .object({
      button_reply: z.object({ title: anyText }).optional(),
      list_reply: z.object({ title: anyText, description: anyText }).optional(),
      nfm_reply: z.object({ body: anyText }).optional(),
    })
    .optional(),
  order: z.object({ text: anyText, product_items: z.array(z.unknown()).max(1000).default([]) }).optional(),
  unsupported: z
    .object({ type: z.string().max(50) })
    .partial()
    .optional(),
});
export type WhatsappMessage = z.infer<typeof envelope> & { readonly profileName: string };

const status = z.object({
  status: z.string().max(50),
  recipient_id: z.string().max(200).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
  errors: z
    .array(z.object({ code: z.number().int() }))
    .max(20)
    .optional(),
});
export type WhatsappStatus = z.infer<typeof status>;

const list = z.array(z.unknown()).default([]);
const profile = z.object({ wa_id: z.string().optional(), user_id: z.string().optional(), profile: z.object({ name: z.string() }).partial().optional() });
const value = z.object({ metadata: z.object({ phone_number_id: z.string() }), contacts: list, messages: list, statuses: list });
const call = z.object({ object: z.string(), entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })) });

export type WhatsappEntry =
  | { readonly kind: 'message'; readonly message: WhatsappMessage }
  | { readonly kind: 'status'; readonly status: WhatsappStatus }
  /** Not readable, or not for this number; what is wrong is told without a customer's words. */
  | { readonly kind: 'bad'; readonly detail: string };

const bad = (detail: string): WhatsappEntry => ({ kind: 'bad', detail });

function whatIsWrong(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => issue.path.join('.') || 'the entry')
    .join(', ');
}

function readValue(raw: unknown, phoneNumberId: string): readonly WhatsappEntry[] {
  const read = value.safeParse(raw);
  if (!read.success) return [bad(`a change cannot be read: ${whatIsWrong(read.error)}`)];
  const { metadata, contacts, messages, statuses } = read.data;
  if (metadata.phone_number_id !== phoneNumberId) return [bad('what came is for another phone number id than this account has')];
  const names = new Map<string, string>();
  for (const one of contacts) {
    const known = profile.safeParse(one);
    if (!known.success) continue;
    for (const key of [known.data.wa_id, known.data.user_id]) if (key) names.set(key, known.data.profile?.name ?? '');
  }
  return [
    ...messages.map((one): WhatsappEntry => {
      const message = envelope.safeParse(one);
      if (!message.success) return bad(`a message cannot be read: ${whatIsWrong(message.error)}`);
      const { from, from_user_id: id, group_id: group } = message.data;
      if (group !== undefined) return bad('a message of a group came; groups are not served');
      if (from === undefined && id === undefined) return bad('a message says not who sent it');
      return { kind: 'message', message: { ...message.data, profileName: names.get(id ?? '') ?? names.get(from ?? '') ?? '' } };
    }),
    ...statuses.map((one): WhatsappEntry => {
      const known = status.safeParse(one);
      return known.success ? { kind: 'status', status: known.data } : bad(`a status cannot be read: ${whatIsWrong(known.error)}`);
    }),
  ];
}

/** What is in a signed call, in its order, each entry by itself: one that cannot be read spoils no other. */
export function readWhatsappCall(body: Uint8Array, phoneNumberId: string): readonly WhatsappEntry[] {
  const read = call.safeParse(readJson(Buffer.from(body).toString('utf8')));
  if (!read.success || read.data.object !== 'whatsapp_business_account') return [bad('the call is no WhatsApp call')];
  const changes = read.data.entry.flatMap((entry) => entry.changes);
  // Templates, quality and the like are told on the same address.
  return changes.flatMap((change) => (change.field === 'messages' ? readValue(change.value, phoneNumberId) : []));
}
