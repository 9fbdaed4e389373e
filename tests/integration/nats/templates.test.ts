import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { whatsappChannel } from '#electron/channels/whatsapp/whatsapp-channel.ts';
import { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { Gateway } from '#electron/host/gateway/gateway.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { whatsappCall, whatsappCustomer } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer } from '#tests/fakes/whatsapp-server.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };
const server = new WhatsappServer();
const template = (name: string) => ({
  name,
  language: 'zh_CN',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: '您好，{{1}}已退款。' }],
});
let cluster: NatsCluster;
let folder: string;
let console_: Bench;
let gateway: Gateway | null = null;
let admin: Tab;
let begin: () => Promise<Gateway>;

beforeAll(async () => {
  await server.start();
  server.templates = [template('refund')];
  cluster = await startNats(1);
  folder = mkdtempSync(path.join(tmpdir(), 'templates-'));
  const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
  if (!options.ok) throw new Error(options.error);
  expect((await runSetUp(options.value)).ok).toBe(true);
  expect((await runDemo(options.value, () => undefined)).ok).toBe(true);
  const engine = { servers: [...cluster.urls], desk: 'wallet' };
  mkdirSync(path.join(folder, 'console'));
  console_ = new Bench(memory, { folder: path.join(folder, 'console'), engine, chat: false });
  await console_.start();
  admin = await console_.tab('administrator-zhou');
  const rule = { id: 'whatsapp', windowMs: 1, quota: null, maxLength: 4096, attachments: true, undoMs: 0 };
  await admin.client.admin.change({
    how: 'edited',
    commandId: v7() as CommandId,
    changes: [{ list: 'channelRules', id: 'whatsapp', value: rule, basedOn: 0 }],
  });
  const { wabaId = '', mediaHosts: _, ...account } = server.account();
  begin = async () => {
    const started = new Gateway({
      ...{ folder: null, key: Buffer.alloc(32, 3), engine, publicUrl: null, language: null, chat: { staticFolder: folder, port: 0 } },
      accounts: [{ channel: 'whatsapp', on: true, ...account, wabaId }],
      onWaiting: () => undefined,
      connections: { whatsapp: (parts) => new WhatsappConnection(parts) },
      socialChannels: { whatsapp: whatsappChannel },
      createLogger: () => recordingLogger(),
      clock: () => Date.now(),
      newId: v7,
    });
    await started.start();
    return started;
  };
}, 180_000);
afterAll(async () => {
  await gateway?.stop();
  await console_?.stop();
  await cluster.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

let caseId: CaseId;
const templates = () => admin.client.cases.templates({ caseId });

it('a console without the account and its token learns its templates from the gateway, and sends one by it', async () => {
  gateway = await begin();
  const { sender, contact } = whatsappCustomer(1);
  const text = { body: 'Where is my refund' };
  const call = whatsappCall(server.account(), {
    contacts: [contact],
    messages: [{ ...sender, id: 'wamid.1', timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text }],
  });
  const answer = await fetch(`${gateway.url}hooks/wa-1`, { method: 'POST', headers: call.headers, body: Buffer.from(call.body) });
  expect(answer.status).toBe(200);
  await vi.waitFor(async () => {
    const page = await admin.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 20 });
    const row = page.rows.find(({ preview }) => preview === text.body);
    if (!row) throw new Error('not there yet');
    caseId = row.id;
  }, PATIENCE);
  await vi.waitFor(
    async () => expect(await templates()).toMatchObject({ from: 'told', fault: null, templates: [{ name: 'refund', places: [{ part: 'body', name: '1' }] }] }),
    PATIENCE,
  );
  // Its window of a millisecond is over.
  console_.now = Date.now();
  expect(await refusal(admin.act(caseId, { type: 'reply', text: 'Free words', attachments: [] }))).toMatchObject({ data: { code: 'window-closed' } });
  await admin.act(caseId, { type: 'sendTemplate', name: 'refund', language: 'zh_CN', values: ['50 元'] });
  await vi.waitFor(() => expect(server.sent).toHaveLength(1), PATIENCE);
  expect(server.sent[0]?.body.template).toMatchObject({ name: 'refund', language: { code: 'zh_CN' }, components: [{ parameters: [{ text: '50 元' }] }] });
  const states = async () =>
    (await admin.client.cases.read({ caseId, after: 0 })).events.flatMap((event) => (event.type === 'message.delivery' ? [event.body.state] : []));
  await vi.waitFor(async () => expect(await states()).toEqual(['sending', 'sent']), PATIENCE);
}, 120_000);

it('a gateway that starts again tells what is new, and nothing where nothing is', async () => {
  const told = await templates();
  await gateway?.stop();
  gateway = await begin();
  // What it tells comes before what a customer writes then.
  expect((await templates()).at).toBe(told.at);
  await gateway.stop();
  server.templates = [template('refund'), template('parcel')];
  gateway = await begin();
  await vi.waitFor(async () => expect((await templates()).templates.map(({ name }) => name)).toEqual(['refund', 'parcel']), PATIENCE);
}, 120_000);
