import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { Gateway } from '#electron/host/gateway/gateway.ts';
import { type Addressing, addresseesOf, customerAlone } from '#shared/case/recipients.ts';
import type { CommandId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { Dovecot } from '#tests/fakes/mail-dovecot.ts';
import { SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { mailOf } from '#tests/integration/email/account-kit.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

const PATIENCE = { timeout: 90_000, interval: 50 };

const dovecot = new Dovecot({ users: { desk: 'secret' } });
const smtp = new SmtpHouse();
let cluster: NatsCluster;
let folder: string;
let console_: Bench;
let gateway: Gateway;
let begin: () => Promise<Gateway>;
let admin: Tab;

beforeAll(async () => {
  await Promise.all([dovecot.start(), smtp.start()]);
  cluster = await startNats(1);
  folder = mkdtempSync(path.join(tmpdir(), 'mail-gateway-'));
  const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
  if (!options.ok) throw new Error(options.error);
  expect((await runSetUp(options.value)).ok).toBe(true);
  expect((await runDemo(options.value, () => undefined)).ok).toBe(true);
  const engine = { servers: [...cluster.urls], desk: 'wallet' };
  for (const part of ['console', 'gateway']) mkdirSync(path.join(folder, part));
  console_ = new Bench(memory, { folder: path.join(folder, 'console'), engine, chat: false });
  await console_.start();
  admin = await console_.tab('administrator-zhou');
  const rule = { id: 'email', windowMs: null, quota: null, maxLength: 20_000, attachments: true, undoMs: 0 };
  await admin.client.admin.change({
    how: 'edited',
    commandId: v7() as CommandId,
    changes: [{ list: 'channelRules', id: 'email', value: rule, basedOn: 0 }],
  });
  begin = async () => {
    const begun = new Gateway({
      folder: path.join(folder, 'gateway'),
      key: Buffer.alloc(32, 3),
      engine,
      accounts: [
        {
          channel: 'email',
          id: 'mail',
          name: 'Service',
          on: true,
          address: 'service@wallet.example',
          imap: dovecot.plain,
          smtp: smtp.server,
          auth: { kind: 'password', user: 'desk', password: 'secret' },
          sentCopy: true,
          signatures: {},
        },
      ],
      publicUrl: null,
      language: null,
      chat: { staticFolder: folder, port: 0 },
      onWaiting: () => undefined,
      createLogger: () => recordingLogger(),
      clock: () => Date.now(),
      newId: v7,
    });
    await begun.start();
    return begun;
  };
  gateway = await begin();
}, 180_000);
afterAll(async () => {
  await gateway?.stop();
  await console_?.stop();
  await cluster?.end();
  await Promise.all([dovecot.end(), smtp.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

it('a mail that a gateway read is answered at a console without a mailbox, and leaves once, by the gateway', async () => {
  dovecot.deliver('desk', mailOf('a', 'Where is my refund?', 'Cc: hua@example.com'));
  const rows = async () => {
    const page = await admin.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 200 });
    return page.rows.filter(({ preview }) => preview === 'Where is my refund?');
  };
  await vi.waitFor(async () => expect(await rows()).toHaveLength(1), PATIENCE);
  const [row] = await rows();
  if (!row) throw new Error('no case');
  const following = new AbortController();
  for await (const { canAnswer } of await admin.client.mail.follow(undefined, { signal: following.signal })) {
    // The console has none of its own to send by, and says nothing against writing.
    expect(canAnswer).toBe('yes');
    break;
  }
  following.abort();
  console_.now = Date.now();
  await admin.act(row.id, { type: 'reply', text: 'On its way', attachments: [] });
  const told = async () =>
    (await admin.client.cases.read({ caseId: row.id, after: 0 })).events.flatMap((event) => (event.type === 'message.delivery' ? [event.body] : []));
  await vi.waitFor(async () => expect((await told()).map(({ state }) => state)).toEqual(['sending', 'sent']), PATIENCE);
  expect(smtp.mails.map(({ to }) => to)).toEqual([['li@example.com']]);
  // With no gateway there it waits for one: the console, which does not know whom to write to, leaves it alone.
  await gateway.stop();
  console_.now = Date.now();
  const { events } = await admin.client.cases.read({ caseId: row.id, after: 0 });
  const received = events.find(({ type }) => type === 'message.received');
  // What stands in full in the gateway's vault alone is said to be nowhere here, and counts for no look.
  const opened = events.find(({ type }) => type === 'case.opened');
  const away = opened?.type === 'case.opened' ? opened.content?.contactAddress?.marks[0]?.token : undefined;
  if (away === undefined) throw new Error('the case has an address');
  expect(await refusal(admin.client.vault.reveal({ caseId: row.id, token: away, reason: 'call-back', words: '' }))).toEqual({
    code: 'NOT_FOUND',
    data: { what: 'value' },
  });
  // The gateway told its address; whose the customer's is stands sealed beside the case.
  const refused = async (wanted: Partial<Addressing>) =>
    (await refusal(admin.act(row.id, { type: 'reply', text: 'x', attachments: [], addressing: { ...customerAlone, ...wanted } }))).data;
  expect(await refused({ bcc: [{ address: 'Service@wallet.example' }] })).toEqual({ code: 'own-recipient', address: 'Service@wallet.example' });
  const sentOn = { forwards: received?.id ?? null, to: [{ address: 'li@example.com' }] };
  expect(await refused(sentOn)).toEqual({ code: 'customer-recipient', address: 'l***@example.com' });
  // Whom the gateway read of, the customer and the desk's own, which the console does not know by their letters.
  const cc = [...addresseesOf(received?.type === 'message.received' ? received.content?.recipients?.cc : undefined), { address: 'li@example.com' }];
  expect(cc[0]).toMatchObject({ masked: 'h***@example.com' });
  const addressing = { ...customerAlone, cc, bcc: [{ address: 'boss@head.example' }] };
  await admin.act(row.id, { type: 'reply', text: 'Waits for a gateway', attachments: [], addressing });
  gateway = await begin();
  await vi.waitFor(async () => expect((await told()).map(({ state }) => state)).toEqual(['sending', 'sent', 'sending', 'sent']), PATIENCE);
  expect(smtp.mails.slice(1).map(({ to }) => to)).toEqual([['li@example.com', 'hua@example.com', 'boss@head.example']]);
  expect(Buffer.from(smtp.mails[1]?.bytes ?? []).toString('latin1')).not.toMatch(/boss/);
}, 180_000);
