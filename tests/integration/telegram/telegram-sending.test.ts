import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOT_CONNECTED } from '#electron/channels/provider-call.ts';
import type { SocialRequest } from '#electron/channels/social-port.ts';
import type { TelegramOptions } from '#electron/channels/telegram/telegram-connection.ts';
import { TelegramServer } from '#tests/fakes/telegram-server.ts';
import { gatewayOf } from '#tests/integration/telegram/telegram-kit.ts';

const server = new TelegramServer();
let stops: (() => Promise<void>)[] = [];

function gateway(more: Partial<TelegramOptions> = {}) {
  const made = gatewayOf(server.account(), more);
  stops.push(() => made.connection.stop());
  return made;
}

beforeEach(async () => {
  server.clear();
  stops = [];
  await server.start();
});

afterEach(async () => {
  for (const stop of stops) await stop();
  await server.stop();
});

describe('what the desk sends', () => {
  const request = (more: Partial<SocialRequest> = {}): SocialRequest => ({
    clientId: 'm-1',
    user: '77',
    place: { kind: 'private' },
    text: 'Hello *you* <b>',
    ...more,
  });
  const jpeg = { name: 'receipt.jpg', type: 'image/jpeg', bytes: Buffer.from('jpeg') };

  it('goes out as plain text', async () => {
    const { connection } = gateway();
    expect(await connection.send(request())).toEqual({ errcode: 0, msgId: '77:1' });
    expect(server.sent).toEqual([{ method: 'sendMessage', chat: '77', fields: { chat_id: '77', text: 'Hello *you* <b>' }, file: null }]);
  });

  it('carries files by the method for their kind, one file with the words below it', async () => {
    const { connection } = gateway();
    await connection.send(request({ files: [jpeg] }));
    expect(server.sent).toMatchObject([
      { method: 'sendPhoto', fields: { caption: 'Hello *you* <b>' }, file: { name: 'receipt.jpg', type: 'image/jpeg', text: 'jpeg' } },
    ]);
    server.sent.length = 0;
    const files = ['video/mp4', 'audio/ogg', 'audio/mpeg', 'application/pdf', 'image/webp'].map((type) => ({ name: '附件', type, bytes: Buffer.from(type) }));
    await connection.send(request({ files }));
    expect(server.sent.map(({ method, file, fields }) => [method, file?.text, fields.caption])).toEqual([
      ['sendMessage', undefined, undefined],
      ['sendVideo', 'video/mp4', undefined],
      ['sendVoice', 'audio/ogg', undefined],
      ['sendAudio', 'audio/mpeg', undefined],
      ['sendDocument', 'application/pdf', undefined],
      ['sendDocument', 'image/webp', undefined],
    ]);
    expect(server.sent[4]?.file?.name).toBe('附件');
  });

  it('tells who blocked the bot, and who is not there', async () => {
    const { connection } = gateway();
    server.blockedBy.add('77');
    expect(await connection.send(request())).toEqual({ errcode: 403, errmsg: 'Forbidden: bot was blocked by the user' });
    expect(await connection.send(request({ user: '0' }))).toMatchObject({ errcode: 400_001 });
    expect(connection.state().fault).toBeNull();
  });

  it('is told to come later, and is not tried again by itself', async () => {
    const { connection } = gateway();
    server.refuseNext('sendMessage', 429, 'Too Many Requests: retry after 5', { retry_after: 5 });
    expect(await connection.send(request())).toMatchObject({ errcode: 429 });
    expect(server.came).toHaveLength(1);
    expect(connection.state().fault?.code).toBe('rate-limited');
  });

  it.each(['cut', 'nonsense', 'broken'] as const)('rejects when the outcome is not known: %s', async (feeling) => {
    const { connection } = gateway();
    server.feeling = feeling;
    await expect(connection.send(request())).rejects.toThrow();
    expect(server.came).toHaveLength(1);
  });

  it('rejects when a later part is refused', async () => {
    const { connection } = gateway();
    server.refuseNext('sendDocument', 400, 'Bad Request: wrong file');
    const files = [jpeg, { name: 'a.pdf', type: 'application/pdf', bytes: Buffer.from('x') }];
    await expect(connection.send(request({ files }))).rejects.toThrow('part 3 of 3');
    expect(server.sent.map(({ method }) => method)).toEqual(['sendMessage', 'sendPhoto']);
  });

  it('surely did not go out when nobody is there, or when it is longer than there', async () => {
    const { connection } = gateway();
    expect((await connection.send(request({ text: 'x'.repeat(4_097) }))).errcode).toBeLessThan(0);
    await server.stop();
    expect(await connection.send(request())).toMatchObject({ errcode: NOT_CONNECTED });
  });
});

describe('check', () => {
  it('says whom Telegram takes us for, and what is wrong, without a secret', async () => {
    const { connection, logger } = gateway();
    expect(await connection.check()).toEqual({ ok: true, value: 'Wallet Care @wallet_care_bot' });
    const refused = await gateway({ account: server.account({ botToken: '666:AAwrong-token' }) }).connection.check();
    expect(refused).toMatchObject({ ok: false, error: { code: 'refused-credentials' } });
    server.refuseNext('getMe', 400, `Bad Request: /bot${server.token}/getMe and secret_part`);
    const echoed = await connection.check();
    expect(echoed).toMatchObject({ ok: false, error: { code: 'provider-error' } });
    server.feeling = 'nonsense';
    const nonsense = await connection.check();
    expect(nonsense).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    await server.stop();
    const away = await connection.check();
    expect(away).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    const told = JSON.stringify([refused, echoed, nonsense, away, logger.lines]);
    for (const secret of [server.token, server.token.slice(8), 'AAwrong-token']) expect(told).not.toContain(secret);
  });
});
