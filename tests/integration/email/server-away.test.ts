import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import { Outbound } from '#electron/desk/outbound/outbound.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import { SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { accountAt, mailOf } from '#tests/integration/email/account-kit.ts';
import { type AccountsOn, EmailRoom } from '#tests/integration/email/email-kit.ts';

/** One program: an account at a real SMTP server, and the desk's own book of what is to leave. */
interface Program {
  readonly on: AccountsOn;
  readonly outbound: Outbound;
}

let smtp: SmtpHouse;
let room: EmailRoom;
let book: MemoryMailBook;
let program: Program;
let timers: { readonly work: () => void; readonly ms: number }[];

async function begin(): Promise<Program> {
  timers = [];
  const { hub, store, log, desk } = room.console;
  const on = await room.accountsOn([accountAt({ smtp: smtp.server })], { book });
  const outbound = new Outbound({
    host: 'this host',
    restoredAt: null,
    hub,
    cache: store.cache,
    log,
    desk,
    rules: { reply: (channel) => defaultReplyRules[channel], wrapUp: () => ({ seconds: 0, dispositionRequired: false }) },
    deliverers: [on.channel],
    clock: () => room.time.now,
    setTimer: (work, ms) => {
      const timer = { work, ms };
      timers.push(timer);
      return timer;
    },
    clearTimer: (timer) => {
      timers = timers.filter((kept) => kept !== timer);
    },
    random: () => 0.5,
    logger: recordingLogger(),
  });
  await outbound.start();
  return { on, outbound };
}

async function end({ on, outbound }: Program): Promise<void> {
  await outbound.stop();
  await on.stop();
}

beforeEach(async () => {
  smtp = new SmtpHouse();
  room = new EmailRoom();
  book = new MemoryMailBook();
  await Promise.all([smtp.start(), room.start()]);
  program = await begin();
});
afterEach(async () => {
  await end(program);
  await room.stop();
  await smtp.stop();
});

async function answered(text: string): Promise<{ readonly caseId: CaseId; readonly sent: KnownEvent<'message.sent'> }> {
  const taken = await program.on.channel.takeMail(mailOf('a'), 'by hand');
  if (taken.kind !== 'received') throw new Error(taken.kind);
  return { caseId: taken.caseId, sent: await room.reply(taken.caseId, text) };
}

/** The time of what waits has come: an attempt is made, and its end is on record. */
async function nextTry(caseId: CaseId, sent: KnownEvent<'message.sent'>): Promise<unknown> {
  const [timer] = timers.splice(0);
  if (!timer) throw new Error('nothing waits');
  room.time.now += timer.ms;
  const before = await room.delivery(caseId, sent.id);
  timer.work();
  return vi.waitFor(
    async () => {
      const now = await room.delivery(caseId, sent.id);
      expect(now).not.toEqual(before);
      expect(now).not.toMatchObject({ state: 'sending' });
      expect(timers).toHaveLength((now as { state: string }).state === 'queued' ? 1 : 0);
      return now;
    },
    { interval: 5, timeout: 10_000 },
  );
}

const triesUntil = async (until: number, caseId: CaseId, sent: KnownEvent<'message.sent'>): Promise<unknown> => {
  let last: unknown = null;
  while (room.time.now < until && timers.length > 0) last = await nextTry(caseId, sent);
  return last;
};

describe('A mail server that is away', () => {
  it('for an hour, over a restart: the mail waits, says until when, and leaves once when the server is back', async () => {
    const { caseId, sent } = await answered('Tomorrow.');
    await smtp.stop();
    expect(await nextTry(caseId, sent)).toEqual({ state: 'queued', reason: 'unreachable', next: room.time.now + 22_500 });
    await triesUntil(room.time.now + 30 * MINUTE, caseId, sent);
    await end(program);
    room.time.now += HOUR;
    program = await begin();
    // Its time came while the program was off.
    expect(timers.map(({ ms }) => ms)).toEqual([0]);
    await smtp.start();
    expect(await nextTry(caseId, sent)).toEqual({ state: 'sent' });
    expect(smtp.mails.map(({ to }) => to)).toEqual([['li@example.com']]);
    expect(timers).toEqual([]);
    await end(program);
    program = await begin();
    expect(timers).toEqual([]);
    expect(smtp.mails).toHaveLength(1);
  });

  it('longer than a day: the mail is the agent’s again, with the reason', async () => {
    const { caseId, sent } = await answered('Tomorrow.');
    await smtp.stop();
    const began = room.time.now;
    expect(await triesUntil(began + 2 * DAY, caseId, sent)).toEqual({ state: 'failed', reason: 'unreachable' });
    expect(room.time.now - began).toBeGreaterThan(23 * HOUR);
    expect(room.time.now - began).toBeLessThanOrEqual(DAY + 5 * SECOND);
    expect(timers).toEqual([]);
  });

  it('that may have taken the mail gets it no second time by itself', async () => {
    const { caseId, sent } = await answered('Tomorrow.');
    await smtp.stop();
    await nextTry(caseId, sent);
    await smtp.start();
    smtp.fault = 'lost';
    expect(await nextTry(caseId, sent)).toEqual({ state: 'unknown', reason: 'connection-lost' });
    smtp.fault = 'none';
    expect(timers).toEqual([]);
    await end(program);
    program = await begin();
    expect(timers).toEqual([]);
    expect(smtp.mails).toHaveLength(1);
    expect(await room.delivery(caseId, sent.id)).toEqual({ state: 'unknown', reason: 'connection-lost' });
  });

  it('only for this recipient, as one that puts strangers off at first: the mail is tried again, and leaves once', async () => {
    const { caseId, sent } = await answered('Tomorrow.');
    smtp.deferred.add('li@example.com');
    expect(await nextTry(caseId, sent)).toMatchObject({ state: 'queued', reason: 'provider-busy' });
    smtp.deferred.clear();
    expect(await nextTry(caseId, sent)).toEqual({ state: 'sent' });
    expect(smtp.mails).toHaveLength(1);
  });

  it('and refuses the mail for good: it is not tried again', async () => {
    const { caseId, sent } = await answered('Tomorrow.');
    smtp.unknown.add('li@example.com');
    expect(await nextTry(caseId, sent)).toEqual({ state: 'failed', reason: 'recipient-refused' });
    expect(timers).toEqual([]);
  });
});
