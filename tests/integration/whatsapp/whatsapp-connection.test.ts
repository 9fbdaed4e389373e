import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOT_CONNECTED } from '#electron/channels/provider-call.ts';
import type { SocialRequest } from '#electron/channels/social-port.ts';
import type { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import { callOver, WebhookDoor } from '#tests/fakes/webhook-door.ts';
import { whatsappCall, whatsappCalls } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer, whatsappStatus } from '#tests/fakes/whatsapp-server.ts';
import { NOW, whatsappOf } from '#tests/integration/whatsapp/whatsapp-kit.ts';

const server = new WhatsappServer();
let made: ReturnType<typeof whatsappOf>;
let connection: WhatsappConnection;
let stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  server.feeling = 'well';
  server.came.length = 0;
  server.sent.length = 0;
  server.refusals.length = 0;
  server.uploads.clear();
  await server.start();
  made = whatsappOf(server.account());
  connection = made.connection;
  await connection.start();
  stops = [() => connection.stop(), () => server.stop()];
});

afterEach(async () => {
  for (const stop of stops) await stop();
});

const words = (id: string, text = id) => ({
  from: '16505551234',
  from_user_id: 'US.1',
  id,
  timestamp: String(NOW / 1000 - 60),
  type: 'text',
  text: { body: text },
});
const request = (more: Partial<SocialRequest> = {}): SocialRequest => ({
  clientId: 'm-1',
  user: '16505551234',
  place: { kind: 'private' },
  text: 'Hello',
  ...more,
});
const jpeg = { name: 'receipt.jpg', type: 'image/jpeg', bytes: Buffer.from('jpeg bytes') };
const pdf = { name: 'statement.pdf', type: 'application/pdf', bytes: Buffer.from('pdf bytes') };

