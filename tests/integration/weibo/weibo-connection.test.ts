import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FILES_NOT_TAKEN, NO_SUCH_PLACE, NOT_CONNECTED, TOO_LONG } from '#electron/channels/provider-call.ts';
import type { SocialRequest } from '#electron/channels/social-port.ts';
import type { WeiboConnection } from '#electron/channels/weibo/weibo-connection.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { formOf } from '#tests/fakes/provider-http.ts';
import { callOver, WebhookDoor } from '#tests/fakes/webhook-door.ts';
import { signedWeibo, weiboCall } from '#tests/fakes/weibo-calls.ts';
import { WeiboServer } from '#tests/fakes/weibo-server.ts';
import { NOW, weiboOf } from '#tests/integration/weibo/weibo-kit.ts';

const server = new WeiboServer();
const USER = '2489518277';
let made: ReturnType<typeof weiboOf>;
let connection: WeiboConnection;
let stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  server.clear();
  await server.start();
  server.names.set(USER, '小明\n🐉');
  made = weiboOf(server.account());
  connection = made.connection;
  await connection.start();
  stops = [() => connection.stop(), () => server.stop()];
});

afterEach(async () => {
  for (const stop of stops) await stop();
});

let nonce = 0;
const call = (push: Readonly<Record<string, unknown>>) => weiboCall(server.account(), push, NOW, String(++nonce));
const request = (more: Partial<SocialRequest> = {}): SocialRequest => ({
  clientId: 'm-1',
  user: USER,
  place: { kind: 'private' },
  text: '您好 & 100% = ok?',
  ...more,
});
const below = (comment: string): SocialRequest['place'] => ({ kind: 'comment', comment });

