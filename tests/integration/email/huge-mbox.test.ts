import { expect, test } from 'vitest';
import { readMbox } from '#electron/channels/email/read-mbox.ts';

const MAILS = 40_000;
const MIB = 1024 * 1024;

async function* hugeBox(): AsyncGenerator<Uint8Array> {
  const body = 'Where is my money?\n'.repeat(600);
  for (let at = 0; at < MAILS; at++) {
    yield Buffer.from(`From li@example.com Mon Nov 23 08:00:00 2026\nSubject: ${at}\n\n${body}\n`);
  }
  yield Buffer.from('From li@example.com Mon Nov 23 08:00:00 2026\nSubject: too large\n\n');
  for (let at = 0; at < 64; at++) yield Buffer.alloc(MIB, at % 2 === 0 ? 'x' : 'y\n');
}

test('a mailbox of 500 MB streams by in bounded memory', async () => {
  const usage = () => process.memoryUsage().rss / MIB;
  let mails = 0;
  let bytes = 0;
  let most = 0;
  const before = usage();
  let last: { bytes: Uint8Array | null; size: number } | null = null;
  for await (const mail of readMbox(hugeBox())) {
    mails += 1;
    bytes += mail.size;
    last = mail;
    if (mails % 500 === 0) most = Math.max(most, usage() - before);
  }
  most = Math.max(most, usage() - before);
  expect(mails).toBe(MAILS + 1);
  expect(bytes / MIB).toBeGreaterThan(490);
  expect(last?.bytes).toBeNull();
  expect(most).toBeLessThan(200);
});
