import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccessTokens } from '#electron/channels/email/servers/access-tokens.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { SmtpSender } from '#electron/channels/email/servers/smtp-sender.ts';
import { makeCertificate } from '#tests/fakes/mail-dovecot.ts';
import { elsewhere, leadHere } from '#tests/fakes/mail-names.ts';
import { type SmtpFault, SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { TokenHouse } from '#tests/fakes/mail-tokens.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { accountAt, mailOf } from '#tests/integration/email/account-kit.ts';

let house: SmtpHouse;
let logger: ReturnType<typeof recordingLogger>;

beforeEach(async () => {
  house = new SmtpHouse();
  logger = recordingLogger();
  await house.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await house.stop();
});

const senderAt = (change: Partial<MailAccount> = {}, tokens: AccessTokens | null = null, patienceMs = 5_000) =>
  new SmtpSender({ account: accountAt({ smtp: house.server, ...change }), tokens, logger, patienceMs });

const mail = { bytes: mailOf('a', '您好\r\n.\r\n..two'), from: 'service@wallet.example', to: ['li@example.com', 'cc@example.com'] };

describe('A mail', () => {
  it('is handed over byte for byte, to all it is for, after signing in', async () => {
    expect(await senderAt().send(mail)).toEqual({ ok: true, value: { refused: [] } });
    expect(house.mails).toEqual([{ from: mail.from, to: mail.to, user: 'desk', bytes: expect.anything() }]);
    expect(
      Buffer.from(house.mails[0]?.bytes ?? [])
        .toString()
        .trimEnd(),
    ).toBe(Buffer.from(mail.bytes).toString().trimEnd());
  });

  it('for a domain of another script is taken by a server that knows only names in ASCII; who is refused is told as they were written', async () => {
    const old = new SmtpHouse({ hideSMTPUTF8: true });
    await old.start();
    old.unknown.add('hua@例子.example');
    const to = ['mei@中国.example', 'hua@例子.example'];
    expect(await senderAt({ smtp: old.server }).send({ ...mail, to })).toEqual({ ok: true, value: { refused: ['hua@例子.example'] } });
    expect(old.mails[0]?.to).toEqual(['mei@中国.example']);
    await old.stop();
  });

  it('of the largest size is handed over too', async () => {
    const bytes = Buffer.concat([Buffer.from(mailOf('b', '')), Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(300_000))]);
    expect(await senderAt().send({ ...mail, bytes })).toMatchObject({ ok: true });
    expect(house.mails[0]?.bytes.length).toBe(bytes.length);
  });

  it.each([
    ['no-sender', 'failed', 'server-refused'],
    ['no-data', 'failed', 'server-refused'],
    ['later', 'failed', 'provider-busy'],
    ['sender-later', 'failed', 'provider-busy'],
    ['closing', 'failed', 'unreachable'],
    ['lost', 'unknown', 'connection-lost'],
  ] satisfies [SmtpFault, string, string][])('whose server does %s is %s: %s', async (fault, state, reason) => {
    house.fault = fault;
    expect(await senderAt().send(mail)).toEqual({ ok: false, error: { state, reason } });
    // What may have gone out is there, and what is told as failed is not.
    expect(house.mails).toHaveLength(state === 'unknown' ? 1 : 0);
  });

  it('whose line breaks in its midst has failed for sure', async () => {
    house.fault = 'cut';
    const bytes = Buffer.concat([Buffer.from(mailOf('b', '')), Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(200_000))]);
    expect(await senderAt().send({ ...mail, bytes })).toEqual({ ok: false, error: { state: 'failed', reason: 'unreachable' } });
    expect(house.mails).toEqual([]);
  });

  it('whose server says nothing once it has it all is unknown', async () => {
    house.fault = 'silent';
    expect(await senderAt({}, null, 400).send(mail)).toEqual({ ok: false, error: { state: 'unknown', reason: 'connection-lost' } });
  });

  it('is refused for one recipient, and goes to the others; for all, and has failed', async () => {
    house.unknown.add('cc@example.com');
    expect(await senderAt().send(mail)).toEqual({ ok: true, value: { refused: ['cc@example.com'] } });
    expect(house.mails[0]?.to).toEqual(['li@example.com']);
    house.unknown.add('li@example.com');
    expect(await senderAt().send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'recipient-refused' } });
    expect(house.mails).toHaveLength(1);
  });

  it('that a server puts off at first, as to every stranger, is to be tried again; what it refuses for good is not', async () => {
    house.deferred.add('li@example.com').add('cc@example.com');
    expect(await senderAt().send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'provider-busy' } });
    // The customer may be taken later; who had a copy will not be.
    house.deferred.delete('cc@example.com');
    house.unknown.add('cc@example.com');
    expect(await senderAt().send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'provider-busy' } });
    house.unknown.add('li@example.com');
    house.unknown.delete('cc@example.com');
    house.deferred.delete('li@example.com');
    house.deferred.add('cc@example.com');
    expect(await senderAt().send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'recipient-refused' } });
    expect(house.mails).toEqual([]);
  });

  it('cannot leave where nobody listens, or nobody speaks', async () => {
    await house.stop();
    expect(await senderAt().send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'unreachable' } });
    const mute = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const at = mute.address();
    const smtp = { host: '127.0.0.1', port: typeof at === 'object' && at ? at.port : 0, secure: false };
    expect(await senderAt({ smtp }, null, 300).send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'unreachable' } });
    mute.close();
    await house.start();
  });
});

