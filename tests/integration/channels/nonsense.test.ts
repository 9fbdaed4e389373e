import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readUpdate } from '#electron/channels/telegram/read-update.ts';
import { telegramWords } from '#electron/channels/telegram/telegram-words.ts';
import { telegramMessage } from '#tests/fakes/telegram-server.ts';
import { signedWeibo, weiboCall, weiboContents } from '#tests/fakes/weibo-calls.ts';
import { WeiboServer } from '#tests/fakes/weibo-server.ts';
import { signedWhatsapp, whatsappCall, whatsappContents } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer } from '#tests/fakes/whatsapp-server.ts';
import { weiboOf } from '#tests/integration/weibo/weibo-kit.ts';
import { NOW, whatsappOf } from '#tests/integration/whatsapp/whatsapp-kit.ts';

const whatsapp = new WhatsappServer().account({ apiBase: 'http://127.0.0.1:9/v23.0' });
const weibo = new WeiboServer().account({ apiBase: 'http://127.0.0.1:9' });

/** A good content with any of its fields replaced by anything. */
const spoilt = (contents: readonly Readonly<Record<string, unknown>>[]) =>
  fc.tuple(fc.constantFrom(...contents), fc.jsonValue(), fc.nat()).map(([content, junk, at]) => {
    const keys = Object.keys(content);
    return { ...content, [keys[at % keys.length] ?? 'text']: junk };
  });

const deep = (depth: number): string => `{"type":"text","a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

it('a signed WhatsApp call with anything in it is answered, and what can be read is had', async () => {
  const { connection, desk } = whatsappOf(whatsapp);
  await connection.start();
  const good = { from: '16505551234', id: 'wamid.good', timestamp: String(NOW / 1000), type: 'text', text: { body: 'hello' } };
  const bad = fc.oneof(fc.jsonValue(), spoilt(whatsappContents.map((content) => ({ from: '1650555', id: 'wamid.x', timestamp: '1', ...content }))));
  await fc.assert(
    fc.asyncProperty(bad, async (message) => {
      desk.pushes.length = 0;
      expect((await connection.webhook(whatsappCall(whatsapp, { contacts: [message], messages: [message, good], statuses: [message] }))).status).toBe(200);
      expect(desk.pushes.at(-1)?.msgId).toBe('wamid.good');
    }),
    { numRuns: 300, seed: 7 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      async (body) => {
        expect((await connection.webhook(signedWhatsapp(whatsapp, body))).status).toBe(200);
      },
    ),
    { numRuns: 200, seed: 7 },
  );
  for (const depth of [1_000, 3_000, 6_000, 100_000]) expect((await connection.webhook(signedWhatsapp(whatsapp, Buffer.from(deep(depth))))).status).toBe(200);
  await connection.stop();
});

it('a signed Weibo call with anything in it is answered', async () => {
  const { connection } = weiboOf(weibo);
  await connection.start();
  let nonce = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(spoilt(weiboContents), fc.dictionary(fc.string(), fc.jsonValue())), async (push) => {
      expect((await connection.webhook(weiboCall(weibo, push, NOW, `n${++nonce}`))).status).toBe(200);
    }),
    { numRuns: 300, seed: 7 },
  );
  for (const depth of [1_000, 3_000, 6_000, 100_000]) {
    const whole = Buffer.from(weiboCall(weibo, { text: 'x', data: 'DEEP' }, NOW, '1').body)
      .toString('utf8')
      .replace('"DEEP"', deep(depth));
    expect((await connection.webhook(signedWeibo(weibo, whole, NOW, `d${depth}`))).status).toBe(200);
  }
  await connection.stop();
});

it('an update of Telegram with anything in it is read or told', () => {
  const messages = [
    telegramMessage({ text: 'x' }),
    telegramMessage({ photo: [{ file_id: 'a', width: 1, height: 1 }], caption: 'c' }),
    telegramMessage({ contact: { phone_number: '1' } }),
  ];
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), spoilt(messages)), (message) => {
      const update = readUpdate({ update_id: 5, message });
      expect(update?.id).toBe(5);
      if (update?.kind === 'message') telegramWords(update.message);
    }),
    { numRuns: 500, seed: 7 },
  );
});
