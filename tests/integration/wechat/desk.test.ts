import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SocialChannel } from '#electron/channels/social-channel.ts';
import { wechatChannel } from '#electron/channels/wechat/wechat-channel.ts';
import type { WechatConnection } from '#electron/channels/wechat/wechat-connection.ts';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { noFiles } from '#tests/fakes/no-files.ts';
import { textOf } from '#tests/fakes/wechat-calls.ts';
import { hostWebhook } from '#tests/fakes/wechat-webhook-host.ts';
import { ConsoleParts, engineIn, masked } from '#tests/integration/desk/console-parts-kit.ts';
import { secretWords, USER, WechatRoom } from '#tests/integration/wechat/wechat-room.ts';

/** A real desk over a log in memory, a real WeChat channel on it, and WeChat's side over HTTP both ways. */
class WechatDesk {
  readonly room = new WechatRoom();
  readonly engine = engineIn(null, this.room.time);
  readonly console = new ConsoleParts(this.engine, this.room.time);
  readonly #ends: (() => void | Promise<void>)[] = [];
  connection: WechatConnection | null = null;
  channel: SocialChannel | null = null;
  address = '';

  async start(): Promise<this> {
    await this.room.start();
    await this.engine.start();
    await this.console.start();
    await this.join();
    return this;
  }

  /** A gateway of the account, with nothing in its memory yet. */
  async join(): Promise<void> {
    const { intake, hub, store, desk, logger } = this.console;
    const connection = await this.room.connect();
    const feed = new HubFeed({ hub, cache: store.cache, engine: this.engine, desk });
    const channel = wechatChannel({ intake, feed, files: noFiles, pseudonym: async (value) => value, logger });
    const letGo = channel.attach(null, connection);
    const host = await hostWebhook(connection.webhook);
    this.#ends.push(letGo, host.stop);
    this.connection = connection;
    this.channel = channel;
    this.address = host.address;
  }

