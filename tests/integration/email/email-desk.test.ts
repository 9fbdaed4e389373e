import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import { Topic } from '#electron/desk/topic.ts';
import { EmailDesk } from '#electron/host/email-desk.ts';
import { type Configuration, emptyConfiguration } from '#shared/desk/configuration.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import { Dovecot } from '#tests/fakes/mail-dovecot.ts';
import { SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { accountAt, mailOf } from '#tests/integration/email/account-kit.ts';
import { EmailRoom } from '#tests/integration/email/email-kit.ts';

const dovecot = new Dovecot({ users: { desk: 'secret' } });
const smtp = new SmtpHouse();
let room: EmailRoom;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'email-desk-'));
  room = new EmailRoom();
  await Promise.all([dovecot.start(), smtp.start(), room.start()]);
});
afterEach(async () => {
  await room.stop();
  await Promise.all([smtp.stop(), dovecot.end()]);
  rmSync(folder, { recursive: true, force: true });
});

const deskOn = (): EmailDesk =>
  new EmailDesk({
    folder,
    key: Buffer.alloc(32, 5),
    demo: false,
    intake: room.console.intake,
    feed: new HubFeed({ hub: room.console.hub, cache: room.console.store.cache, engine: room.engine, desk: room.console.desk }),
    uploads: room.uploads,
    recipients: room.console.recipients,
    log: room.console.log,
    ledger: room.console.store.ledger,
    configuration: new Topic<Configuration>(emptyConfiguration),
    clock: () => room.time.now,
    newId: v7,
    logger: recordingLogger(),
  });

it('a desk reads and answers by its accounts, and goes on where it stood when it is opened again', async () => {
  const account = accountAt({ imap: dovecot.plain, smtp: smtp.server });
  const first = deskOn();
  await first.start();
  expect(first.state.value).toMatchObject({ own: null, canAnswer: 'no-own-address' });
  await first.serveAccount(account);
  expect(first.state.value).toMatchObject({ own: 'service@wallet.example', canAnswer: 'yes' });
  await vi.waitFor(() => expect(first.accounts.state('a1').state).toBe('connected'), { timeout: 10_000 });
  dovecot.deliver('desk', mailOf('a', 'Hello', 'Subject: Refund'));
  await vi.waitFor(async () => expect(first.accounts.state('a1').lastMessageAt).not.toBeNull(), { timeout: 10_000 });
  await first.stop();
  expect(first.accounts.state('a1').state).toBe('off');

  dovecot.deliver('desk', mailOf('b', 'Hello again', 'References: <a@example.com>'));
  const again = deskOn();
  await again.serveAccount(account);
  await again.start();
  await vi.waitFor(() => expect(again.accounts.state('a1').lastMessageAt).not.toBeNull(), { timeout: 10_000 });
  const page = {
    view: 'all',
    person: 'desk' as PersonId,
    queues: ['refund' as QueueId],
    sort: { by: 'activeAt', descending: true },
    offset: 0,
    limit: 9,
  } as const;
  const { rows } = await room.console.store.cache.inboxPage(page);
  const [caseId] = rows.map(({ id }) => id);
  if (caseId === undefined) throw new Error('no case');
  expect(await room.texts(caseId)).toEqual(['Hello', 'Hello again']);
  expect(await again.channel.deliver(caseId, await room.reply(caseId, 'Hi'))).toEqual({ ok: true, value: 'sent' });
  expect(smtp.mails.map(({ to }) => to)).toEqual([['li@example.com']]);
  await again.dropAccount('a1');
  expect(again.state.value).toMatchObject({ own: null, canAnswer: 'no-own-address' });
  await again.stop();
});
