import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookCall } from '#electron/channels/connection-port.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { signedWeibo, weiboCalls } from '#tests/fakes/weibo-calls.ts';
import { WeiboServer } from '#tests/fakes/weibo-server.ts';
import { NOW, weiboOf } from '#tests/integration/weibo/weibo-kit.ts';

// Nobody answers for names there.
const account = new WeiboServer().account({ apiBase: 'http://127.0.0.1:9' });
const calls = weiboCalls(account, 28, NOW);

type Forging = (call: WebhookCall, at: number, byte: number) => WebhookCall;
const withQuery = (call: WebhookCall, change: (query: URLSearchParams) => void): WebhookCall => {
  const query = new URLSearchParams(call.query);
  change(query);
  return { ...call, query };
};
const otherDigit = (text: string, at: number): string => {
  const place = at % text.length;
  return `${text.slice(0, place)}${text[place] === '0' ? '1' : '0'}${text.slice(place + 1)}`;
};
const changed =
  (name: string): Forging =>
  (call, at) =>
    withQuery(call, (query) => query.set(name, otherDigit(query.get(name) ?? '0', at)));
const names = ['signature', 'timestamp', 'nonce'];

const forgings: Readonly<Record<string, Forging>> = {
  'signature changed': changed('signature'),
  'time changed': changed('timestamp'),
  'nonce changed': changed('nonce'),
  'one missing': (call, at) => withQuery(call, (query) => query.delete(names[at % 3] ?? '')),
  'one twice': (call, at) => withQuery(call, (query) => query.append(names[at % 3] ?? '', '1')),
  'a digit moved from time to nonce': (call) =>
    withQuery(call, (query) => {
      const time = query.get('timestamp') ?? '';
      query.set('timestamp', time.slice(0, -1));
      query.set('nonce', `${time.slice(-1)}${query.get('nonce')}`);
    }),
  'another call’s signature': (call, at) =>
    withQuery(call, (query) => query.set('signature', calls.filter((other) => other !== call)[at % 27]?.query.get('signature') ?? '')),
  'another secret': (call, at) => signedWeibo({ ...account, appSecret: `guess${at}` }, Buffer.from(call.body).toString('utf8'), NOW, '1'),
  'signed long ago': (call, at) => signedWeibo(account, Buffer.from(call.body).toString('utf8'), NOW - 10 * MINUTE - 1 - (at % 1_000_000), '1'),
  // By a signature that came with other words before.
  'a byte changed': (call, at, byte) => ({
    ...call,
    body: call.body.map((old, index) => (index === at % call.body.length ? (old + 1 + (byte % 255)) % 256 : old)),
  }),
  'cut short': (call, at) => ({ ...call, body: call.body.subarray(0, at % call.body.length) }),
  'another call’s words': (call, at) => ({ ...call, body: calls.filter((other) => other !== call)[at % 27]?.body ?? new Uint8Array() }),
};

describe('forged calls', () => {
  it('takes none of 500 altered ones, and every one as it was', async () => {
    const { connection, desk } = weiboOf(account);
    await connection.start();
    // What is signed says nothing of the words: a signature stands for those that came with it first.
    for (const call of calls) expect((await connection.webhook(call)).status).toBe(200);
    expect(desk.pushes).toHaveLength(calls.length);
    desk.pushes.length = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(forgings)),
        fc.nat({ max: calls.length - 1 }),
        fc.nat(),
        fc.nat({ max: 255 }),
        async (name, which, at, byte) => {
          const call = calls[which];
          const forging = forgings[name];
          if (!call || !forging) throw new Error('no such forging');
          expect((await connection.webhook(forging(call, at, byte))).status, name).toBe(401);
          expect(desk.pushes, name).toHaveLength(0);
        },
      ),
      { numRuns: 500, seed: 20_261_130 },
    );
    // Weibo's own second try is taken.
    for (const call of calls) expect((await connection.webhook(call)).status).toBe(200);
    expect(desk.pushes).toHaveLength(calls.length);
    await connection.stop();
  });
});
