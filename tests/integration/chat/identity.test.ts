import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatIdentity } from '#electron/channels/chat/chat-settings.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { DAY, MINUTE, SECOND } from '#shared/lib/time.ts';
import { closeCode, openSocket } from '#tests/integration/browser-host/raw-socket.ts';
import { ChatDesk, type ConsoleCalls, newCommand } from '#tests/integration/chat/chat-kit.ts';

const secret = 'a secret that the app and the desk have, of more than 32 bytes';
const rules = { issuer: 'https://app.wallet.test', audience: 'support', strangers: true };
const shared: ChatIdentity = { kind: 'hs256', secret, ...rules };
const [ec, rsa, otherEc] = [
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }),
];
const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

const desks: ChatDesk[] = [];
async function started(identity: ChatIdentity, demo = false): Promise<ChatDesk> {
  const desk = await ChatDesk.started(demo, { identity, startsAMinute: 1_000 });
  desks.push(desk);
  return desk;
}
afterAll(async () => {
  for (const desk of desks) await desk.stop();
});

const seconds = (at: number) => Math.floor(at / SECOND);
const claims = (over: Record<string, unknown> = {}): JWTPayload => {
  const now = seconds(Date.now());
  return { sub: 'C-77', name: 'Li Wei', iss: rules.issuer, aud: rules.audience, iat: now, exp: now + 300, ...over };
};
const sign = (payload: JWTPayload, key: KeyObject | Uint8Array = Buffer.from(secret), alg = 'HS256') =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(key);

