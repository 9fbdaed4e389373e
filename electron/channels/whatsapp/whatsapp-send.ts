import { z } from 'zod';
import { FILE_TOO_BIG, TOO_LONG } from '#electron/channels/provider-call.ts';
import { sendParts } from '#electron/channels/send-parts.ts';
import type { SocialAnswer, SocialReceipt, SocialRequest } from '#electron/channels/social-port.ts';
import type { WhatsappStatus } from '#electron/channels/whatsapp/read-whatsapp-call.ts';
import type { WhatsappApi } from '#electron/channels/whatsapp/whatsapp-api.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';

type SocialFile = NonNullable<SocialRequest['files']>[number];

/** Characters of a text, and of the words below a file (developers.facebook.com, Cloud API, messages). */
const MOST_TEXT = 4_096;
const MOST_CAPTION = 1_024;

const MB = 1024 * 1024;
type Kind = 'image' | 'video' | 'audio' | 'document';
const mostBytes: Readonly<Record<Kind, number>> = { image: 5 * MB, video: 16 * MB, audio: 16 * MB, document: 100 * MB };
const kinds: Readonly<Record<string, Kind>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'video/mp4': 'video',
  'video/3gpp': 'video',
  'audio/aac': 'audio',
  'audio/amr': 'audio',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/ogg': 'audio',
};

/** What the platform has no player for, or only a smaller one, goes as a document. */
function kindOf({ type, bytes }: SocialFile): Kind {
  const kind = kinds[type] ?? 'document';
  return bytes.length > mostBytes[kind] ? 'document' : kind;
}

/** Phone numbers are digits; an id that the business knows a customer by has a country and a dot. */
const recipient = (user: string): Readonly<Record<string, string>> => (/^\d+$/.test(user) ? { to: user } : { recipient: user });

/**
 * What the provider gives back with each status, so that a receipt finds its message at any gateway and after any restart:
 * the desk's id, which part of how many, and the customer as the desk knows them.
 */
export const mark = (clientId: string, part: number, of: number, user: string): string => `${clientId} ${part}/${of} ${user}`;
const MARK = /^(\S{1,64}) (\d{1,2})\/(\d{1,2}) (\S{1,150})$/;

/** A status as the desk's receipt. Only the last part says that the whole arrived; any says that it failed. Null: nothing of ours, or nothing new. */
export function receiptOf({ status, biz_opaque_callback_data: data = '', errors }: WhatsappStatus): SocialReceipt | null {
  const [, clientId, part, of, user] = MARK.exec(data) ?? [];
  if (!clientId || !user) return null;
  const of1 = { clientId, user, place: { kind: 'private' } } as const;
  if (status === 'failed') {
    const code = errors?.[0]?.code;
    return { ...of1, state: 'failed', reason: code === undefined ? 'provider-error' : (whatsappReason(code) ?? `code-${code}`) };
  }
  if ((status === 'delivered' || status === 'read') && part === of) return { ...of1, state: status };
  return null;
}

const sent = z.object({ messages: z.array(z.object({ id: z.string() })).min(1) });
const uploaded = z.object({ id: z.string().min(1) });

/** Puts one message's content on its way. */
export async function sendContent(api: WhatsappApi, user: string, callback: string, content: Readonly<Record<string, unknown>>): Promise<SocialAnswer> {
  const body = { messaging_product: 'whatsapp', recipient_type: 'individual', ...recipient(user), ...content, biz_opaque_callback_data: callback };
  const answered = await api.call(`${encodeURIComponent(api.account.phoneNumberId)}/messages`, sent, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return answered.ok ? { errcode: 0, msgId: answered.value.messages[0]?.id ?? '' } : answered.error;
}

/** Uploads a file, by which nothing goes out yet; answers its id, or the refusal. */
async function upload(api: WhatsappApi, { name, type, bytes }: SocialFile): Promise<string | Exclude<SocialAnswer, { readonly msgId: string }>> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', type);
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
  const answered = await api.call(`${encodeURIComponent(api.account.phoneNumberId)}/media`, uploaded, { method: 'POST', body: form });
  return answered.ok ? answered.value.id : answered.error;
}

/** Sends a message: words below the one file where they fit there, else before the files. All files are up before anything leaves. */
export async function sendWhatsapp(api: WhatsappApi, { clientId, user, text, files = [] }: SocialRequest): Promise<SocialAnswer> {
  if (text.length > MOST_TEXT) return { errcode: TOO_LONG, errmsg: `more than ${MOST_TEXT} characters` };
  if (files.some((file) => file.bytes.length > mostBytes.document)) return { errcode: FILE_TOO_BIG, errmsg: 'more than 100 MB' };
  const ids: string[] = [];
  for (const file of files) {
    const id = await upload(api, file);
    if (typeof id !== 'string') return id;
    ids.push(id);
  }
  const below = files.length === 1 && text !== '' && text.length <= MOST_CAPTION && files.every((file) => kindOf(file) !== 'audio');
  const contents = files.map((file, index) => {
    const kind = kindOf(file);
    return { type: kind, [kind]: { id: ids[index], ...(below ? { caption: text } : {}), ...(kind === 'document' ? { filename: file.name } : {}) } };
  });
  const all: readonly Readonly<Record<string, unknown>>[] =
    text === '' || below ? contents : [{ type: 'text', text: { body: text, preview_url: false } }, ...contents];
  return sendParts(all.map((content, index) => () => sendContent(api, user, mark(clientId, index + 1, all.length, user), content)));
}