describe('what customers write', () => {
  it('comes in over HTTP with name, words, time and id', async () => {
    const door = new WebhookDoor();
    await door.start();
    stops.unshift(() => door.stop());
    door.webhook = connection.webhook;
    const contact = { profile: { name: 'مريم \u200f🐉\nسطر' }, wa_id: '16505551234', user_id: 'US.1' };
    const call = whatsappCall(server.account(), { contacts: [contact], messages: [words('wamid.1', '你好 👩‍👩‍👧')] });
    expect(connection.state()).toEqual({ state: 'waiting', lastMessageAt: null, fault: null });
    expect(await callOver(door.url, call)).toEqual({ status: 200, body: '' });
    expect(made.desk.pushes).toMatchObject([
      { msgId: 'wamid.1', user: 'US.1', nickname: 'مريم \u200f🐉 سطر', text: '你好 👩‍👩‍👧', at: NOW - 60_000, address: '+16505551234' },
    ]);
    expect(connection.state()).toEqual({ state: 'connected', lastMessageAt: NOW, fault: null });
    // The provider's question at the same address.
    const asked = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me', 'hub.challenge': '42<b>' });
    expect(await callOver(door.url, { method: 'GET', query: asked, headers: {}, body: new Uint8Array() })).toEqual({ status: 200, body: '42<b>' });
    expect(door.answers.at(-1)?.type).toBe('text/plain; charset=utf-8');
    asked.set('hub.verify_token', 'guess');
    expect((await callOver(door.url, { method: 'GET', query: asked, headers: {}, body: new Uint8Array() })).status).toBe(403);
  });

  it('is acknowledged when all of it is with the desk, and not before', async () => {
    let done: () => void = () => undefined;
    const order: string[] = [];
    connection.onPush(async () => {
      await new Promise<void>((resolve) => {
        done = resolve;
      });
      order.push('taken');
    });
    const answered = connection.webhook(whatsappCall(server.account(), { messages: [words('wamid.1')] })).then(({ status }) => order.push(String(status)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual([]);
    done();
    await answered;
    expect(order).toEqual(['taken', '200']);
  });

  it('is brought again where one was not taken; the others are in, and the repeat has the same ids', async () => {
    made.desk.refuses = ({ msgId }) => msgId === 'wamid.2';
    const call = whatsappCall(server.account(), { messages: [words('wamid.1'), words('wamid.2'), words('wamid.3')] });
    expect((await connection.webhook(call)).status).toBe(500);
    expect(made.desk.pushes.map(({ msgId }) => msgId)).toEqual(['wamid.1', 'wamid.3']);
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'not-handed-over' } });
    made.desk.refuses = () => false;
    expect((await connection.webhook(call)).status).toBe(200);
    expect(new Set(made.desk.pushes.map(({ msgId }) => msgId))).toEqual(new Set(['wamid.1', 'wamid.2', 'wamid.3']));
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
  });

  it('is in beside an entry that cannot be read, which is told', async () => {
    const call = whatsappCall(server.account(), { messages: [words('wamid.1'), { id: 'wamid.2', type: 'text' }, words('wamid.3')] });
    expect((await connection.webhook(call)).status).toBe(200);
    expect(made.desk.pushes.map(({ msgId }) => msgId)).toEqual(['wamid.1', 'wamid.3']);
    expect(connection.state()).toMatchObject({ state: 'connected', fault: { code: 'bad-message' } });
  });

  it('is bounded in length and never cut inside a character', async () => {
    const call = whatsappCall(server.account(), {
      contacts: [{ profile: { name: '🐉'.repeat(300) }, wa_id: '16505551234' }],
      messages: [{ ...words('wamid.1', '😀'.repeat(9_000)), from_user_id: undefined }],
    });
    expect((await connection.webhook(call)).status).toBe(200);
    const [push] = made.desk.pushes;
    expect(push?.user).toBe('16505551234');
    expect(push?.text.length).toBeLessThanOrEqual(8_000);
    expect(push?.nickname.length).toBeLessThanOrEqual(100);
    expect(push?.text.isWellFormed() && push.nickname.isWellFormed()).toBe(true);
  });

  it('never lies in the future', async () => {
    await connection.webhook(whatsappCall(server.account(), { messages: [{ ...words('wamid.1'), timestamp: String(NOW / 1000 + 900) }] }));
    expect(made.desk.pushes[0]?.at).toBe(NOW);
  });

  it('is not taken while the account is off, nor where nobody listens', async () => {
    const [call] = whatsappCalls(server.account(), 1, NOW);
    const alone = whatsappOf(server.account());
    if (!call) throw new Error('no call');
    expect((await alone.connection.webhook(call)).status).toBe(503);
    await connection.stop();
    expect((await connection.webhook(call)).status).toBe(503);
    expect(connection.state().state).toBe('off');
  });
});

describe('files of customers', () => {
  const withImage = async (id: string) => {
    await connection.webhook(
      whatsappCall(server.account(), { messages: [{ ...words('wamid.1'), type: 'image', text: undefined, image: { id, mime_type: 'image/jpeg' } }] }),
    );
    const media = made.desk.pushes[0]?.media?.[0];
    if (!media) throw new Error('no file');
    return media;
  };

  it('are fetched when the desk asks, and only then, with the token', async () => {
    server.files.set('777', { bytes: Buffer.from('a picture') });
    const media = await withImage('777');
    expect(server.came).toHaveLength(0);
    expect(Buffer.from(await media.fetch()).toString()).toBe('a picture');
    expect(server.came.map(({ path }) => path)).toEqual(['/v23.0/777', '/lookaside/777']);
    expect(server.came[0]?.query.get('phone_number_id')).toBe(server.phoneNumberId);
  });

  it('are not asked for at a stranger’s address, which never sees the token', async () => {
    const stranger = new WebhookDoor();
    await stranger.start();
    stops.unshift(() => stranger.stop());
    server.files.set('778', { bytes: Buffer.from('x'), url: `${stranger.url}/steal` });
    const media = await withImage('778');
    await expect(media.fetch()).rejects.toThrow('HOST_NOT_ALLOWED');
    expect(stranger.came).toHaveLength(0);
  });

  it('are cut off when they are larger than the desk takes, whatever was said of them', async () => {
    const large = new Uint8Array(10 * 1024 * 1024 + 1);
    server.files.set('779', { bytes: large, size: 12 });
    server.files.set('780', { bytes: large });
    const media = await withImage('779');
    await expect(media.fetch()).rejects.toThrow('FILE_TOO_BIG');
    made.desk.pushes.length = 0;
    await expect((await withImage('780')).fetch()).rejects.toThrow('larger than the desk takes');
  });

  it('reject where the provider has them no more', async () => {
    await expect((await withImage('nothing')).fetch()).rejects.toThrow('no more (100)');
  });
});

