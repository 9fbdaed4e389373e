import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { TemplateBook } from '#electron/desk/templates/template-book.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { Gateway } from '#electron/host/gateway/gateway.ts';
import { type AnyEvent, newEvent } from '#shared/case/envelope.ts';
import type { ReplyTemplate } from '#shared/case/reply-template.ts';
import type { ChannelAccount } from '#shared/desk/channel-account.ts';
import type { DeskChange } from '#shared/desk/decide-desk.ts';
import type { CaseId, CommandId, EventId, GroupId } from '#shared/lib/ids.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { fakeChannels, fakeConnections, goodToken } from '#tests/fakes/fake-social-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { SecuredDesk, type UserName } from '#tests/integration/nats/secured-desk.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };
const name = { en: 'Wallet', 'zh-CN': '钱包' };
const item = <T extends { readonly id: string }>(list: DeskChange['list'], value: T): DeskChange => ({ list, id: value.id, value, basedOn: 0 });

describe('On servers that let each key do no more than its role', () => {
  const desk = new SecuredDesk();
  const platform = new FakePlatform();
  let gateway: Gateway | null = null;

  beforeAll(async () => {
    await platform.start();
    await desk.start();
    const { engine } = await desk.engine('zhou');
    const configuration = new ConfigurationDesk({ log: new EventLog(engine, () => undefined), openCases: async () => new Map(), clock: Date.now, newId: v7 });
    await configuration.load(null);
    const queue = {
      id: 'general',
      group: 'wallet',
      name,
      serviceLevelSeconds: 60,
      shortAbandonSeconds: 0,
      consoleLostSeconds: 600,
      skills: [],
      calendar: null,
    };
    const changed = await configuration.change(
      { kind: 'administrator', id: 'zhou' },
      {
        how: 'edited',
        changes: [
          item('groups', { id: 'wallet', name }),
          item('queues', { ...queue, afterCallWork: { seconds: 0, dispositionRequired: false } }),
          item('channelRules', { id: 'telegram', windowMs: null, quota: null, maxLength: 4096, attachments: true, undoMs: 0 }),
        ],
      },
    );
    expect(changed).toMatchObject({ ok: true });
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    await desk.stop();
    await platform.stop();
  });

  const gatewayOf = (user: UserName) => {
    const account: ChannelAccount = { channel: 'telegram', id: 'bot', name: 'Bot', on: true, botToken: goodToken(1), apiBase: platform.url };
    return new Gateway({
      folder: null,
      key: Buffer.alloc(32, 3),
      engine: { servers: [...desk.cluster.urls], desk: 'wallet', nkeyFile: desk.seedFile(user) },
      accounts: [account],
      publicUrl: null,
      language: null,
      chat: { staticFolder: desk.folder, port: 0 },
      onWaiting: () => undefined,
      connections: fakeConnections,
      socialChannels: fakeChannels,
      createLogger: () => recordingLogger(),
      clock: Date.now,
      newId: v7,
    });
  };

  it('a gateway’s key is enough: what customers write is believed, and the desk’s answers leave', async () => {
    gateway = gatewayOf('chat');
    await gateway.start();
    const told = await fetch(`${gateway.url}hooks/bot`, {
      method: 'POST',
      headers: { 'x-token': goodToken(1) },
      body: JSON.stringify({ push: { msgId: 'm1', user: 'u-1', nickname: 'Ana', text: 'Hello', place: { kind: 'private' } } }),
    });
    expect(told.status).toBe(200);
    const { engine, refused } = await desk.engine('ling');
    const log = new EventLog(engine, () => undefined);
    const caseId = (await engine.findThread('telegram', 'at:bot:user:u-1')) as CaseId;
    const about = { kind: 'case' as const, id: caseId };
    const types = (events: readonly AnyEvent[]) => events.map((event) => (event.type === 'message.delivery' ? event.body.state : event.type));
    expect(types(await log.read(about))).toEqual(['case.opened', 'message.received']);
    const head = {
      id: v7() as EventId,
      about,
      group: 'wallet' as GroupId,
      at: Date.now(),
      actor: { kind: 'agent' as const, id: 'ling' },
      causedBy: v7() as CommandId,
    };
    await log.append(await log.seal([newEvent(head, 'message.sent', {}, { text: 'Hello to you', marks: [], attachments: [] })]));
    await vi.waitFor(async () => expect(types(await log.read(about)).slice(-2)).toEqual(['sending', 'sent']), PATIENCE);
    expect(platform.taken).toMatchObject([{ user: 'u-1', text: 'Hello to you' }]);
    expect(refused).toEqual([]);
  }, 60_000);

  it('a gateway’s key tells the templates of its accounts, which an agent’s console reads, and an agent’s does not', async () => {
    const refund: ReplyTemplate = {
      ...{ name: 'refund', language: 'zh_CN', category: 'UTILITY', header: '', body: '已退款', footer: '', buttons: [], places: [], blocked: null },
    };
    const bookOf = async (user: UserName, own: readonly ReplyTemplate[] | null) => {
      const { engine } = await desk.engine(user);
      const book = new TemplateBook({
        source: {
          attached: { onChange: () => () => undefined },
          withTemplates: () => (own === null ? [] : ['wa']),
          templates: async () => (own === null ? null : { ok: true, value: own }),
        },
        log: new EventLog(engine, () => undefined),
        hub: { onIngested: () => () => undefined },
        ...{ clock: Date.now, setTimer: () => null, clearTimer: () => undefined, logger: recordingLogger() },
      });
      await book.start();
      await book.look();
      return book;
    };
    await bookOf('ling', [{ ...refund, name: 'made up' }]);
    expect(await (await bookOf('chen', null)).of('wa')).toMatchObject({ from: 'unknown', templates: [] });
    await bookOf('chat', [refund]);
    expect(await (await bookOf('chen', null)).of('wa')).toMatchObject({ from: 'told', templates: [refund] });
  }, 60_000);

  it('an agent’s key is not, and that is said by name', async () => {
    await expect(gatewayOf('ling').start()).rejects.toThrow('engine.nkeyFile: its key may not write as a customer, which a gateway has to');
  }, 60_000);
});
