import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MailMessage, mailLimits } from '#electron/channels/email/mail-message.ts';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';
import { readMutated } from '#tests/integration/email/mutated-mails.ts';
import { whole } from '#tests/whole.ts';

const logger = recordingLogger();

/** What holds for every mail that was read, whoever wrote it. */
function expectHarmless(mail: MailMessage): void {
  const lines = [mail.subject, ...[mail.from, ...mail.to, ...mail.cc, ...mail.replyTo].flatMap((each) => (each ? [each.name, each.address] : []))];
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  for (const { name, size, bytes } of mail.attachments) {
    expect(name).toMatch(/^[^/\\\p{Cc}\p{Cf}]{1,120}$/u);
    expect(name).not.toMatch(/^\.|[.\s]$/);
    expect(size).toBe(bytes.length);
  }
  for (const id of [mail.messageId ?? 'x', ...mail.references, ...mail.inReplyTo]) expect(id).toMatch(/^[^<>\s\p{Cc}]+$/u);
  expect([mail.text, mail.quoted ?? ''].every((text) => text.isWellFormed() && !text.includes('\0'))).toBe(true);
}

describe('The mails of other projects', () => {
  let reader: MailReader;
  let corpus: Awaited<ReturnType<typeof mailCorpus>>;

  beforeAll(async () => {
    reader = new MailReader({ logger });
    await reader.start();
    corpus = await mailCorpus();
  });
  afterAll(() => reader.stop());

  it('all open or are explained', async () => {
    expect(corpus.length).toBeGreaterThanOrEqual(300);
    const times: number[] = [];
    const faults: string[] = [];
    for (const { place, bytes } of corpus) {
      const began = performance.now();
      const read = await reader.read(bytes);
      times.push(performance.now() - began);
      if (read.ok) expectHarmless(read.value);
      else faults.push(`${place}: ${read.error.code}`);
    }
    expect(faults).toEqual(['mikel-mail/sample-output-multipart.eml: empty']);
    const sorted = times.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThan(200);
    expect(logger.lines).toEqual([]);
  });

  it('do no harm when they are broken in any way', async () => {
    const thousands = whole ? 8 : 2;
    const done: number[] = [];
    const read = await readMutated(thousands * 1_000, (count) => done.push(count), { onMail: expectHarmless });
    // The thread that began is the thread that ended.
    expect([read.broken, read.threadsLost]).toEqual([[], 0]);
    expect(read.opened + read.explained).toBe(thousands * 1_000);
    expect(read.opened).toBeGreaterThan(thousands * 812);
    expect(done).toEqual(Array.from({ length: thousands }, (_, index) => (index + 1) * 1_000));
  });

  it('may be as large as a mail may be, and no larger', async () => {
    const head = Buffer.from('From: a@b.example\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n');
    const line = Buffer.from(`${Buffer.alloc(57, 7).toString('base64')}\r\n`);
    const mail = Buffer.concat([head, ...Array.from({ length: Math.floor((mailLimits.bytes - head.length) / line.length) }, () => line)]);
    const read = await reader.read(mail);
    expect(read.ok && read.value.attachments[0]?.size).toBeGreaterThan(18_000_000);
    expect(await reader.read(new Uint8Array(mailLimits.bytes + 1))).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });
});

describe('A mail that breaks its reader', () => {
  const worker = new URL(import.meta.resolve('#tests/fixtures/workers/stuck-mail-worker.ts'));
  const stuck = new MailReader({ logger: recordingLogger(), worker, ms: 300, heapMib: 32 });

  beforeAll(() => stuck.start());
  afterAll(() => stuck.stop());

  it.each([
    [1, 'too-slow', 'it took longer than 300 ms'],
    [2, 'unreadable', 'its thread ended with 7'],
    [3, 'unreadable', 'as asked'],
    [4, 'too-much-memory', 'reading it took more memory than a mail may take'],
  ])('is told, and the next is read: %i', async (what, code, detail) => {
    // Filling the heap takes longer than a loop needs to be known.
    const reader = what === 4 ? new MailReader({ logger: recordingLogger(), worker, heapMib: 32 }) : stuck;
    await reader.start();
    const [first, next] = await Promise.all([reader.read(Uint8Array.of(what)), reader.read(Uint8Array.of(0))]);
    expect(first).toEqual({ ok: false, error: { code, detail } });
    expect(next).toEqual({ ok: false, error: { code: 'not-a-mail', detail: 'as asked' } });
    if (reader !== stuck) await reader.stop();
  });

  it('may die between two mails', async () => {
    const heard = recordingLogger();
    const reader = new MailReader({ logger: heard, worker });
    await reader.start();
    await reader.read(Uint8Array.of(5));
    await vi.waitFor(() => expect(heard.lines.map(({ message }) => message)).toEqual(['thread: gone']));
    expect(await reader.read(Uint8Array.of(0))).toMatchObject({ error: { code: 'not-a-mail' } });
    await reader.stop();
  });

  it('answers the mail under way when it is stopped', async () => {
    const reader = new MailReader({ logger: recordingLogger(), worker });
    await reader.start();
    const under = reader.read(Uint8Array.of(1));
    const waiting = reader.read(Uint8Array.of(0));
    await new Promise((resolve) => setImmediate(resolve));
    await reader.stop();
    expect(await under).toEqual({ ok: false, error: { code: 'unreadable', detail: 'the reader was stopped' } });
    expect(await waiting).toEqual({ ok: false, error: { code: 'unreadable', detail: 'the reader was stopped' } });
  });
});
