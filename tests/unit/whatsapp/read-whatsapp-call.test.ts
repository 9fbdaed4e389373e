import { describe, expect, it } from 'vitest';
import { readWhatsappCall, type WhatsappEntry } from '#electron/channels/whatsapp/read-whatsapp-call.ts';
import { whatsappWords } from '#electron/channels/whatsapp/whatsapp-words.ts';
import { whatsappCall, whatsappContents } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer } from '#tests/fakes/whatsapp-server.ts';

const account = new WhatsappServer().account({ apiBase: 'https://graph.facebook.com/v23.0' });
const base = { from: '16505551234', id: 'wamid.1', timestamp: '1749416383' };
const read = (...messages: readonly unknown[]): readonly WhatsappEntry[] => readWhatsappCall(whatsappCall(account, { messages }).body, account.phoneNumberId);

/** The words and files of one message. */
function said(content: Readonly<Record<string, unknown>>) {
  const [entry] = read({ ...base, ...content });
  if (entry?.kind !== 'message') throw new Error(`not a message: ${JSON.stringify(entry)}`);
  return whatsappWords(entry.message);
}

describe('what a customer sent', () => {
  it.each([
    [{ type: 'text', text: { body: '你好 👩‍👩‍👧 \u202bשלום\u202c' } }, '你好 👩‍👩‍👧 \u202bשלום\u202c', []],
    [{ type: 'image', image: { id: '14795', mime_type: 'image/jpeg', caption: 'See' } }, 'See', [['image', 'whatsapp-image-14795.jpg']]],
    [{ type: 'image', image: { id: '14795', mime_type: 'image/heif' } }, '', [['image', 'whatsapp-image-14795.bin']]],
    [{ type: 'audio', audio: { id: '2', mime_type: 'audio/ogg; codecs=opus', voice: true } }, '', [['voice', 'whatsapp-voice-2.ogg']]],
    [{ type: 'video', video: { id: '3', mime_type: 'video/mp4' } }, '', [['video', 'whatsapp-video-3.mp4']]],
    [{ type: 'document', document: { id: '4', mime_type: 'application/pdf', filename: '账单.pdf' } }, '', [['file', '账单.pdf']]],
    [{ type: 'document', document: { id: '4', mime_type: 'application/pdf', filename: '../../etc/pass\u202ewd' } }, '', [['file', 'passwd.pdf']]],
    [{ type: 'sticker', sticker: { id: '5', mime_type: 'image/webp' } }, '', [['image', 'whatsapp-image-5.webp']]],
    [{ type: 'location', location: { latitude: 1.5, longitude: -2, name: 'Bund' } }, '📍 1.5, -2\nBund', []],
    [
      { type: 'contacts', contacts: [{ name: { formatted_name: 'Li Wei' }, phones: [{ phone: '+86 138' }], emails: [{ email: 'l@x.cn' }] }] },
      '👤 Li Wei\n+86 138\nl@x.cn',
      [],
    ],
    [{ type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '🙏🏽' } }, '🙏🏽', []],
    [{ type: 'button', button: { text: 'Yes' } }, 'Yes', []],
    [{ type: 'interactive', interactive: { button_reply: { id: 'a', title: 'Freeze' } } }, 'Freeze', []],
    [{ type: 'interactive', interactive: { list_reply: { id: 'a', title: 'Refund', description: 'of a payment' } } }, 'Refund\nof a payment', []],
    [{ type: 'order', order: { text: 'please', product_items: [{}, {}] } }, '🛒 × 2\nplease', []],
    [{ type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'poll_creation' } }, '❔ (poll_creation)', []],
    [{ type: 'hologram' }, '❔ (hologram)', []],
  ])('%j reads %j', (content, text, files) => {
    const found = said(content);
    expect(found?.text).toBe(text);
    expect(found?.media.map(({ kind, name }) => [kind, name])).toEqual(files);
  });

  it.each([
    [{ type: 'reaction', reaction: { message_id: 'wamid.0' } }],
    [{ type: 'system', system: { body: 'User changed from 1 to 2', type: 'user_changed_number' } }],
  ])('%j is nothing that was said', (content) => {
    expect(said(content)).toBeNull();
  });

  it('reads every kind that the bench sends', () => {
    for (const content of whatsappContents) expect(said(content)).not.toBeNull();
  });
});

describe('readWhatsappCall', () => {
  it('takes a name from the contact with the same number or id', () => {
    const contacts = [
      { profile: { name: 'Somebody' }, wa_id: '1999999999' },
      { profile: { name: 'مريم 🐉' }, user_id: 'US.1' },
    ];
    const { body } = whatsappCall(account, { contacts, messages: [{ ...base, from: undefined, from_user_id: 'US.1', type: 'text', text: { body: 'x' } }] });
    const [entry] = readWhatsappCall(body, account.phoneNumberId);
    expect(entry).toMatchObject({ kind: 'message', message: { profileName: 'مريم 🐉', from_user_id: 'US.1' } });
  });

  it('keeps the good ones beside a bad one, in their order', () => {
    const good = (id: string) => ({ ...base, id, type: 'text', text: { body: id } });
    const kinds = read(
      good('a'),
      { ...base, id: 'b', timestamp: 'soon', type: 'text' },
      null,
      7,
      { ...base, type: 'image', image: { id: '../x' } },
      good('c'),
    ).map((entry) => (entry.kind === 'message' ? entry.message.id : entry.kind));
    expect(kinds).toEqual(['a', 'bad', 'bad', 'bad', 'bad', 'c']);
  });

  it.each([
    ['no sender', { id: 'x', timestamp: '1', type: 'text', text: { body: 'x' } }],
    ['a group', { ...base, group_id: 'g1', type: 'text', text: { body: 'x' } }],
    ['an endless id', { ...base, id: 'x'.repeat(300), type: 'text', text: { body: 'x' } }],
  ])('does not take a message with %s', (_, message) => {
    expect(read(message)).toMatchObject([{ kind: 'bad' }]);
  });

  it('says when a call is for another number', () => {
    const { body } = whatsappCall(account, { messages: [{ ...base, type: 'text', text: { body: 'x' } }], phoneNumberId: '999' });
    expect(readWhatsappCall(body, account.phoneNumberId)).toMatchObject([{ kind: 'bad', detail: expect.stringContaining('another phone number') }]);
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"object":"page","entry":[]}', '{"object":"whatsapp_business_account"}'])('is not upset by %j', (text) => {
    expect(readWhatsappCall(Buffer.from(text), account.phoneNumberId)).toEqual([{ kind: 'bad', detail: 'the call is no WhatsApp call' }]);
  });

  it('tells nothing of what a customer wrote', () => {
    const [entry] = read({ ...base, timestamp: 'x', type: 'text', text: { body: 'my card is 6222 0202' } });
    expect(JSON.stringify(entry)).not.toContain('6222');
  });
});
