import { describe, expect, it } from 'vitest';
import type { SocialPush } from '#electron/channels/social-port.ts';
import { pushCall, textOf, type Values } from '#tests/fakes/wechat-calls.ts';
import { connected, exampleAccount, plainAccount } from '#tests/unit/wechat/wechat-kit.ts';

const account = exampleAccount;
const common = { ToUserName: 'gh_1', FromUserName: 'oUser', CreateTime: '1796000000' };
const image = { ...common, MsgType: 'image', PicUrl: 'http://mmbiz.qpic.cn/x', MediaId: 'media-1', MsgId: '7' };

/** What is handed over for one push, and whether WeChat was told to come again. */
async function taken(values: Values, format: 'xml' | 'json' = 'xml') {
  const { connection, time, pushes, logger } = await connected(account);
  const answer = await connection.webhook(pushCall(account, time.now, values, { format }));
  return { answer, pushes, logger, connection };
}

describe('What a customer sends', () => {
  const kinds: readonly (readonly [string, Values, string, readonly string[]])[] = [
    ['text', { MsgType: 'text', Content: 'مرحبا 👨‍👩‍👧 \u202eabc' }, 'مرحبا 👨‍👩‍👧 \u202eabc', []],
    ['image', { MsgType: 'image', MediaId: 'm' }, '[图片]', ['image image-1796000000.jpg']],
    ['voice', { MsgType: 'voice', MediaId: 'm', Format: 'amr' }, '[语音]', ['voice voice-1796000000.amr']],
    ['voice with words', { MsgType: 'voice', MediaId: 'm', Format: 'speex', Recognition: '我要退款' }, '[语音] 我要退款', ['voice voice-1796000000.speex']],
    ['voice of an odd format', { MsgType: 'voice', MediaId: 'm', Format: '../../x' }, '[语音]', ['voice voice-1796000000.amr']],
    ['video', { MsgType: 'video', MediaId: 'm', ThumbMediaId: 't' }, '[视频]', ['video video-1796000000.mp4']],
    ['short video', { MsgType: 'shortvideo', MediaId: 'm', ThumbMediaId: 't' }, '[小视频]', ['video shortvideo-1796000000.mp4']],
    ['location', { MsgType: 'location', Location_X: '23.13', Location_Y: '113.35', Scale: '20', Label: 'شارع الملك' }, '[位置] شارع الملك (23.13, 113.35)', []],
    ['link', { MsgType: 'link', Title: '公告', Description: 'd', Url: 'https://example.com/?a=1&b=2' }, '[链接] 公告 https://example.com/?a=1&b=2', []],
    [
      'card',
      { MsgType: 'miniprogrampage', Title: '提现', AppId: 'wx1', PagePath: 'pages/a?b=1', ThumbUrl: 'x', ThumbMediaId: 't' },
      '[小程序卡片] 提现 pages/a?b=1',
      [],
    ],
    ['file', { MsgType: 'file', Title: '账单.pdf' }, '[文件] 账单.pdf', []],
    ['unknown kind', { MsgType: 'hologram' }, '[暂不支持的消息类型]', []],
    ['blank text', { MsgType: 'text', Content: ' ' }, '[空白消息]', []],
    ['menu', { MsgType: 'event', Event: 'CLICK', EventKey: 'HUMAN_SERVICE' }, '[点击菜单] HUMAN_SERVICE', []],
    [
      'scan',
      { MsgType: 'event', Event: 'scancode_waitmsg', ScanCodeInfo: '<ScanType>qrcode</ScanType><ScanResult>ORDER-1</ScanResult>' },
      '[扫码] ORDER-1',
      [],
    ],
  ];

  it.each(kinds)('%s becomes a message', async (_name, values, text, media) => {
    const { answer, pushes } = await taken({ ...common, MsgId: '7', ...values });
    expect(answer.body).toBe('success');
    expect(pushes.map((push) => push.text)).toEqual([text]);
    expect((pushes[0]?.media ?? []).map(({ kind, name }) => `${kind} ${name}`)).toEqual(media);
  });

  it('keeps all digits of its id, in JSON too', async () => {
    const { pushes } = await taken({ ...common, MsgType: 'text', Content: 'x', MsgId: '9223372036854775807' }, 'json');
    expect(pushes[0]?.msgId).toBe(`${account.appId}:9223372036854775807`);
  });

  it('has no halves of pairs and no controls in it', async () => {
    const { connection, time, pushes } = await connected(plainAccount);
    const call = pushCall(plainAccount, time.now, {}, {});
    const body = Buffer.from(
      String.raw`{"ToUserName":"gh","FromUserName":"oU","CreateTime":1796000000,"MsgType":"text","Content":"a\ud83d\u0000b\nc","MsgId":1}`,
    );
    expect(await connection.webhook({ ...call, body })).toMatchObject({ status: 200 });
    expect(pushes[0]?.text).toBe('a\ufffdb\nc');
  });

  it('that is an event is one message for one tap, under an id that the desk can keep', async () => {
    const { connection, time, pushes } = await connected(account);
    const tap = { ...common, FromUserName: 'o'.repeat(64), MsgType: 'event', Event: 'CLICK', EventKey: 'k'.repeat(128) };
    for (const nonce of ['1', '2']) await connection.webhook(pushCall(account, time.now, tap, { nonce }));
    for (const other of [{ EventKey: 'other' }, { CreateTime: '1796000001' }]) await connection.webhook(pushCall(account, time.now, { ...tap, ...other }));
    expect(new Set(pushes.map(({ msgId }) => msgId)).size).toBe(3);
    expect(pushes).toHaveLength(3);
    expect(Math.max(...pushes.map(({ msgId }) => msgId.length))).toBeLessThan(200);
  });

  it('without an id is the same message when it says the same at the same second', async () => {
    const { connection, time, pushes } = await connected(account);
    const values = { ...common, MsgType: 'text', Content: 'x' };
    for (const nonce of ['1', '2']) await connection.webhook(pushCall(account, time.now, values, { nonce }));
    await connection.webhook(pushCall(account, time.now, { ...values, Content: 'y' }));
    expect(pushes.map(({ text }) => text)).toEqual(['x', 'y']);
    expect(new Set(pushes.map(({ msgId }) => msgId)).size).toBe(2);
  });

  it.each([
    ['no sender', { ToUserName: 'gh', CreateTime: '1', MsgType: 'text', Content: 'x', MsgId: '1' }],
    ['an odd sender', { ...common, FromUserName: 'a:b c', MsgType: 'text', Content: 'x', MsgId: '1' }],
    ['no time', { ToUserName: 'gh', FromUserName: 'oUser', MsgType: 'text', Content: 'x', MsgId: '1' }],
    ['an odd time', { ...common, CreateTime: 'today', MsgType: 'text', MsgId: '1' }],
    ['no kind', { ...common, Content: 'x', MsgId: '1' }],
  ])('with %s is refused and told', async (_name, values) => {
    const { answer, pushes, connection } = await taken(values as Values);
    expect(answer).toMatchObject({ status: 400, body: 'bad-message' });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'bad-message' } });
    expect(pushes).toEqual([]);
  });
});