describe('Signing in to send', () => {
  it('fails with a wrong password, which stands nowhere', async () => {
    const wrong = senderAt({ auth: { kind: 'password', user: 'desk', password: 'wrong-secret' } });
    expect(await wrong.send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'refused-credentials' } });
    const checked = await wrong.check();
    expect(checked).toEqual({ ok: false, error: { code: 'refused-credentials', detail: 'SMTP: 535 5.7.8 Authentication credentials invalid' } });
    expect(await senderAt().check()).toEqual({ ok: true, value: 'desk' });
    expect(JSON.stringify([logger.lines, checked])).not.toMatch(/wrong-secret|d3Jvbmctc2VjcmV0/);
  });

  it('is done with an access token, renewed once where it is refused', async () => {
    const tokens = new TokenHouse('desk');
    await tokens.start();
    house.isToken = (token) => tokens.good.has(token);
    const auth = { kind: 'oauth2', user: 'desk', clientId: 'c', clientSecret: 's', refreshToken: 'r', tokenUrl: tokens.tokenUrl } as const;
    const kept = new AccessTokens({ auth, clock: Date.now });
    const sender = senderAt({ auth }, kept);
    expect([await sender.send(mail), await sender.send(mail)]).toMatchObject([{ ok: true }, { ok: true }]);
    expect([tokens.asked.length, house.logins]).toEqual([1, ['XOAUTH2', 'XOAUTH2']]);
    tokens.good.clear();
    expect(await sender.send(mail)).toMatchObject({ ok: true });
    expect(tokens.asked).toHaveLength(2);
    tokens.good.clear();
    tokens.answer = { status: 401, body: '{"error":"invalid_client"}' };
    expect(await sender.send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'refused-credentials' } });
    await tokens.stop();
    expect(await sender.send(mail)).toEqual({ ok: false, error: { state: 'failed', reason: 'unreachable' } });
    expect(house.mails).toHaveLength(3);
  });

  it('waits for a line that is encrypted and a certificate that is good', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'smtp-'));
    const { cert, key } = makeCertificate(folder);
    const ca = readFileSync(cert, 'utf8');
    const files = { cert: ca, key: readFileSync(key, 'utf8') };
    rmSync(folder, { recursive: true });
    leadHere();
    for (const [extra, host] of [
      [{ ...files, secure: true }, '127.0.0.1'],
      [{ ...files, hideSTARTTLS: false }, elsewhere],
    ] as const) {
      const safe = new SmtpHouse(extra);
      await safe.start();
      const server = { ...safe.server, host };
      expect(await senderAt({ smtp: server }).check()).toMatchObject({
        ok: false,
        error: { code: 'unreachable', detail: expect.stringContaining('SELF_SIGNED') },
      });
      expect(safe.logins).toEqual([]);
      expect(await senderAt({ smtp: { ...server, ca } }).send(mail)).toMatchObject({ ok: true });
      await safe.stop();
    }
    // Without encryption the password does not leave.
    expect(await senderAt({ smtp: { ...house.server, host: elsewhere, ca } }).send(mail)).toEqual({
      ok: false,
      error: { state: 'failed', reason: 'unreachable' },
    });
    expect(house.logins).toEqual([]);
  });
});
