import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import { Gateway } from '#electron/host/gateway/gateway.ts';
import type { ChannelAccount } from '#shared/desk/channel-account.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { type FakeCall, fakeChannels, fakeConnections, goodToken } from '#tests/fakes/fake-social-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

const MESSAGES = 50;
const PATIENCE = { timeout: 90_000, interval: 50 };
// The limits below lie above what the waits of one test may take together: which of them was in vain is to be told, not that all took long.

describe('Two gateways and a console share one desk', () => {
  const platform = new FakePlatform();
  const logger = recordingLogger();
  let cluster: NatsCluster;
  let folder: string;
  let console_: Bench;
  let gateways: Gateway[];
  let account: ChannelAccount;
  let begin: () => Promise<Gateway>;
  let admin: Tab;

  beforeAll(async () => {
    await platform.start();
    cluster = await startNats(1);
    folder = mkdtempSync(path.join(tmpdir(), 'gateways-'));
    const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
    if (!options.ok) throw new Error(options.error);
    expect((await runSetUp(options.value)).ok).toBe(true);
    expect((await runDemo(options.value, () => undefined)).ok).toBe(true);
    const engine = { servers: [...cluster.urls], desk: 'wallet' };
    mkdirSync(path.join(folder, 'console'));
    console_ = new Bench(memory, { folder: path.join(folder, 'console'), engine, chat: false });
    await console_.start();
    admin = await console_.tab('administrator-zhou');
    const rule = { id: 'telegram', windowMs: null, quota: null, maxLength: 4096, attachments: true, undoMs: 0 };
    await admin.client.admin.change({
      how: 'edited',
      commandId: v7() as CommandId,
      changes: [{ list: 'channelRules', id: 'telegram', value: rule, basedOn: 0 }],
    });
    account = { channel: 'telegram', id: 'bot', name: 'Bot', on: true, botToken: goodToken(1), apiBase: platform.url };
    begin = async () => {
      const gateway = new Gateway({
        folder: null,
        key: Buffer.alloc(32, 3),
        engine,
        accounts: [account],
        publicUrl: null,
        language: null,
        chat: { staticFolder: folder, port: 0 },
        onWaiting: () => undefined,
        connections: fakeConnections,
        socialChannels: fakeChannels,
        createLogger: () => logger,
        clock: () => Date.now(),
        newId: v7,
      });
      await gateway.start();
      return gateway;
    };
    gateways = await Promise.all([begin(), begin()]);
  }, 400_000);
  afterAll(async () => {
    for (const gateway of gateways ?? []) await gateway.stop();
    await console_?.stop();
    await cluster.end();
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (gateway: Gateway | undefined, what: FakeCall) => {
    const answer = await fetch(`${gateway?.url}hooks/bot`, { method: 'POST', headers: { 'x-token': goodToken(1) }, body: JSON.stringify(what) });
    expect(answer.status).toBe(200);
  };
  const push = (gateway: Gateway | undefined, user: string, msgId: string, text: string) =>
    call(gateway, { push: { msgId, user, nickname: user, text, place: { kind: 'private' } } });
  const rows = async (text: string) => {
    const page = await admin.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 200 });
    return page.rows.filter(({ preview }) => preview?.startsWith(text));
  };
  const eventsOf = async (caseId: CaseId) => (await admin.client.cases.read({ caseId, after: 0 })).events;
  const statesOf = async (caseId: CaseId) => (await eventsOf(caseId)).flatMap((event) => (event.type === 'message.delivery' ? [event.body.state] : []));

  it('a webhook that comes to both is one message of one case', async () => {
    await Promise.all(gateways.flatMap((gateway) => [push(gateway, 'u-1', 'same', 'Told to both'), push(gateway, 'u-1', 'same', 'Told to both')]));
    await vi.waitFor(async () => expect(await rows('Told to both')).toHaveLength(1), PATIENCE);
    // Something later of the same customer is there only after whatever else there was of the first.
    await push(gateways[0], 'u-1', 'later', 'And later');
    await vi.waitFor(async () => expect(await rows('And later')).toHaveLength(1), PATIENCE);
    const [row] = await rows('And later');
    const events = row ? await eventsOf(row.id) : [];
    expect(events.filter(({ type }) => type === 'case.opened')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'message.received')).toHaveLength(2);
  }, 400_000);

  it('of fifty answers each leaves once, and receipts that come to both are one', async () => {
    for (let n = 0; n < MESSAGES; n++) await push(gateways[n % 2], `many-${n}`, `many-${n}`, `Question ${n} of many`);
    await vi.waitFor(async () => expect(await rows('Question')).toHaveLength(MESSAGES), PATIENCE);
    const asked = await rows('Question');
    platform.taken.length = 0;
    await Promise.all(asked.map(({ id, preview }) => admin.act(id, { type: 'reply', text: `Answer to: ${preview}`, attachments: [] })));
    await vi.waitFor(async () => {
      for (const { id } of asked) expect(await statesOf(id)).toEqual(['sending', 'sent']);
    }, PATIENCE);
    expect(platform.taken).toHaveLength(MESSAGES);
    expect(new Set(platform.taken.map(({ clientId }) => clientId)).size).toBe(MESSAGES);
    expect(new Set(platform.taken.map(({ text, user }) => `${user}: ${text}`))).toEqual(
      new Set(Array.from({ length: MESSAGES }, (_, n) => `many-${n}: Answer to: Question ${n} of many`)),
    );
    // Receipts come to whichever the platform reaches, and to both.
    await Promise.all(
      platform.taken.flatMap(({ clientId, user }) =>
        gateways.map((gateway) => call(gateway, { receipt: { clientId, user, place: { kind: 'private' }, state: 'delivered' } })),
      ),
    );
    await vi.waitFor(async () => {
      for (const { id } of asked) expect(await statesOf(id)).toEqual(['sending', 'sent', 'delivered']);
    }, PATIENCE);
  }, 400_000);

  it('where one is gone the other sends', async () => {
    await gateways[0]?.stop();
    await push(gateways[1], 'u-9', 'alone', 'Left alone');
    await vi.waitFor(async () => expect(await rows('Left alone')).toHaveLength(1), PATIENCE);
    const [row] = await rows('Left alone');
    if (!row) throw new Error('no case');
    await admin.act(row.id, { type: 'reply', text: 'Not alone', attachments: [] });
    await vi.waitFor(async () => expect(await statesOf(row.id)).toEqual(['sending', 'sent']), PATIENCE);
  }, 400_000);

  it('where all are gone an answer waits for one: a console without the account leaves it alone', async () => {
    await gateways[1]?.stop();
    const [row] = await rows('Not alone');
    if (!row) throw new Error('no case');
    console_.now = Date.now();
    await admin.act(row.id, { type: 'reply', text: 'Waits for a gateway', attachments: [] });
    gateways.push(await begin());
    await vi.waitFor(async () => expect(await statesOf(row.id)).toEqual(['sending', 'sent', 'sending', 'sent']), PATIENCE);
    expect(platform.taken.at(-1)).toMatchObject({ text: 'Waits for a gateway' });
  }, 400_000);
});