it.each(['subscribe', 'unsubscribe', 'user_enter_tempsession', 'VIEW', 'SCAN', 'LOCATION', 'TEMPLATESENDJOBFINISH', 'debug_demo', 'something_new'])(
  'the event %s is taken and no message; one in no table is told in the log, without its words',
  async (Event) => {
    const { answer, pushes, logger } = await taken({ ...common, MsgType: 'event', Event, Latitude: '23.137466', SessionFrom: 'secret' });
    expect(answer).toMatchObject({ status: 200, body: 'success' });
    expect(pushes).toEqual([]);
    expect(logger.lines.filter(({ level }) => level === 'info')).toHaveLength(Event === 'something_new' ? 1 : 0);
    expect(JSON.stringify(logger.lines)).not.toMatch(/something_new|23\.13|secret/);
  },
);

/** A connection whose listener ends when it is told to. */
async function held() {
  const kit = await connected(account);
  const calls: { readonly push: SocialPush; readonly end: () => void; readonly fail: () => void }[] = [];
  const listener = (push: SocialPush) =>
    new Promise<void>((resolve, reject) => calls.push({ push, end: resolve, fail: () => reject(new Error('desk is busy')) }));
  kit.connection.onPush(listener);
  const send = (nonce: string, msgId = '1') =>
    kit.connection.webhook(pushCall(account, kit.time.now, textOf('oUser', 'hello', msgId, kit.time.now), { nonce }));
  return { ...kit, calls, send };
}
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('A message that is repeated', () => {
  it('is handed over once; who comes while it is under way waits for it', async () => {
    const { calls, send, pushes } = await held();
    const answers: string[] = [];
    const all = ['a', 'b', 'c'].map((nonce) => send(nonce).then(({ body }) => answers.push(body)));
    await turn();
    expect(answers).toEqual([]);
    expect(calls).toHaveLength(1);
    calls[0]?.end();
    await Promise.all(all);
    expect(answers).toEqual(['success', 'success', 'success']);
    expect(await send('d')).toMatchObject({ body: 'success' });
    expect([calls.length, pushes.length]).toEqual([1, 1]);
    const other = send('e', '2');
    await turn();
    calls[1]?.end();
    expect((await other).body).toBe('success');
    expect(pushes.map(({ msgId }) => msgId)).toEqual([`${account.appId}:1`, `${account.appId}:2`]);
  });

  it('is not answered with success before it is handed over: after 4.5 s WeChat is told to come again, and the work goes on', async () => {
    const { calls, send, timers, connection } = await held();
    const first = send('a');
    await turn();
    expect([...timers.waiting.values()].map(({ ms }) => ms)).toEqual([4_500]);
    expect(timers.run(4_500)).toBe(1);
    expect(await first).toMatchObject({ status: 503, body: 'not-handed-over' });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'not-handed-over' } });
    const second = send('b');
    await turn();
    calls[0]?.end();
    expect(await second).toMatchObject({ status: 200, body: 'success' });
    expect(calls).toHaveLength(1);
    expect(timers.waiting.size).toBe(0);
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
  });

  it('that the desk took after all is told as well, and answered at once', async () => {
    const { calls, send, timers, connection } = await held();
    const first = send('a');
    await turn();
    timers.run(4_500);
    await first;
    calls[0]?.end();
    await turn();
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
    expect(await send('b')).toMatchObject({ status: 200 });
    expect(calls).toHaveLength(1);
  });

  it('that the desk did not take is handed over anew', async () => {
    const { calls, send, connection } = await held();
    const first = send('a');
    await turn();
    calls[0]?.fail();
    expect(await first).toMatchObject({ status: 500, body: 'not-handed-over' });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'not-handed-over' } });
    const second = send('b');
    await turn();
    calls[1]?.end();
    expect(await second).toMatchObject({ status: 200 });
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
  });

  it('is waited for when the account is switched off', async () => {
    const { calls, send, connection } = await held();
    const first = send('a');
    await turn();
    let stopped = false;
    const stop = connection.stop().then(() => {
      stopped = true;
    });
    await turn();
    expect(stopped).toBe(false);
    calls[0]?.end();
    await Promise.all([first, stop]);
    expect(await first).toMatchObject({ body: 'success' });
  });
});

it('a message to which nobody listens is kept by WeChat', async () => {
  const { connection, time } = await connected(account);
  const { connection: deaf } = await connected(account);
  const quiet = deaf.onPush(async () => undefined);
  quiet();
  expect(await connection.webhook(pushCall(account, time.now, image))).toMatchObject({ status: 200 });
  const { WechatConnection } = await import('#electron/channels/wechat/wechat-connection.ts');
  const alone = new WechatConnection({
    account,
    clock: () => time.now,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    setTimer: () => 0,
    clearTimer: () => undefined,
  });
  await alone.start();
  expect(await alone.webhook(pushCall(account, time.now, image))).toMatchObject({ status: 500 });
});
