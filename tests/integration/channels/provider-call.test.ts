import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOT_CONNECTED, ownReason, ProviderCaller, readJson } from '#electron/channels/provider-call.ts';
import { sendParts } from '#electron/channels/send-parts.ts';
import type { SocialAnswer } from '#electron/channels/social-port.ts';
import { HandTimers } from '#tests/fakes/hand-timers.ts';
import { type CameIn, type GivenOut, ProviderHttp } from '#tests/fakes/provider-http.ts';

/** Answers as a test has it. */
class AnyProvider extends ProviderHttp {
  given: (came: CameIn) => GivenOut = () => ({ body: {} });

  protected override answer(came: CameIn): GivenOut {
    return this.given(came);
  }
}

const provider = new AnyProvider();
const stranger = new AnyProvider();
let timers: HandTimers;
let caller: ProviderCaller;
const secret = { authorization: 'Bearer the-token' };

beforeEach(async () => {
  for (const one of [provider, stranger]) {
    one.came.length = 0;
    one.feeling = 'well';
    one.given = () => ({ body: { fine: true } });
    await one.start();
  }
  timers = new HandTimers();
  caller = new ProviderCaller({ setTimer: timers.set, clearTimer: timers.clear });
});

afterEach(async () => {
  await provider.stop();
  await stranger.stop();
});

describe('a call', () => {
  it('gives status and JSON of any answer, and leaves no timer behind', async () => {
    provider.given = () => ({ status: 418, headers: { 'retry-after': '7' }, body: { error: 'teapot' } });
    const called = await caller.call(`${provider.url}/x`, { method: 'POST', headers: secret, body: '{}' });
    expect(called).toMatchObject({ kind: 'answered', status: 418, json: { error: 'teapot' } });
    expect(timers.lengths).toEqual([]);
  });

  it('tells what surely was not sent from what may have been', async () => {
    provider.feeling = 'cut';
    expect(await caller.call(provider.url)).toMatchObject({ kind: 'unknown' });
    await provider.stop();
    expect(await caller.call(provider.url)).toEqual({ kind: 'not-sent', detail: 'ECONNREFUSED' });
    expect(await caller.call('http://nobody.invalid/')).toMatchObject({ kind: 'not-sent' });
    expect(await caller.call('not an address?token=the-token')).toEqual({ kind: 'not-sent', detail: 'ERR_INVALID_URL' });
  });

  it('is surely not sent after a provider that answered went away', async () => {
    for (let count = 0; count < 3; count++) expect(await caller.call(provider.url, { method: 'POST', body: 'words' })).toMatchObject({ kind: 'answered' });
    await provider.stop();
    expect(await caller.call(provider.url, { method: 'POST', body: 'words' })).toEqual({ kind: 'not-sent', detail: 'ECONNREFUSED' });
  });

  it('goes nowhere that the provider points to', async () => {
    provider.given = () => ({ status: 307, headers: { location: `${stranger.url}/steal` }, body: {} });
    expect(await caller.call(provider.url, { method: 'POST', headers: secret, body: 'words' })).toMatchObject({ kind: 'unknown' });
    expect(stranger.came).toHaveLength(0);
  });

  it('ends in time, though the answer has begun', async () => {
    provider.feeling = 'held';
    const calling = caller.call(provider.url, { timeoutMs: 1_234 });
    await timers.goOff((ms) => ms === 1_234);
    expect(await calling).toEqual({ kind: 'unknown', detail: 'TIMED_OUT' });
  });

  it('reads no endless answer', async () => {
    provider.given = () => ({ body: new Uint8Array(4 * 1024 * 1024 + 1).fill(49) });
    expect(await caller.call(provider.url)).toMatchObject({ kind: 'answered', json: undefined });
  });
});

describe('a file', () => {
  const onlyProvider = (url: URL) => url.origin === provider.url;

  it('is had from where the provider moved it, when that is the provider’s too', async () => {
    provider.given = ({ path }) => (path === '/a' ? { status: 302, headers: { location: '/b' }, body: {} } : { body: Buffer.from('bytes') });
    expect(Buffer.from(await caller.file(`${provider.url}/a`, { headers: secret, allowed: onlyProvider })).toString()).toBe('bytes');
    expect(provider.came.map(({ headers }) => headers.authorization)).toEqual(['Bearer the-token', 'Bearer the-token']);
  });

  it('is not looked for at a stranger’s, who sees nothing', async () => {
    provider.given = () => ({ status: 302, headers: { location: `${stranger.url}/steal` }, body: {} });
    await expect(caller.file(`${provider.url}/a`, { headers: secret, allowed: onlyProvider })).rejects.toThrow('HOST_NOT_ALLOWED');
    expect(stranger.came).toHaveLength(0);
  });

  it('is not followed for ever', async () => {
    provider.given = () => ({ status: 302, headers: { location: '/again' }, body: {} });
    await expect(caller.file(`${provider.url}/a`, { allowed: onlyProvider })).rejects.toThrow('TOO_MANY_HOPS');
  });

  it.each([
    [10, null],
    [11, 'FILE_TOO_BIG'],
  ])('of %d bytes, where 10 are taken: %s', async (size, code) => {
    provider.given = () => ({ body: new Uint8Array(size) });
    const fetched = caller.file(`${provider.url}/secret-address`, { allowed: onlyProvider, most: 10 });
    if (code === null) expect(await fetched).toHaveLength(size);
    else await expect(fetched).rejects.toThrow(code);
  });

  it('tells no address in what it rejects with', async () => {
    await provider.stop();
    const told = await caller.file(`${provider.url}/bot123:secret/x`, { allowed: () => true }).catch((cause: Error) => `${cause.message} ${cause.stack}`);
    expect(told).toContain('ECONNREFUSED');
    expect(told).not.toContain('secret');
  });
});

describe('readJson', () => {
  it('loses no digit of a long id', () => {
    expect(readJson('{"id":90071992547409931,"n":5,"f":1.5,"list":[12345678901234567890]}')).toEqual({
      id: '90071992547409931',
      n: 5,
      f: 1.5,
      list: ['12345678901234567890'],
    });
  });

  it.each(['', '{', '['.repeat(500_000), `${'['.repeat(100_000)}${']'.repeat(100_000)}`])('is not upset by nonsense', (text) => {
    expect(readJson(text)).toBeUndefined();
  });
});

describe('the parts of a message', () => {
  const took = (msgId: string) => async (): Promise<SocialAnswer> => ({ errcode: 0, msgId });
  const refused = async (): Promise<SocialAnswer> => ({ errcode: NOT_CONNECTED, errmsg: 'ECONNREFUSED' });

  it('are one message: sent when all are, not sent when the first is not, else nobody can say', async () => {
    expect(await sendParts([took('a'), took('b')])).toEqual({ errcode: 0, msgId: 'b' });
    expect(await sendParts([refused, took('b')])).toMatchObject({ errcode: NOT_CONNECTED });
    await expect(sendParts([took('a'), refused, took('c')])).rejects.toThrow('part 2 of 3');
    expect(ownReason(NOT_CONNECTED)).toBe('unreachable');
  });
});