describe('what customers write', () => {
  it('comes in over HTTP with name, words, place and time', async () => {
    const door = new WebhookDoor();
    await door.start();
    stops.unshift(() => door.stop());
    door.webhook = connection.webhook;
    expect(connection.state().state).toBe('waiting');
    expect(await callOver(door.url, call({ text: '没有到账 👩‍👩‍👧' }))).toEqual({ status: 200, body: '' });
    expect(made.desk.pushes).toEqual([
      { msgId: expect.stringMatching(/^[0-9a-f]{64}$/), user: USER, nickname: '小明 🐉', text: '没有到账 👩‍👩‍👧', place: { kind: 'private' }, at: NOW - 5_000 },
    ]);
    expect(connection.state()).toEqual({ state: 'connected', lastMessageAt: NOW, fault: null });
    // Weibo's question at the same address.
    const asked = signedWeibo(server.account(), '', NOW, 'n');
    asked.query.set('echostr', 'dnPdpTZz85');
    expect(await callOver(door.url, { ...asked, method: 'GET' })).toEqual({ status: 200, body: 'dnPdpTZz85' });
    asked.query.set('signature', '0'.repeat(40));
    expect((await callOver(door.url, { ...asked, method: 'GET' })).status).toBe(401);
  });

  it('stands in public below its post or comment', async () => {
    await connection.webhook(call({ type: 'mention', text: '@us 充值没到', data: { subtype: 'status', key: '3700057402482222' } }));
    await connection.webhook(call({ type: 'mention', text: '@us 还没到', data: { subtype: 'comment', key: '3700057402489999' } }));
    expect(made.desk.pushes.map(({ place }) => place)).toEqual([below('post.3700057402482222'), below('3700057402489999')]);
  });

  it('is acknowledged when it is with the desk; else it is brought again, under the same id', async () => {
    made.desk.refuses = () => true;
    const one = call({ text: 'hello' });
    expect((await connection.webhook(one)).status).toBe(500);
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'not-handed-over' } });
    made.desk.refuses = () => false;
    expect((await connection.webhook(one)).status).toBe(200);
    // A try signed anew is the same message.
    expect((await connection.webhook(call({ text: 'hello' }))).status).toBe(200);
    expect(new Set(made.desk.pushes.map(({ msgId }) => msgId)).size).toBe(1);
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
  });

  it('is told when it cannot be read, and left alone when it is an event', async () => {
    expect((await connection.webhook(call({ type: 'event', text: '关注事件消息', data: { subtype: 'follow' } }))).status).toBe(200);
    expect(connection.state().fault).toBeNull();
    expect((await connection.webhook(call({ created_at: 'soon', text: 'x' }))).status).toBe(200);
    expect(connection.state()).toMatchObject({ state: 'connected', fault: { code: 'bad-message' } });
    expect(made.desk.pushes).toHaveLength(0);
  });

  it('is refused when it was signed long ago, which is told as a clock that is off', async () => {
    const one = call({ text: 'hello' });
    made.time.now += 11 * MINUTE;
    expect((await connection.webhook(one)).status).toBe(401);
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'clock-off' } });
  });

  it('is not kept up by a name that cannot be had, and asks for each name once', async () => {
    server.names.clear();
    await connection.webhook(call({ text: 'one' }));
    await connection.webhook(call({ text: 'two' }));
    expect(server.came.filter(({ path }) => path === '/2/users/show.json')).toHaveLength(1);
    server.names.set(USER, '小明');
    made.time.now += 6 * MINUTE;
    await connection.webhook(weiboCall(server.account(), { text: 'three' }, made.time.now, 'x'));
    server.feeling = 'held';
    const pushed = connection.webhook(call({ text: 'four', sender_id: 5 }));
    await made.timers.goOff((ms) => ms === 1_500);
    expect((await pushed).status).toBe(200);
    expect(made.desk.pushes.map(({ nickname }) => nickname)).toEqual(['', '', '小明', '']);
  });

  it('has pictures that are fetched when the desk asks', async () => {
    server.pictures.set('821804469', Buffer.from('a picture'));
    await connection.webhook(call({ type: 'image', text: '发了一张图片', data: { vfid: 821804459, tovfid: 821804469 } }));
    await connection.webhook(call({ type: 'voice', text: '发了一个语音消息', data: { tovfid: 7 } }));
    const [picture, voice] = made.desk.pushes.map(({ media }) => media?.[0]);
    if (!picture || !voice) throw new Error('no files');
    expect(server.came.some(({ path }) => path.includes('mss'))).toBe(false);
    expect([picture.kind, picture.name, voice.kind, voice.name]).toEqual(['image', 'weibo-image-821804469.jpg', 'voice', 'weibo-voice-7.amr']);
    expect(Buffer.from(await picture.fetch()).toString()).toBe('a picture');
    const gone = await voice.fetch().catch((cause: Error) => cause.message);
    expect(gone).toContain('HTTP_404');
    expect(gone).not.toContain(server.token);
  });

  it('is not taken while the account is off', async () => {
    await connection.stop();
    expect((await connection.webhook(call({ text: 'x' }))).status).toBe(503);
  });
});

