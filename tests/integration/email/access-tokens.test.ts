import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccessTokens } from '#electron/channels/email/servers/access-tokens.ts';
import { TokenHouse } from '#tests/fakes/mail-tokens.ts';

let house: TokenHouse;
const time = { now: 0 };

beforeEach(async () => {
  house = new TokenHouse('desk');
  time.now = 1_000_000;
  await house.start();
});
afterEach(() => house.stop());

const tokensAt = (tokenUrl = house.tokenUrl) =>
  new AccessTokens({
    auth: { kind: 'oauth2', user: 'desk', clientId: 'client', clientSecret: 'client-secret', refreshToken: 'refresh-secret', tokenUrl },
    clock: () => time.now,
  });

describe('An access token', () => {
  it('is asked for once, whoever needs it, and again shortly before its end', async () => {
    const tokens = tokensAt();
    const first = await Promise.all([tokens.token(), tokens.token(), tokens.token()]);
    expect(first).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: 'token-1' })));
    time.now += 3_539_000;
    expect(await tokens.token()).toEqual({ ok: true, value: 'token-1' });
    time.now += 2_000;
    expect(await tokens.token()).toEqual({ ok: true, value: 'token-2' });
    expect(await tokens.token(true)).toEqual({ ok: true, value: 'token-3' });
    expect(house.asked).toHaveLength(3);
  });

  it('that names no end is not believed for long', async () => {
    house.expiresIn = null;
    const tokens = tokensAt();
    await tokens.token();
    time.now += 241_000;
    expect(await tokens.token()).toEqual({ ok: true, value: 'token-2' });
  });

  it.each([
    [400, '{"error":"invalid_grant","error_description":"refresh-secret is over"}', 'refused-credentials', 'no token: status 400, invalid_grant'],
    [401, 'no', 'refused-credentials', 'no token: status 401'],
    [429, '{}', 'rate-limited', 'no token: status 429'],
    [503, '{}', 'provider-error', 'no token: status 503'],
    [200, '{"token":1}', 'bad-answer', 'the answer holds no access token'],
    [200, '<html>', 'bad-answer', 'the answer holds no access token'],
  ])('that is not given is told: %i %s', async (status, body, code, detail) => {
    house.answer = { status, body };
    expect(await tokensAt().token()).toEqual({ ok: false, error: { code, detail } });
  });

  it('is asked for over a line that is encrypted, or on this machine', async () => {
    expect(await tokensAt('http://login.example.com/token').token()).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    expect(await tokensAt('nonsense').token()).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    await house.stop();
    const told = await tokensAt().token();
    expect(told).toMatchObject({ ok: false, error: { code: 'unreachable', detail: expect.stringMatching(/^127\.0\.0\.1:\d+: ECONNREFUSED$/) } });
    expect(JSON.stringify(told)).not.toContain('secret');
    await house.start();
  });
});