describe('a token of the wallet’s app', () => {
  let desk: ChatDesk;
  beforeAll(async () => {
    desk = await started(shared);
  });

  it('says who the customer is', async () => {
    const { status, setCookie } = await desk.begin({ identity: await sign(claims()) });
    expect(status).toBe(200);
    expect(setCookie).toMatch(/^visitor=[\w-]{43}~[\w-]+\.[\w-]+;/);
  });

  const ago = (ms: number) => seconds(Date.now() - ms);
  it.each<readonly [string, () => Promise<string>, string]>([
    ['that is over', () => sign(claims({ iat: ago(10 * MINUTE), exp: ago(2 * MINUTE) })), 'expired'],
    ['that is not good yet', () => sign(claims({ nbf: ago(-2 * MINUTE) })), 'not-yet'],
    ['that was signed in the future', () => sign(claims({ iat: ago(-5 * MINUTE), exp: ago(-10 * MINUTE) })), 'not-yet'],
    ['that was signed days ago and never ends', () => sign(claims({ iat: ago(2 * DAY), exp: ago(-DAY) })), 'expired'],
    ['without an end', () => sign(claims({ exp: undefined })), 'malformed'],
    ['without a beginning', () => sign(claims({ iat: undefined })), 'not-yet'],
    ['for somebody else', () => sign(claims({ aud: 'marketing' })), 'audience'],
    ['from somebody else', () => sign(claims({ iss: 'https://evil.test' })), 'issuer'],
    ['without a customer', () => sign(claims({ sub: undefined })), 'subject'],
    ['with a customer that is none', () => sign(claims({ sub: 'x'.repeat(65) })), 'subject'],
    ['signed with another secret', () => sign(claims(), Buffer.from('another secret of more than thirty-two bytes')), 'signature'],
    ['signed with a key of its own', () => sign(claims(), ec.privateKey, 'ES256'), 'signature'],
    ['that is none', async () => 'not.a.token', 'malformed'],
    ['that is empty', async () => '', 'malformed'],
    [
      'that says it needs no signature',
      async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.`,
      'signature',
    ],
  ])('%s is refused with the reason', async (_name, make, why) => {
    const { status, told, setCookie } = await desk.begin({ identity: await make() });
    expect({ status, told }).toEqual({ status: 403, told: { error: 'bad-identity', why } });
    expect(setCookie).toBe('');
  });

  it('may be a minute off by the clocks', async () => {
    expect((await desk.begin({ identity: await sign(claims({ exp: ago(30 * SECOND) })) })).status).toBe(200);
    expect((await desk.begin({ identity: await sign(claims({ iat: ago(-30 * SECOND) })) })).status).toBe(200);
  });

  it('leaves no token in the log', async () => {
    const token = await sign(claims({ aud: 'elsewhere' }));
    await desk.begin({ identity: token });
    expect(JSON.stringify(desk.logger.lines)).not.toContain(token.slice(-20));
  });

  it('leaves the chat open to strangers, without it', async () => {
    expect((await desk.begin({})).status).toBe(200);
  });
});

describe('with the app’s public key', () => {
  it.each([
    ['an EC key', ec, 'ES256'],
    ['an RSA key', rsa, 'RS256'],
  ] as const)('that is %s, tokens of its private key are taken and no others', async (_name, pair, alg) => {
    const pem = pemOf(pair.publicKey);
    const desk = await started({ kind: 'public-key', pem, ...rules });
    expect((await desk.begin({ identity: await sign(claims(), pair.privateKey, alg) })).status).toBe(200);
    const other = await desk.begin({ identity: await sign(claims(), otherEc.privateKey, 'ES256') });
    expect(other).toMatchObject({ status: 403, told: { why: 'signature' } });
    // Everybody has the public key: it must not pass for a secret.
    const head = Buffer.from('{"alg":"HS256"}').toString('base64url');
    const body = Buffer.from(JSON.stringify(claims())).toString('base64url');
    const forged = `${head}.${body}.${createHmac('sha256', pem).update(`${head}.${body}`).digest('base64url')}`;
    expect(await desk.begin({ identity: forged })).toMatchObject({ status: 403, told: { why: 'signature' } });
  });
});

describe('a desk that takes no strangers', () => {
  it('lets nobody begin, and nobody go on, whom the app does not name', async () => {
    const desk = await started({ ...shared, strangers: false });
    expect(JSON.parse((await desk.ask('GET', '/opening')).body)).toEqual({ form: null, away: false, strangers: false });
    expect(await desk.begin({})).toMatchObject({ status: 403, told: { error: 'identity-needed' }, setCookie: '' });
    expect(await desk.begin({ identity: 'x' })).toMatchObject({ status: 403, setCookie: '' });
    expect(await closeCode(await openSocket(desk, `visitor=${'A'.repeat(43)}`, '/chat'))).toBe(4401);
    const { cookie } = await desk.begin({ identity: await sign(claims()) });
    await (await desk.page(cookie)).calls.typing();
  });

  it('and without any identity configured no token is taken', async () => {
    const desk = await ChatDesk.started(false);
    desks.push(desk);
    expect(await desk.begin({ identity: await sign(claims()) })).toMatchObject({ status: 403, told: { error: 'bad-identity' } });
  });
});

describe('who the customer is', () => {
  let desk: ChatDesk;
  let agents: ConsoleCalls;
  beforeAll(async () => {
    desk = await started(shared, true);
    agents = desk.console('agent');
    await agents.session.signIn({ person: 'agent-lin' as never });
    await agents.demo.set({ paused: true, speed: 1, colleagues: 0 });
  });

  const write = async (cookie: string, text: string) => {
    const page = await desk.page(cookie);
    await page.calls.send({ commandId: newCommand(), text, attachments: [], language: 'en' });
    page.socket.close();
    const { rows } = await agents.inbox.page({ view: 'all', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 20 });
    const row = rows.find(({ preview }) => preview === text);
    if (!row) throw new Error(`no case says ${text}`);
    return row;
  };

  it('stands on the case that a known customer opens', async () => {
    const { cookie } = await desk.begin({ identity: await sign(claims({ sub: 'C-1' })) });
    expect(await write(cookie, 'I am known from the start')).toMatchObject({ customer: 'C-1' as CustomerId, contactName: 'Li Wei' });
  });

  it('comes to the case of a stranger who is named later, and the thread goes on', async () => {
    const stranger = await desk.begin({});
    const first = await write(stranger.cookie, 'Nobody knows me yet');
    expect(first.customer).toBeNull();
    const named = await desk.begin({ identity: await sign(claims({ sub: 'C-2' })) }, { cookie: stranger.cookie });
    expect(named.told).toEqual({ started: true, goesOn: true });
    expect(await write(named.cookie, 'Now you know me')).toMatchObject({ id: first.id, customer: 'C-2' });
    const again = await desk.begin({ identity: await sign(claims({ sub: 'C-2' })) }, { cookie: named.cookie });
    expect(again.told).toEqual({ started: true, goesOn: true });
  });

  it('is never somebody else on the same thread', async () => {
    const mine = await desk.begin({ identity: await sign(claims({ sub: 'C-3' })) });
    const first = await write(mine.cookie, 'This is my own matter');
    const theirs = await desk.begin({ identity: await sign(claims({ sub: 'C-4' })) }, { cookie: mine.cookie });
    expect(theirs.told).toEqual({ started: true });
    expect((await write(theirs.cookie, 'And this is mine')).id).not.toBe(first.id);
  });
});