describe('what the desk sends', () => {
  it('goes out as text, once, and its receipts come back under the desk’s id, at another gateway too', async () => {
    expect(await connection.send(request({ clientId: '0199-a', user: 'US.1', text: 'Hello 你好' }))).toEqual({ errcode: 0, msgId: 'wamid.sent1' });
    const [sent] = server.sent;
    if (!sent) throw new Error('nothing sent');
    expect(sent.body).toMatchObject({ messaging_product: 'whatsapp', recipient: 'US.1', type: 'text', text: { body: 'Hello 你好', preview_url: false } });
    expect(sent.body).not.toHaveProperty('to');
    // A gateway that did not send it, begun later.
    const other = whatsappOf(server.account());
    await other.connection.start();
    stops.unshift(() => other.connection.stop());
    const statuses = ['sent', 'read', 'delivered', 'delivered'].map((state) => whatsappStatus(sent, state));
    expect((await other.connection.webhook(whatsappCall(server.account(), { statuses }))).status).toBe(200);
    const receipt = { clientId: '0199-a', user: 'US.1', place: { kind: 'private' } };
    expect(other.desk.receipts).toEqual([
      { ...receipt, state: 'read' },
      { ...receipt, state: 'delivered' },
      { ...receipt, state: 'delivered' },
    ]);
  });

  it('goes to a number by its digits', async () => {
    await connection.send(request());
    expect(server.sent[0]?.body).toMatchObject({ to: '16505551234' });
    expect(server.sent[0]?.body).not.toHaveProperty('recipient');
  });

  it('carries one file with the words below it', async () => {
    expect(await connection.send(request({ files: [jpeg] }))).toMatchObject({ errcode: 0 });
    expect(server.uploads.get('media1')).toMatchObject({ name: 'receipt.jpg', type: 'image/jpeg' });
    expect(Buffer.from(server.uploads.get('media1')?.bytes ?? []).toString()).toBe('jpeg bytes');
    expect(server.sent.map(({ body }) => [body.type, body.image])).toEqual([['image', { id: 'media1', caption: 'Hello' }]]);
  });

  it('carries several files after the words; the last one’s receipt is the whole’s', async () => {
    const voice = { name: 'a.ogg', type: 'audio/ogg', bytes: Buffer.from('ogg') };
    await connection.send(request({ files: [jpeg, pdf, voice] }));
    expect(server.sent.map(({ body }) => body.type)).toEqual(['text', 'image', 'document', 'audio']);
    expect(server.sent[2]?.body.document).toEqual({ id: 'media2', filename: 'statement.pdf' });
    await connection.webhook(whatsappCall(server.account(), { statuses: server.sent.map((sent) => whatsappStatus(sent, 'delivered')) }));
    expect(made.desk.receipts).toHaveLength(1);
    const [first] = server.sent;
    if (!first) throw new Error('nothing sent');
    await connection.webhook(whatsappCall(server.account(), { statuses: [whatsappStatus(first, 'failed', [{ code: 131047 }])] }));
    expect(made.desk.receipts.at(-1)).toMatchObject({ state: 'failed', reason: 'window-over' });
  });

  it('rejects when a later part is refused: some of it is out', async () => {
    const sending = connection.send(request({ files: [jpeg, pdf] }));
    await server.until(({ path }) => path.endsWith('/media'), 2);
    // The words are let through, the picture is not.
    await server.until(({ path, body }) => path.endsWith('/messages') && Buffer.from(body).includes('"text"'));
    server.refusals.push({ status: 400, code: 131053 });
    await expect(sending).rejects.toThrow('part 2 of 3');
  });

  it('sends nothing of a message whose file is refused', async () => {
    server.feeling = 'broken';
    await expect(connection.send(request({ files: [jpeg] }))).rejects.toThrow('503');
    expect(server.sent).toHaveLength(0);
  });

  it.each([
    [400, 131047, 'fault-free'],
    [400, 131026, 'fault-free'],
    [400, 131056, 'rate-limited'],
    [429, 130429, 'rate-limited'],
    [401, 190, 'refused-credentials'],
    [400, 100, 'fault-free'],
    [403, 131031, 'refused-credentials'],
  ])('tells a refusal (%d, %d) with its code', async (status, code, fault) => {
    server.refusals.push({ status, code, message: `no, and your token is ${server.token}` });
    expect(await connection.send(request())).toEqual({ errcode: code, errmsg: 'no, and your token is ***' });
    expect(connection.state().fault?.code ?? 'fault-free').toBe(fault);
    // What went well ends the fault; nothing has come in yet.
    expect(await connection.send(request())).toMatchObject({ errcode: 0 });
    expect(connection.state()).toMatchObject({ state: 'waiting', fault: null });
  });

  it('does not take Meta’s code 0 for a success', async () => {
    server.refusals.push({ status: 401, code: 0 });
    expect(await connection.send(request())).toMatchObject({ errcode: 190 });
  });

  it('is refused here when it is longer than there', async () => {
    const answer = await connection.send(request({ text: 'x'.repeat(4_097) }));
    expect(answer.errcode).toBeLessThan(0);
    expect(server.came).toHaveLength(0);
  });

  it.each(['cut', 'nonsense', 'broken'] as const)('rejects when the outcome is not known: %s', async (feeling) => {
    server.feeling = feeling;
    await expect(connection.send(request())).rejects.toThrow();
    expect(server.came).toHaveLength(1);
    expect(connection.state().state).toBe('fault');
  });

  it('rejects when no answer comes in time', async () => {
    server.feeling = 'held';
    const sending = connection.send(request());
    await server.until(({ path }) => path.endsWith('/messages'));
    await made.timers.goOff((ms) => ms === 20_000);
    await expect(sending).rejects.toThrow('TIMED_OUT');
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'unreachable' } });
  });

  it('surely did not go out when nobody is there', async () => {
    await server.stop();
    expect(await connection.send(request())).toEqual({ errcode: NOT_CONNECTED, errmsg: 'ECONNREFUSED' });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'unreachable' } });
  });

  it('is waited for by a stop', async () => {
    server.feeling = 'held';
    const sending = connection.send(request()).catch(() => 'rejected');
    await server.until(({ path }) => path.endsWith('/messages'));
    let stopped = false;
    const stopping = connection.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(false);
    await made.timers.goOff((ms) => ms === 20_000);
    expect(await sending).toBe('rejected');
    await stopping;
  });
});