describe('what the desk sends', () => {
  it('goes to the customer alone, once, with the token in the form and not in the address', async () => {
    server.open.add(USER);
    expect(await connection.send(request())).toEqual({ errcode: 0, msgId: 'm-1' });
    expect(server.messages).toEqual([{ receiver: USER, text: '您好 & 100% = ok?' }]);
    const [came] = server.came;
    if (!came) throw new Error('nothing came');
    expect([...came.query]).toEqual([]);
    expect(Object.fromEntries(formOf(came))).toEqual({ access_token: server.token, receiver_id: USER, type: 'text', data: '{"text":"您好 & 100% = ok?"}' });
  });

  it('goes below a comment, by way of the post it stands under, however long the ids', async () => {
    server.standing.set('3700057402489999', '90071992547409931');
    expect(await connection.send(request({ place: below('3700057402489999') }))).toMatchObject({ errcode: 0, msgId: '12438492185' });
    expect(server.comments).toEqual([{ post: '90071992547409931', comment: '3700057402489999', text: '您好 & 100% = ok?', rip: null }]);
  });

  it('goes below a post, with the address that Weibo wants where one is set', async () => {
    const other = weiboOf(server.account({ operatorIp: '211.156.0.1' })).connection;
    expect(await other.send(request({ place: below('post.3700057402482222') }))).toMatchObject({ errcode: 0 });
    expect(server.comments).toEqual([{ post: '3700057402482222', comment: null, text: '您好 & 100% = ok?', rip: '211.156.0.1' }]);
    expect(server.messages).toHaveLength(0);
  });

  it('is refused where the comment is gone, and where there never was one', async () => {
    expect(await connection.send(request({ place: below('37') }))).toMatchObject({ errcode: 20201 });
    expect(await connection.send(request({ place: below('nowhere') }))).toMatchObject({ errcode: NO_SUCH_PLACE });
    expect(server.comments).toHaveLength(0);
  });

  it('is refused when the customer follows no more', async () => {
    expect(await connection.send(request())).toMatchObject({ errcode: 20301 });
    expect(connection.state().fault).toBeNull();
  });

  it.each([
    [403, 10023, 'rate-limited'],
    [400, 21327, 'refused-credentials'],
    // Refusals can come as 200.
    [200, 20019, 'fault-free'],
  ])('tells a refusal (%d, %d) with its code and without the token', async (status, code, fault) => {
    server.open.add(USER);
    server.refusals.push({ status, code, error: `no to ${server.token}` });
    expect(await connection.send(request())).toEqual({ errcode: code, errmsg: 'no to ***' });
    expect(connection.state().fault?.code ?? 'fault-free').toBe(fault);
    expect(await connection.send(request())).toMatchObject({ errcode: 0 });
    expect(connection.state().fault).toBeNull();
  });

  it('is refused here when it is too long, or has files', async () => {
    expect(await connection.send(request({ text: '字'.repeat(301) }))).toMatchObject({ errcode: TOO_LONG });
    expect(await connection.send(request({ text: '字'.repeat(141), place: below('37') }))).toMatchObject({ errcode: TOO_LONG });
    expect(await connection.send(request({ files: [{ name: 'a', type: 'image/png', bytes: new Uint8Array([1]) }] }))).toMatchObject({
      errcode: FILES_NOT_TAKEN,
    });
    expect(server.came).toHaveLength(0);
  });

  it.each(['cut', 'nonsense', 'broken'] as const)('rejects when the outcome is not known: %s', async (feeling) => {
    server.open.add(USER);
    server.feeling = feeling;
    await expect(connection.send(request())).rejects.toThrow();
    expect(server.came).toHaveLength(1);
    expect(connection.state().state).toBe('fault');
  });

  it('rejects when no answer comes in time, and a stop waits for it', async () => {
    server.feeling = 'held';
    const sending = connection.send(request());
    await server.until(({ path }) => path.endsWith('reply.json'));
    const stopping = connection.stop();
    await made.timers.goOff((ms) => ms === 20_000);
    await expect(sending).rejects.toThrow('TIMED_OUT');
    await stopping;
  });

  it('surely did not go out when nobody is there', async () => {
    await server.stop();
    expect(await connection.send(request())).toEqual({ errcode: NOT_CONNECTED, errmsg: 'ECONNREFUSED' });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'unreachable' } });
  });
});

describe('check', () => {
  it('says whom Weibo takes us for, and what is wrong, without a secret', async () => {
    server.names.set(server.uid, '钱包客服');
    expect(await connection.check()).toEqual({ ok: true, value: '钱包客服' });
    const refused = await weiboOf(server.account({ accessToken: '2.00-wrong' })).connection.check();
    expect(refused).toMatchObject({ ok: false, error: { code: 'refused-credentials' } });
    const another = await weiboOf(server.account({ uid: '5' })).connection.check();
    expect(another).toMatchObject({ ok: false, error: { code: 'refused-credentials', detail: expect.stringContaining('1902538057') } });
    server.feeling = 'nonsense';
    const nonsense = await connection.check();
    expect(nonsense).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    await server.stop();
    const away = await connection.check();
    expect(away).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    const told = JSON.stringify([refused, another, nonsense, away, made.logger.lines]);
    for (const secret of [server.token, '2.00-wrong', 'xyz123xyz']) expect(told).not.toContain(secret);
  });
});
