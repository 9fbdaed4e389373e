import { createHmac } from 'node:crypto';
import type { WebhookCall } from '#electron/channels/connection-port.ts';
import type { WhatsappAccount } from '#electron/channels/whatsapp/whatsapp-account.ts';

type Json = Readonly<Record<string, unknown>>;

/** A body signed as Meta signs it. */
export function signedWhatsapp(account: WhatsappAccount, body: Uint8Array): WebhookCall {
  const signature = createHmac('sha256', account.appSecret).update(body).digest('hex');
  return {
    method: 'POST',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  };
}

/** JSON as Meta writes it: what is no ASCII is escaped, with lower-case hex. */
export const metaJson = (value: unknown): Uint8Array =>
  Buffer.from(JSON.stringify(value).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`));

export interface WhatsappBatch {
  readonly messages?: readonly unknown[];
  readonly statuses?: readonly unknown[];
  readonly contacts?: readonly unknown[];
  readonly phoneNumberId?: string;
}

/** A signed call with these entries. */
export function whatsappCall(account: WhatsappAccount, { messages, statuses, contacts, phoneNumberId = account.phoneNumberId }: WhatsappBatch): WebhookCall {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
    ...(contacts ? { contacts } : {}),
    ...(messages ? { messages } : {}),
    ...(statuses ? { statuses } : {}),
  };
  return signedWhatsapp(
    account,
    metaJson({ object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes: [{ value, field: 'messages' }] }] }),
  );
}

/** Contents of each kind that a customer can send. */
export const whatsappContents: readonly Json[] = [
  { type: 'text', text: { body: 'My top-up of 50.00 did not arrive 😟' } },
  { type: 'text', text: { body: '我的转账没有到账，请帮忙看看' } },
  { type: 'image', image: { id: '1479537139650973', mime_type: 'image/jpeg', sha256: 'x', caption: 'The receipt' } },
  { type: 'audio', audio: { id: '1908647269898587', mime_type: 'audio/ogg; codecs=opus', voice: true } },
  { type: 'video', video: { id: '1166846181421424', mime_type: 'video/mp4' } },
  { type: 'document', document: { id: '1376223850470843', mime_type: 'application/pdf', filename: 'statement.pdf', caption: 'July' } },
  { type: 'sticker', sticker: { id: '798882015472548', mime_type: 'image/webp', animated: false } },
  { type: 'location', location: { latitude: 31.2304, longitude: 121.4737, name: 'The Bund', address: 'Zhongshan East 1st Road' } },
  { type: 'contacts', contacts: [{ name: { formatted_name: 'Li Wei' }, phones: [{ phone: '+86 138 0013 8000', type: 'CELL' }] }] },
  { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } },
  { type: 'button', button: { payload: 'yes', text: 'Yes, freeze it' } },
  { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'b1', title: 'Freeze the card' } } },
  { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'l1', title: 'Refund', description: 'Money back' } } },
  { type: 'unsupported', errors: [{ code: 131051, title: 'Message type unknown' }], unsupported: { type: 'poll_creation' } },
];

/** A customer of these calls; every third hides the number behind a user name, as is possible since 2026. */
export function whatsappCustomer(index: number): { readonly sender: Json; readonly contact: Json; readonly user: string } {
  const phone = `1650555${String(1000 + (index % 9000))}`;
  const user = `US.${13_000_000_000 + index}`;
  const name = ['Sheena Nelson', '王小明 🐉', 'مريم \u200f(عمّان)', "Zoë O'Hara"][index % 4] ?? '';
  const hidden = index % 3 === 2;
  return {
    user,
    sender: hidden ? { from_user_id: user } : { from: phone, from_user_id: user },
    contact: hidden ? { profile: { name, username: `user${index}` }, user_id: user } : { profile: { name }, wa_id: phone, user_id: user },
  };
}

/** Valid signed calls of many customers, one message each, of every kind in turn; `now` in ms. */
export function whatsappCalls(account: WhatsappAccount, count: number, now: number): WebhookCall[] {
  return Array.from({ length: count }, (_, index) => {
    const { sender, contact } = whatsappCustomer(index);
    const content = whatsappContents[index % whatsappContents.length];
    const id = `wamid.${Buffer.from(`${account.phoneNumberId} ${index}`).toString('base64')}`;
    return whatsappCall(account, { contacts: [contact], messages: [{ ...sender, id, timestamp: String(Math.floor(now / 1000)), ...content }] });
  });
}
