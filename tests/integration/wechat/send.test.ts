import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wechatReason } from '#electron/channels/wechat/wechat-codes.ts';
import { pushCall, textOf } from '#tests/fakes/wechat-calls.ts';
import { nobodyThere, png, request, secretWords, USER, WechatRoom } from '#tests/integration/wechat/wechat-room.ts';
import { HandTimers } from '#tests/unit/wechat/wechat-kit.ts';

let room: WechatRoom;
beforeEach(async () => {
  room = await new WechatRoom().start();
});
afterEach(async () => {
  expect(room.told()).not.toMatch(secretWords);
  await room.stop();
});

const HOUR = 3_600_000;
const ok = { errcode: 0, msgId: 'message-1' };
const file = (bytes: Uint8Array, type = 'image/png') => ({ name: '截图.png', type, bytes });
/** WeChat asks nothing of these: what comes back is its answer to the send. */
const answering = (status: number, type: string, body: string) => {
  room.server.mood = (path, response) => {
    if (!path.endsWith('/send')) return false;
    response.writeHead(status, { 'content-type': type });
    response.end(body);
    return true;
  };
};

describe('A text', () => {
  it.each(['您好，已到账。', 'مرحبا 👨‍👩‍👧 "quoted" \\u0041?', 'a\nb\tc & <x>', '💸'.repeat(512)])('goes out as it is: %s', async (text) => {
    const connection = await room.connect();
    const right = text.includes('\\u') ? text.replace('\\u', 'u') : text;
    expect(await connection.send(request({ text: right }))).toEqual(ok);
    expect(room.server.sent).toEqual([{ touser: USER, msgtype: 'text', text: { content: right } }]);
  });

  it('with halves of pairs or controls goes out without them, since WeChat takes no \\u', async () => {
    const connection = await room.connect();
    expect(await connection.send(request({ text: 'a\ud83d\u0000\u0007b' }))).toEqual(ok);
    expect(room.server.sent[0]?.text?.content).toBe('a\ufffdb');
  });

  it('of more than 2,048 bytes, or of nothing, is refused without asking', async () => {
    const connection = await room.connect();
    expect(await connection.send(request({ text: `${'好'.repeat(682)}ab` }))).toEqual(ok);
    expect(await connection.send(request({ text: `${'好'.repeat(682)}abc` }))).toMatchObject({ errcode: 45002 });
    expect(await connection.send(request({ text: '  ' }))).toMatchObject({ errcode: 44004 });
    expect(await connection.send(request({ place: { kind: 'comment', comment: 'c' } }))).toMatchObject({ errcode: -10_003 });
    expect(room.asked).toHaveLength(1);
  });

  it('is the fifth and last within 48 hours of what the customer wrote', async () => {
    const connection = await room.connect();
    for (let n = 0; n < 5; n++) expect(await connection.send(request())).toEqual(ok);
    expect(await connection.send(request())).toMatchObject({ errcode: 45047 });
    room.server.wrote(USER);
    room.time.now += 48 * HOUR - 1;
    expect(await connection.send(request())).toEqual(ok);
    room.time.now += 1;
    expect(await connection.send(request())).toMatchObject({ errcode: 45015 });
    expect(await connection.send(request({ user: 'oNobody' }))).toMatchObject({ errcode: 40003 });
    // What WeChat says of one customer says nothing of the account.
    expect(connection.state()).toMatchObject({ state: 'waiting', fault: null });
  });

  it('to somebody who has left is told as that, until they write again', async () => {
    const connection = await room.connect();
    connection.onPush(async () => undefined);
    const event = { ToUserName: 'gh_1', FromUserName: USER, CreateTime: '1796000000', MsgType: 'event', Event: 'unsubscribe' };
    expect(await connection.webhook(pushCall(room.account, room.time.now, event))).toMatchObject({ status: 200 });
    room.server.left(USER);
    expect(await connection.send(request())).toMatchObject({ errcode: 43004 });
    await connection.webhook(pushCall(room.account, room.time.now, textOf(USER, 'hi', '1', room.time.now)));
    expect(await connection.send(request())).toMatchObject({ errcode: 45015 });
  });
});

describe('Images', () => {
  it('are uploaded, then sent after the text', async () => {
    const connection = await room.connect();
    expect(await connection.send(request({ files: [file(png()), file(png(200))] }))).toEqual(ok);
    expect(room.asked).toEqual([
      'POST /media/upload',
      'POST /media/upload',
      'POST /message/custom/send',
      'POST /message/custom/send',
      'POST /message/custom/send',
    ]);
    const [text, first, second] = room.server.sent;
    expect([text?.msgtype, first?.msgtype, second?.msgtype]).toEqual(['text', 'image', 'image']);
    const bytes = room.server.media.get(second?.image?.media_id ?? '')?.bytes;
    expect(Buffer.from(bytes ?? [])).toEqual(Buffer.from(png(200)));
    expect(await connection.send(request({ text: '', files: [file(png())] }))).toEqual(ok);
    expect(room.server.sent).toHaveLength(4);
  });

  it('of another kind, too large or empty are refused without asking, the text with them', async () => {
    const connection = await room.connect();
    const big = new Uint8Array(10 * 1024 * 1024 + 1);
    for (const [bytes, type, errcode] of [
      [png(), 'application/pdf', 40005],
      [png(), 'image/svg+xml', 40005],
      [big, 'image/png', 40009],
      [new Uint8Array(), 'image/jpeg', 44001],
    ] as const) {
      expect(await connection.send(request({ files: [file(png()), file(bytes, type)] })), type).toMatchObject({ errcode });
    }
    expect(room.server.asked).toEqual([]);
  });

  it('that WeChat does not take leave the text unsent', async () => {
    const connection = await room.connect();
    expect(await connection.send(request({ files: [file(Buffer.from('no image at all'))] }))).toMatchObject({ errcode: 40005 });
    room.server.mood = (path, response) => {
      if (!path.endsWith('/upload')) return false;
      response.destroy();
      return true;
    };
    expect(await connection.send(request({ files: [file(png())] }))).toMatchObject({ errcode: -10_004 });
    expect(room.server.sent).toEqual([]);
  });

  it('that no longer fit the five after their text are unknown: a part went out', async () => {
    const connection = await room.connect();
    for (let n = 0; n < 4; n++) await connection.send(request());
    await expect(connection.send(request({ files: [file(png())] }))).rejects.toThrow('1 of 2 went out');
    expect(room.server.sent).toHaveLength(5);
  });
});

