import { describe, expect, it } from 'vitest';
import { FILE_TOO_BIG, NOT_CONNECTED } from '#electron/channels/provider-call.ts';
import { readUpdate } from '#electron/channels/telegram/read-update.ts';
import { narrowed, telegramReason } from '#electron/channels/telegram/telegram-reasons.ts';
import { telegramWords } from '#electron/channels/telegram/telegram-words.ts';
import { telegramMessage } from '#tests/fakes/telegram-server.ts';

function said(content: Readonly<Record<string, unknown>>) {
  const update = readUpdate({ update_id: 1, message: telegramMessage(content) });
  if (update?.kind !== 'message') throw new Error(`not a message: ${JSON.stringify(update)}`);
  return telegramWords(update.message);
}

const photo = (id: string, side: number) => ({ file_id: id, file_unique_id: id, width: side, height: side, file_size: side });

describe('what a customer sent', () => {
  it.each([
    [{ text: '你好 👩‍👩‍👧 \u202bשלום' }, '你好 👩‍👩‍👧 \u202bשלום', null],
    [{ photo: [photo('small', 90), photo('largest', 1280), photo('middle', 320)], caption: 'See' }, 'See', ['image', 'largest', 'telegram-image-largest.jpg']],
    [{ voice: { file_id: 'v1', duration: 3, mime_type: 'audio/ogg' } }, '', ['voice', 'v1', 'telegram-voice-v1.ogg']],
    [{ audio: { file_id: 'a1', file_name: '歌.mp3' } }, '', ['voice', 'a1', '歌.mp3']],
    [{ video: { file_id: 'd1' } }, '', ['video', 'd1', 'telegram-video-d1.mp4']],
    [{ video_note: { file_id: 'n1' } }, '', ['video', 'n1', 'telegram-video-n1.mp4']],
    [{ animation: { file_id: 'g1' }, document: { file_id: 'g1' } }, '', ['video', 'g1', 'telegram-video-g1.mp4']],
    [{ document: { file_id: 'f1', file_name: 'C:\\fakepath\\账单.pdf', mime_type: 'application/pdf' }, caption: 'July' }, 'July', ['file', 'f1', '账单.pdf']],
    [{ document: { file_id: 'f1' } }, '', ['file', 'f1', 'telegram-file-f1.bin']],
    [{ sticker: { file_id: 's1', emoji: '😀' } }, '😀', ['image', 's1', 'telegram-image-s1.webp']],
    [{ location: { latitude: 1.5, longitude: -2 } }, '📍 1.5, -2', null],
    [
      { venue: { title: 'Bund', address: 'Road 1', location: { latitude: 1, longitude: 2 } }, location: { latitude: 1, longitude: 2 } },
      '📍 1, 2\nBund\nRoad 1',
      null,
    ],
    [{ contact: { phone_number: '+86138', first_name: 'Li', last_name: 'Wei' } }, '👤 Li Wei\n+86138', null],
    [{ poll: { question: 'Which?' } }, '📊 Which?', null],
    [{ dice: { emoji: '🎲', value: 4 } }, '🎲 4', null],
  ])('%j reads %j', (content, text, file) => {
    const found = said(content);
    expect(found?.text).toBe(text);
    expect(found?.file ? [found.file.kind, found.file.id, found.file.name] : null).toEqual(file);
  });

  it('is nothing where a service message stands', () => {
    expect(said({ pinned_message: {} })).toBeNull();
  });
});

describe('readUpdate', () => {
  it.each([
    [{ message: telegramMessage({ chat: { id: -5, type: 'supergroup' }, text: 'x' }) }, { kind: 'ignored', why: 'not private' }],
    [{ message: telegramMessage({ from: { id: 1, is_bot: true, first_name: 'B' }, text: 'x' }) }, { kind: 'ignored', why: 'bot' }],
    [{ callback_query: {} }, { kind: 'ignored', why: 'kind' }],
    [{ message: { text: 'my card is 6222' } }, { kind: 'bad' }],
    [{ message: 'x' }, { kind: 'bad' }],
    [{ edited_message: telegramMessage({ text: 'x' }) }, { kind: 'message', edited: true }],
  ])('%j is %j', (update, expected) => {
    const read = readUpdate({ update_id: 3, ...update });
    expect(read).toMatchObject({ id: 3, ...expected });
    if (read?.kind === 'bad') expect(read.detail).not.toContain('6222');
  });

  it.each([null, 7, 'x', [], {}, { update_id: 'x' }, { update_id: -1 }])('cannot tell %j from others', (raw) => {
    expect(readUpdate(raw)).toBeNull();
  });
});

describe('telegramReason', () => {
  it.each([
    [403, 'Forbidden: bot was blocked by the user', 'blocked-by-customer'],
    [403, 'Forbidden: user is deactivated', 'not-reachable'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'not-reachable'],
    [400, 'Bad Request: chat not found', 'not-reachable'],
    [400, 'Bad Request: message is too long', 'too-long'],
    [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', 'file-refused'],
    [400, 'Bad Request: something new', 'not-accepted'],
    [413, 'Request Entity Too Large', 'file-too-large'],
    [429, 'Too Many Requests: retry after 5', 'provider-busy'],
    [401, 'Unauthorized', 'refused-credentials'],
    [NOT_CONNECTED, '', 'unreachable'],
    [FILE_TOO_BIG, '', 'file-too-large'],
    [418, 'teapot', null],
  ])('%d %s is %s', (code, description, reason) => {
    expect(telegramReason(narrowed(code, description))).toBe(reason);
  });
});
