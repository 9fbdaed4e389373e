import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SocialConnection } from '#electron/channels/connection-port.ts';
import type { CaseFeed, IncomingMessage, Intake } from '#electron/channels/port.ts';
import type { SocialChannel, SocialParts } from '#electron/channels/social-channel.ts';
import { telegramChannel } from '#electron/channels/telegram/telegram-channel.ts';
import { weiboChannel } from '#electron/channels/weibo/weibo-channel.ts';
import { whatsappChannel } from '#electron/channels/whatsapp/whatsapp-channel.ts';
import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { noFiles } from '#tests/fakes/no-files.ts';
import type { ProviderHttp } from '#tests/fakes/provider-http.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { TelegramServer, telegramMessage } from '#tests/fakes/telegram-server.ts';
import { weiboCall } from '#tests/fakes/weibo-calls.ts';
import { WeiboServer } from '#tests/fakes/weibo-server.ts';
import { whatsappCall, whatsappCustomer } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer } from '#tests/fakes/whatsapp-server.ts';
import { gatewayOf } from '#tests/integration/telegram/telegram-kit.ts';
import { weiboOf } from '#tests/integration/weibo/weibo-kit.ts';
import { NOW, whatsappOf } from '#tests/integration/whatsapp/whatsapp-kit.ts';

const CASE = 'case-1' as CaseId;

/** The desk's side of a channel, as far as a channel sees it: one case on the thread of what came last. */
function deskBehind(provider: SocialConnection, channelOf: (parts: SocialParts) => SocialChannel) {
  const came: IncomingMessage[] = [];
  const intake: Intake = {
    caseFor: async () => CASE,
    bind: async (_channel, _thread, caseId) => caseId,
    receive: async (message) => {
      came.push(message);
      return { ok: true, value: { caseId: CASE, events: [] } };
    },
  };
  const opening = () => ({ type: 'case.opened', body: { thread: came.at(-1)?.thread ?? '' }, content: { reach: 'where' } }) as unknown as AnyEvent;
  const feed = { read: async () => [opening()], act: async () => ({ ok: true, value: [] }) } as unknown as CaseFeed;
  const channel = channelOf({
    intake,
    feed,
    files: { ...noFiles, read: async () => new TextEncoder().encode(came.at(-1)?.reach ?? '') },
    pseudonym: async (value) => value,
    logger,
  });
  const letGo = channel.attach(null, provider);
  const sent = (text: string, visibility: 'public' | 'private') =>
    ({ id: 'm-1', body: { visibility }, content: { text, attachments: [] } }) as unknown as KnownEvent<'message.sent'>;
  return { came, letGo, answer: (text = 'We look into it', visibility: 'public' | 'private' = 'private') => channel.deliver(CASE, sent(text, visibility)) };
}

interface Side {
  readonly server: ProviderHttp;
  readonly connection: SocialConnection;
  readonly channelOf: Parameters<typeof deskBehind>[1];
  readonly write: () => Promise<unknown>;
  /** Lets the next answer be refused. */
  readonly refuse: () => void;
  readonly reason: string;
  readonly thread: string;
}

const logger = recordingLogger();

const sides: Readonly<Record<string, () => Promise<Side>>> = {
  whatsapp: async () => {
    const server = new WhatsappServer();
    await server.start();
    const { connection } = whatsappOf(server.account());
    const { sender, contact, user } = whatsappCustomer(1);
    const message = { ...sender, id: 'wamid.1', timestamp: String(NOW / 1000), type: 'text', text: { body: '我的转账没有到账' } };
    return {
      server,
      connection,
      channelOf: whatsappChannel,
      write: () => connection.webhook(whatsappCall(server.account(), { contacts: [contact], messages: [message] })),
      refuse: () => server.refusals.push({ status: 400, code: 131047 }),
      reason: 'window-over',
      thread: `user:${user}`,
    };
  },
  telegram: async () => {
    const server = new TelegramServer();
    await server.start();
    const { connection, pushes, until } = gatewayOf(server.account());
    return {
      server,
      connection,
      channelOf: telegramChannel,
      write: async () => {
        server.push({ message: telegramMessage({ text: '我的转账没有到账' }) });
        await until(() => pushes.length === 1);
      },
      refuse: () => server.blockedBy.add('77'),
      reason: 'blocked-by-customer',
      thread: 'user:77',
    };
  },
  weibo: async () => {
    const server = new WeiboServer();
    await server.start();
    server.names.set('2489518277', '王小明');
    server.open.add('2489518277');
    const { connection } = weiboOf(server.account());
    return {
      server,
      connection,
      channelOf: weiboChannel,
      write: () => connection.webhook(weiboCall(server.account(), { text: '我的转账没有到账' }, NOW, '1')),
      refuse: () => server.open.clear(),
      reason: 'window-over',
      thread: 'user:2489518277',
    };
  },
};

describe.each(Object.keys(sides))('%s as a channel of the desk', (name) => {
  let side: Side;
  let desk: ReturnType<typeof deskBehind>;

  beforeEach(async () => {
    const make = sides[name];
    if (!make) throw new Error('no such side');
    side = await make();
    desk = deskBehind(side.connection, side.channelOf);
    await side.connection.start();
    await side.write();
  });

  afterEach(async () => {
    desk.letGo();
    await side.connection.stop();
    await side.server.stop();
  });

  it('hands in what a customer wrote, and carries the answer', async () => {
    expect(desk.came).toHaveLength(1);
    expect(desk.came[0]).toMatchObject({ channel: name, thread: side.thread, text: '我的转账没有到账', language: 'zh-CN', visibility: 'private' });
    expect(desk.came[0]?.contactName).toMatch(/小明/);
    expect(await desk.answer()).toEqual({ ok: true, value: 'sent' });
  });

  it('says by a stable reason why an answer did not go out', async () => {
    side.refuse();
    expect(await desk.answer()).toEqual({ ok: false, error: { state: 'failed', reason: side.reason } });
    expect(await desk.answer('x'.repeat(5_000))).toEqual({ ok: false, error: { state: 'failed', reason: 'too-long' } });
    await side.server.stop();
    expect(await desk.answer()).toEqual({ ok: false, error: { state: 'failed', reason: 'unreachable' } });
  });

  it('does not know what became of an answer that nobody acknowledged', async () => {
    side.server.feeling = 'cut';
    await expect(desk.answer()).rejects.toThrow();
  });
});

it('answers below a comment on Weibo in public, and in private where the agent chose so', async () => {
  const server = new WeiboServer();
  await server.start();
  const { connection } = weiboOf(server.account());
  const desk = deskBehind(connection, weiboChannel);
  await connection.start();
  server.standing.set('3700057402489999', '3700057402482222');
  server.open.add('2489518277');
  await connection.webhook(
    weiboCall(server.account(), { type: 'mention', text: '@us 还没到', data: { subtype: 'comment', key: '3700057402489999' } }, NOW, '1'),
  );
  expect(desk.came[0]).toMatchObject({ thread: 'comment:3700057402489999:2489518277', visibility: 'public' });
  expect(await desk.answer('请私信我们', 'public')).toEqual({ ok: true, value: 'sent' });
  expect(server.comments).toMatchObject([{ comment: '3700057402489999', post: '3700057402482222', text: '请私信我们' }]);
  expect(await desk.answer('您好', 'private')).toEqual({ ok: true, value: 'sent' });
  expect(server.messages).toEqual([{ receiver: '2489518277', text: '您好' }]);
  await connection.stop();
  await server.stop();
});
