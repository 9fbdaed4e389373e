import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader, MOST_TOGETHER, signFrames } from '#electron/engine/nats/signing/frame.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';

const key = signingKey(freshSeed());
const messagesOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ subject: `case.retail.${n % 7}`, body: Buffer.from(JSON.stringify([{ n, text: '退款'.repeat(n % 50) }])) }));

test('every frame of a batch is believed in any order, by a reader that knows nothing as by one that knows the others', () => {
  for (const count of [1, 2, 3, 5, 8, 31, 100, MOST_TOGETHER]) {
    const messages = messagesOf(count);
    const frames = signFrames(key, 'desk', messages);
    const knowing = new FrameReader('desk');
    for (const n of [...frames.keys()].toSorted((a, b) => ((a * 7919) % 257) - ((b * 7919) % 257))) {
      const [message, frame] = [messages[n], frames[n]];
      if (!message || !frame) throw new Error('no frame');
      const expected = { publicKey: key.publicKey, body: message.body };
      expect(knowing.read(message.subject, frame)).toEqual(expected);
      expect(new FrameReader('desk').read(message.subject, frame)).toEqual(expected);
    }
  }
});

test('a frame with any bit turned, or under another subject, is judged the same by a reader that knows the batch and by one that does not', () => {
  const messages = messagesOf(20);
  const frames = signFrames(key, 'desk', messages);
  const knowing = new FrameReader('desk');
  for (const [n, frame] of frames.entries()) knowing.read(messages[n]?.subject ?? '', frame);
  fc.assert(
    fc.property(fc.nat(19), fc.nat(), fc.nat(7), fc.boolean(), (n, at, bit, moved) => {
      const [message, frame] = [messages[n], frames[n]];
      if (!message || !frame) return;
      const turned = Buffer.from(frame);
      const place = at % turned.length;
      if (!moved) turned[place] = (turned[place] ?? 0) ^ (1 << bit);
      const subject = moved ? `${message.subject}x` : message.subject;
      const judged = knowing.read(subject, turned);
      expect(judged).toEqual(new FrameReader('desk').read(subject, turned));
      // Base64 may be written in several ways; whatever is believed says what was signed.
      if ('body' in judged) expect(judged).toEqual({ publicKey: key.publicKey, body: message.body });
    }),
    { numRuns: 3_000 },
  );
});

test('a frame of another desk is refused', () => {
  const [message] = messagesOf(1);
  if (!message) throw new Error('no message');
  const [frame] = signFrames(key, 'desk', [message]);
  expect(new FrameReader('other').read(message.subject, frame ?? Buffer.alloc(0))).toHaveProperty('fault');
});