  async stop(): Promise<void> {
    for (const end of this.#ends) await end();
    await this.room.stop();
    await this.console.stop();
    await this.engine.stop();
  }

  push(text: string, msgId: string): Promise<boolean> {
    return this.room.server.push(this.address, textOf(USER, text, msgId, this.room.time.now));
  }

  caseOf(user = USER): Promise<CaseId> {
    return this.console.intake.caseFor('wechat', `user:${user}`);
  }

  async texts(caseId: CaseId): Promise<readonly (string | null)[]> {
    return ((await this.console.hub.state(caseId))?.entries ?? []).filter(isMessage).map(({ text }) => text);
  }

  async reply(caseId: CaseId, text: string) {
    const acted = await this.console.act(caseId, 'mei', { type: 'reply', text: masked(text), attachments: [] });
    const sent = acted.ok ? acted.value.find((event) => event.type === 'message.sent') : undefined;
    if (sent?.type !== 'message.sent') throw new Error('the reply was refused');
    return sent;
  }
}

let desk: WechatDesk;
beforeEach(async () => {
  desk = await new WechatDesk().start();
});
afterEach(() => desk.stop());

describe('A customer of WeChat', () => {
  it('opens a case, masked, in Chinese, and is answered', async () => {
    expect(await desk.push('退款没到，我的手机 13800138000', '22876340532172987')).toBe(true);
    const caseId = await desk.caseOf();
    expect(await desk.texts(caseId)).toEqual(['退款没到，我的手机 138****8000']);
    expect(await desk.console.hub.state(caseId)).toMatchObject({ channel: 'wechat', language: 'zh-CN', status: 'waiting', contactName: '微信用户 er_1' });
    const sent = await desk.reply(caseId, '您好，退款预计今天到账。💸');
    expect(await desk.channel?.deliver(caseId, sent)).toEqual({ ok: true, value: 'sent' });
    expect(desk.room.server.sent).toEqual([{ touser: USER, msgtype: 'text', text: { content: '您好，退款预计今天到账。💸' } }]);
    expect(desk.connection?.state()).toEqual({ state: 'connected', lastMessageAt: desk.room.time.now, fault: null });
    expect(desk.room.told()).not.toMatch(secretWords);
  });

  it('is heard once, however often WeChat says it, and whichever gateway it says it to', async () => {
    await Promise.all(Array.from({ length: 5 }, () => desk.push('one', '1')));
    await desk.push('two', '2');
    await desk.join();
    await desk.push('one', '1');
    await desk.push('three', '3');
    expect(await desk.texts(await desk.caseOf())).toEqual(['one', 'two', 'three']);
    expect(new Set(desk.room.server.answers)).toEqual(new Set(['200 success']));
  });

  it('gets what WeChat still lets through, and the reason why not stands with what it did not', async () => {
    await desk.push('hello', '1');
    const caseId = await desk.caseOf();
    const sent = await desk.reply(caseId, 'Hello');
    for (let n = 0; n < 5; n++) expect(await desk.channel?.deliver(caseId, sent)).toEqual({ ok: true, value: 'sent' });
    expect(await desk.channel?.deliver(caseId, sent)).toEqual({ ok: false, error: { state: 'failed', reason: 'count-over' } });
    desk.room.time.now += 48 * 3_600_000;
    expect(await desk.channel?.deliver(caseId, sent)).toEqual({ ok: false, error: { state: 'failed', reason: 'window-over' } });
  });

  it('is not lost while the desk cannot take anything: WeChat comes again', async () => {
    let down = true;
    desk.connection?.onPush(async () => {
      const was = down;
      down = false;
      if (was) throw new Error('the log cannot be reached');
    });
    expect(await desk.push('hello', '1')).toBe(true);
    expect(desk.room.server.answers).toEqual(['500 not-handed-over', '200 success']);
    expect(await desk.texts(await desk.caseOf())).toEqual(['hello']);
  });

  it('is told by WeChat four times, then no more, where nobody is', async () => {
    const address = desk.address;
    await desk.connection?.stop();
    expect(await desk.push('hello', '1')).toBe(false);
    expect(desk.room.server.answers).toEqual(Array.from({ length: 4 }, () => '503 off'));
    desk.address = address.replace(/:\d+/, ':1');
    expect(await desk.push('hello', '1')).toBe(false);
    expect(desk.room.server.answers.slice(4)).toEqual(Array.from({ length: 4 }, () => 'hung up'));
  });
});

it('a desk that is slow is not hurried into a second message', async () => {
  const room = await new WechatRoom().start();
  const connection = await room.connect({}, { patience: 50 });
  let calls = 0;
  let asked = 0;
  let end: () => void = () => undefined;
  connection.onPush(() => {
    calls += 1;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  const host = await hostWebhook((call) => {
    asked += 1;
    // It is done while WeChat comes for the third time.
    if (asked === 3) end();
    return connection.webhook(call);
  });
  expect(await room.server.push(host.address, textOf(USER, 'hello', '1', room.time.now))).toBe(true);
  expect(room.server.answers).toEqual(['503 not-handed-over', '503 not-handed-over', '200 success']);
  expect(calls).toBe(1);
  await host.stop();
  await room.stop();
});

it('a call that WeChat has hung up on is shared by the next one', async () => {
  const room = await new WechatRoom().start();
  const connection = await room.connect();
  let calls = 0;
  let asked = 0;
  let end: () => void = () => undefined;
  connection.onPush(() => {
    calls += 1;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  const host = await hostWebhook((call) => {
    asked += 1;
    if (asked === 2) end();
    return connection.webhook(call);
  });
  expect(await room.server.push(host.address, textOf(USER, 'hello', '1', room.time.now))).toBe(true);
  expect(room.server.answers).toEqual(['hung up', '200 success']);
  expect(calls).toBe(1);
  await host.stop();
  await room.stop();
});