describe('check', () => {
  it('says whom the provider takes us for', async () => {
    expect(await connection.check()).toEqual({ ok: true, value: 'Wallet Care +1 555-078-3881' });
    expect(server.came[0]?.query.get('fields')).toBe('display_phone_number,verified_name');
  });

  it('says what is wrong, without a secret', async () => {
    const wrong = whatsappOf(server.account({ accessToken: 'EAAJB-wrong-token' }));
    const refused = await wrong.connection.check();
    expect(refused).toMatchObject({ ok: false, error: { code: 'refused-credentials' } });
    server.feeling = 'nonsense';
    const nonsense = await connection.check();
    expect(nonsense).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    await server.stop();
    const away = await connection.check();
    expect(away).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    const told = JSON.stringify([refused, nonsense, away, made.logger.lines, wrong.logger.lines, made.desk.states]);
    for (const secret of [server.token, 'EAAJB-wrong-token', 'app-secret', 'verify-me']) expect(told).not.toContain(secret);
  });
});

it('asks for nothing before it is started', async () => {
  const { connection: idle, timers } = whatsappOf(server.account());
  expect(idle.state()).toEqual({ state: 'off', lastMessageAt: null, fault: null });
  expect(server.came).toHaveLength(0);
  expect(timers.lengths).toEqual([]);
});