describe('What happens on the way', () => {
  it('nobody there: surely not sent, and told as unreachable', async () => {
    const connection = await room.connect({ apiBase: await nobodyThere() });
    const answer = await connection.send(request());
    expect(answer.errcode).toBe(-10_001);
    expect(wechatReason(answer.errcode)).toBe('unreachable');
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'unreachable', detail: expect.stringContaining('ECONNREFUSED') } });
    const unnamed = await room.connect({ apiBase: 'http://no-such-host.invalid' });
    expect((await unnamed.send(request())).errcode).toBe(-10_001);
  });

  it('nobody there any more, once the token is known: surely not sent', async () => {
    const connection = await room.connect();
    expect(await connection.check()).toMatchObject({ ok: true });
    await room.server.stop();
    expect(await connection.send(request())).toMatchObject({ errcode: -10_001 });
    await room.server.start();
  });

  it.each([
    ['a page', 200, 'text/html', '<html>ok</html>'],
    ['another form', 200, 'application/json', '{"ok":true}'],
    ['half an answer', 200, 'application/json', '{"errcode":0,"errm'],
    ['a bad gateway', 502, 'text/html', 'bad gateway'],
    ['a timeout of a proxy', 504, 'text/plain', ''],
    ['nothing', 200, 'application/json', ''],
  ])('%s instead of an answer: it may have gone out', async (_what, status, type, body) => {
    const connection = await room.connect();
    answering(status, type, body);
    await expect(connection.send(request())).rejects.toThrow(/^send: /);
    expect(room.asked).toHaveLength(1);
  });

  it('the connection ends before the answer, or is sent elsewhere: it may have gone out', async () => {
    const connection = await room.connect();
    room.server.mood = (path, response) => {
      if (!path.endsWith('/send')) return false;
      response.destroy();
      return true;
    };
    await expect(connection.send(request())).rejects.toThrow('the connection ended before the answer');
    room.server.mood = (path, response) => {
      if (path.endsWith('/stable_token')) return false;
      const sent = path.endsWith('/send');
      response.writeHead(sent ? 307 : 200, sent ? { location: `${room.account.apiBase}/elsewhere` } : { 'content-type': 'application/json' });
      response.end(sent ? '' : '{"errcode":0}');
      return true;
    };
    await expect(connection.send(request())).rejects.toThrow(/^send: /);
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'unreachable' } });
  });

  it('no answer in time: it may have gone out; who stops waits for that', async () => {
    const timers = new HandTimers();
    const connection = await room.connect({}, { setTimer: timers.setTimer, clearTimer: timers.clearTimer });
    const asked = new Promise<void>((resolve) => {
      room.server.mood = (path) => {
        if (path.endsWith('/send')) resolve();
        return path.endsWith('/send');
      };
    });
    const sending = connection.send(request());
    const rejected = expect(sending).rejects.toThrow('no answer within 15000 ms');
    await asked;
    let stopped = false;
    const stop = connection.stop().then(() => {
      stopped = true;
    });
    expect(stopped).toBe(false);
    expect(timers.run(15_000)).toBe(1);
    await rejected;
    await stop;
    expect(await connection.send(request())).toMatchObject({ errcode: -10_001 });
  });

  it.each([
    [-1, 'provider-busy'],
    [45009, 'provider-busy'],
    [45011, 'provider-busy'],
    [48001, 'not-permitted'],
    [50002, 'user-restricted'],
    [48002, 'blocked-user'],
    [40003, 'unknown-user'],
    [43004, 'not-following'],
    [45002, 'too-long'],
    [45015, 'window-over'],
    [45047, 'count-over'],
    [87014, 'content-refused'],
  ])('WeChat’s %s is handed on as it is, and has the reason %s', async (errcode, reason) => {
    const connection = await room.connect();
    answering(200, 'text/plain', JSON.stringify({ errcode: errcode === 40003 ? String(errcode) : errcode, errmsg: 'no rid: 1' }));
    expect(await connection.send(request())).toEqual({ errcode, errmsg: 'no rid: 1' });
    expect(wechatReason(errcode)).toBe(reason);
    const fault = errcode === 45009 || errcode === 45011 ? 'rate-limited' : errcode === -1 || errcode === 48001 ? 'provider-error' : null;
    expect(connection.state().fault?.code ?? null).toBe(fault);
  });

  it('a code that is in no table has no reason of ours', () => {
    expect(wechatReason(99_999)).toBeNull();
  });
});
