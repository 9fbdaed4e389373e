import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { COPIED_CHANNEL, CopiedValues } from '#electron/main/copied-values.ts';
import { tellCopied } from '#electron/preload/tell-copied.ts';
import { SHOWN_SECONDS } from '#shared/desk/reasons.ts';
import { FakeClipboard, FakeFrame } from '#tests/fakes/electron.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const phone = '13800138000';
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function values() {
  const clipboard = new FakeClipboard();
  const logger = recordingLogger();
  const timers: { readonly run: () => void; readonly ms: number }[] = [];
  const subject = new CopiedValues({ clipboard, later: (run, ms) => timers.push({ run, ms }), logger: () => logger });
  const copy = (text: string, frame: FakeFrame | null = new FakeFrame(), hash: unknown = hashOf(text)) => {
    clipboard.text = text;
    // As the page's preload tells it.
    tellCopied({ send: (channel, given) => channel === COPIED_CHANNEL && subject.copied({ senderFrame: frame } as never, given) })(hash);
  };
  /** The time of the copy that came first is over. */
  const over = async () => {
    timers.shift()?.run();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clipboard, logger, timers, subject, copy, over };
}

test('a value is taken out of the clipboard after its time', async () => {
  const { clipboard, timers, copy, over } = values();
  copy(phone);
  expect(timers.map(({ ms }) => ms)).toEqual([SHOWN_SECONDS * 1000]);
  expect(clipboard.text).toBe(phone);
  await over();
  expect(clipboard.text).toBe('');
});

test('what was copied since stays', async () => {
  const { clipboard, copy, over } = values();
  copy(phone);
  clipboard.text = 'a text of somebody’s own';
  await over();
  expect(clipboard.text).toBe('a text of somebody’s own');
});

test('a value that was copied again has its time from then on', async () => {
  const { clipboard, copy, over } = values();
  copy(phone);
  copy(phone);
  await over();
  expect(clipboard.text).toBe(phone);
  await over();
  expect(clipboard.text).toBe('');
});

test('at the end of the program what has its time yet is taken out at once, and nothing else', async () => {
  const { clipboard, subject, copy, over } = values();
  await subject.stop();
  copy(phone);
  await subject.stop();
  expect(clipboard.text).toBe('');
  clipboard.text = phone;
  await over();
  await subject.stop();
  expect(clipboard.text).toBe(phone);
});

test.each([
  ['another page', new FakeFrame({ origin: 'https://example.com' }), hashOf(phone)],
  ['a frame in the page', new FakeFrame({ parent: new FakeFrame() }), hashOf(phone)],
  ['a page that is gone', new FakeFrame({ detached: true }), hashOf(phone)],
  ['nobody', null, hashOf(phone)],
  ['who tells no hash', new FakeFrame(), phone],
  ['who tells a thing', new FakeFrame(), { toString: () => hashOf(phone).toUpperCase() }],
])('%s is not heard', async (_who, frame, hash) => {
  const { clipboard, logger, timers, subject, copy } = values();
  copy(phone, frame, hash);
  expect(timers).toEqual([]);
  await subject.stop();
  expect(clipboard.text).toBe(phone);
  expect(logger.lines.map(({ message }) => message)).toEqual(['copied: refused']);
  expect(JSON.stringify(logger.lines)).not.toContain(phone);
});

test('a clipboard that cannot be read is left, and that is logged without what it may hold', async () => {
  const { clipboard, logger, subject, copy } = values();
  copy(phone);
  clipboard.refusal = 'the clipboard is held by another program';
  await subject.stop();
  expect(clipboard.text).toBe(phone);
  expect(logger.lines.map(({ message }) => message)).toEqual(['clear: the clipboard was not read']);
});
