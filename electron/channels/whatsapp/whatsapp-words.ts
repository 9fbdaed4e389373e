import { endingFor, strangersFileName } from '#electron/channels/strangers-text.ts';
import type { WhatsappMedia, WhatsappMessage } from '#electron/channels/whatsapp/read-whatsapp-call.ts';

export interface MediaRef {
  readonly kind: 'image' | 'voice' | 'video' | 'file';
  readonly id: string;
  readonly name: string;
}

export interface Said {
  readonly text: string;
  readonly media: readonly MediaRef[];
}

function file(kind: MediaRef['kind'], { id, mime_type: type, filename, caption = '' }: WhatsappMedia): Said {
  const made = `whatsapp-${kind}-${id.slice(-8)}.${endingFor(type)}`;
  return { text: caption, media: [{ kind, id, name: strangersFileName(filename, made) }] };
}

const words = (text: string): Said => ({ text, media: [] });
const lines = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

function contactWords(contacts: NonNullable<WhatsappMessage['contacts']>): string {
  return contacts
    .map(({ name, phones, emails }) =>
      lines(`👤 ${name?.formatted_name ?? ''}`.trim(), ...phones.map(({ phone }) => phone), ...emails.map(({ email }) => email)),
    )
    .join('\n');
}

/**
 * A message as an agent reads it. What has no words of its own is shown by a sign that needs no language. Null: nothing
 * that anybody said, such as a reaction taken back or a changed number.
 */
export function whatsappWords(message: WhatsappMessage): Said | null {
  const { text, image, audio, video, document, sticker, location, contacts, reaction, button, interactive, order } = message;
  if (message.type === 'system') return null;
  if (text) return words(text.body);
  if (image) return file('image', image);
  if (sticker) return file('image', sticker);
  if (audio) return file('voice', audio);
  if (video) return file('video', video);
  if (document) return file('file', document);
  if (location) return words(lines(`📍 ${location.latitude}, ${location.longitude}`, location.name, location.address));
  if (contacts) return words(contactWords(contacts));
  if (reaction) return reaction.emoji === undefined || reaction.emoji === '' ? null : words(reaction.emoji);
  if (button) return words(button.text);
  if (interactive?.button_reply) return words(interactive.button_reply.title);
  if (interactive?.list_reply) return words(lines(interactive.list_reply.title, interactive.list_reply.description));
  if (interactive?.nfm_reply) return words(`📝 ${interactive.nfm_reply.body}`.trim());
  if (order) return words(lines(`🛒 × ${order.product_items.length}`, order.text));
  return words(`❔ (${message.unsupported?.type ?? message.type})`);
}
