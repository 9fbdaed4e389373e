import { afterEach, beforeEach, expect, it } from 'vitest';
import { nobodyThere, request, secretWords, USER, WechatRoom } from '#tests/integration/wechat/wechat-room.ts';

let room: WechatRoom;
beforeEach(async () => {
  room = await new WechatRoom().start();
});
afterEach(() => room.stop());

const sent = () => room.server.sent.length;
const ok = { errcode: 0, msgId: 'message-1' };

it('nothing is asked before the first need, and one token serves all that ask at once', async () => {
  const connection = await room.connect();
  expect(room.server.asked).toEqual([]);
  const answers = await Promise.all(Array.from({ length: 5 }, () => connection.send(request())));
  expect(answers).toEqual(Array.from({ length: 5 }, () => ok));
  expect(room.server.tokensAsked).toBe(1);
});

it('two gateways share one token without knowing of each other', async () => {
  const [one, other] = [await room.connect(), await room.connect()];
  for (const connection of [one, other, one, other]) expect(await connection.send(request())).toEqual(ok);
  // Had one taken the token from the other, each would have had to ask again.
  expect(room.server.tokensAsked).toBe(2);
  expect(sent()).toBe(4);
});

it('a token is asked for anew shortly before its end, and what comes then is good', async () => {
  const connection = await room.connect();
  await connection.send(request());
  room.time.now += 7_200_000 - 241_000;
  await connection.send(request());
  expect(room.server.tokensAsked).toBe(1);
  room.time.now += 2_000;
  expect(await connection.send(request())).toEqual(ok);
  expect(room.server.tokensAsked).toBe(2);
  expect(room.asked.filter((one) => one.includes('send'))).toHaveLength(3);
  // Another gateway that still has the old one goes on with it to its end.
  room.time.now += 7_200_000;
  room.server.wrote(USER);
  expect(await connection.send(request())).toEqual(ok);
  expect(room.server.tokensAsked).toBe(3);
});

it('a token that WeChat took back is replaced once, and the message goes out once', async () => {
  const connection = await room.connect();
  await connection.send(request());
  room.server.revoke();
  expect(await connection.send(request())).toEqual(ok);
  expect(room.server.tokensAsked).toBe(2);
  expect(room.asked).toEqual(['POST /message/custom/send', 'POST /message/custom/send', 'POST /message/custom/send']);
  expect(sent()).toBe(2);
  expect(connection.state()).toMatchObject({ state: 'waiting', fault: null });
});

it('a token that WeChat gives and does not take is not asked for again and again', async () => {
  const connection = await room.connect();
  room.server.mood = (path, response) => {
    if (path.endsWith('/stable_token')) return false;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errcode: 42001, errmsg: 'access_token expired' }));
    return true;
  };
  expect(await connection.send(request())).toMatchObject({ errcode: 42001 });
  expect([room.server.tokensAsked, room.asked.length]).toEqual([2, 1]);
  expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'refused-credentials' } });
});

it('check tells whom WeChat takes us for, or what is wrong with the credentials', async () => {
  const right = await room.connect();
  expect(await right.check()).toEqual({ ok: true, value: 'wx-room' });
  const wrong = await room.connect({ appSecret: 'app-secret-of-another' });
  expect(await wrong.check()).toMatchObject({ ok: false, error: { code: 'refused-credentials', detail: expect.stringContaining('40125') } });
  expect(await wrong.send(request())).toMatchObject({ errcode: 40125 });
  expect(wrong.state()).toMatchObject({ state: 'fault', fault: { code: 'refused-credentials' } });
  const nobody = await room.connect({ appId: 'wx-other' });
  expect(await nobody.check()).toMatchObject({ ok: false, error: { code: 'refused-credentials', detail: expect.stringContaining('40013') } });
  const nowhere = await room.connect({ apiBase: await nobodyThere() });
  expect(await nowhere.check()).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  expect(room.asked).toEqual(['GET /getcallbackip']);
  expect(sent()).toBe(0);
  expect(room.told()).not.toMatch(secretWords);
});

it('a refusal that repeats the secret is told without it', async () => {
  const connection = await room.connect();
  room.server.mood = (_path, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errcode: 40125, errmsg: `invalid appsecret ${room.account.appSecret}` }));
    return true;
  };
  expect(JSON.stringify(await connection.check())).not.toMatch(secretWords);
  expect(room.told()).not.toMatch(secretWords);
});

it.each([
  ['a page', 200, 'text/html', '<html>busy</html>'],
  ['half an answer', 200, 'application/json', '{"access_token":"x"'],
  ['an answer of another form', 200, 'application/json', '{"access_token":1,"expires_in":"7200"}'],
  ['no answer but a status', 502, 'text/plain', ''],
  ['a list', 200, 'application/json', '[]'],
])('where a token should be and %s comes, nothing was sent, and that is told', async (_what, status, type, body) => {
  const connection = await room.connect();
  room.server.mood = (_path, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
    return true;
  };
  expect(await connection.send(request())).toMatchObject({ errcode: -10_002 });
  expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'bad-answer' } });
  room.server.mood = null;
  expect(await connection.send(request())).toEqual(ok);
  expect(connection.state()).toMatchObject({ state: 'waiting', fault: null });
});

it('too many calls for the day are told as that', async () => {
  const connection = await room.connect();
  room.server.mood = (_path, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errcode: 45009, errmsg: 'reach max api daily quota limit' }));
    return true;
  };
  expect(await connection.send(request())).toMatchObject({ errcode: 45009 });
  expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'rate-limited' } });
});
