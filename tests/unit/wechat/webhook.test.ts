import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookCall } from '#electron/channels/connection-port.ts';
import type { WechatAccount } from '#electron/channels/wechat/wechat-account.ts';
import { type PushFormat, type PushMode, pushCall, textOf, verifyCall, wechatCalls } from '#tests/fakes/wechat-calls.ts';
import { connected, exampleAccount, plainAccount } from '#tests/unit/wechat/wechat-kit.ts';

const sealedAccount: WechatAccount = { ...exampleAccount, encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', token: 'pamtest' };
const text = (now: number, more: Record<string, string> = {}) => ({ ...textOf('oCustomer_1-a', '提现 & <b> 💸 كم', '22876340532172987', now), ...more });

/** The call with one byte of its query, as it is written, or of its body changed. */
function altered(call: WebhookCall, at: number, to: number): WebhookCall | null {
  const query = Buffer.from(call.query.toString());
  const bytes = Buffer.concat([query, call.body]);
  const place = at % bytes.length;
  if (bytes[place] === to) return null;
  bytes[place] = to;
  const changed = new URLSearchParams(bytes.subarray(0, query.length).toString('latin1'));
  return { ...call, query: changed, body: bytes.subarray(query.length) };
}

const says = (call: WebhookCall) => JSON.stringify([call.method, [...call.query].sort(), Buffer.from(call.body).toString('latin1')]);

describe('A push', () => {
  const ways: readonly (readonly [PushFormat, PushMode, WechatAccount])[] = [
    ['xml', 'plain', plainAccount],
    ['json', 'plain', plainAccount],
    ['xml', 'safe', sealedAccount],
    ['json', 'safe', sealedAccount],
    ['xml', 'compatible', sealedAccount],
    ['json', 'compatible', sealedAccount],
  ];

  it.each(ways)('as %s in %s mode is handed over, then answered with success', async (format, mode, account) => {
    const { connection, time, pushes } = await connected(account);
    expect(connection.state()).toEqual({ state: 'waiting', lastMessageAt: null, fault: null });
    const answer = await connection.webhook(pushCall(account, time.now, text(time.now), { format, mode }));
    expect(answer).toEqual({ status: 200, type: 'text/plain; charset=utf-8', body: 'success' });
    expect(pushes).toEqual([
      {
        msgId: `${account.appId}:22876340532172987`,
        user: 'oCustomer_1-a',
        nickname: '微信用户 _1-a'.replace('_1-a', 'oCustomer_1-a'.slice(-4)),
        text: '提现 & <b> 💸 كم',
        place: { kind: 'private' },
        at: time.now,
      },
    ]);
    expect(connection.state()).toEqual({ state: 'connected', lastMessageAt: time.now, fault: null });
  });

  it('with any byte of its query or body turned into another is refused, and nothing of it handed over', async () => {
    const { connection, time, pushes } = await connected(sealedAccount);
    const calls = wechatCalls(sealedAccount, 2, time.now).filter(({ method }) => method === 'POST');
    const statuses = new Map<number, number>();
    for (const call of calls) {
      const { length } = Buffer.concat([Buffer.from(call.query.toString()), call.body]);
      for (let at = 0; at < length; at++) {
        const was = Buffer.concat([Buffer.from(call.query.toString()), call.body])[at] ?? 0;
        for (const to of [...Array.from({ length: 8 }, (_, bit) => was ^ (1 << bit)), 0x09, 0x0a, 0x20]) {
          const changed = altered(call, at, to);
          // Some bytes write the same in another way, such as a blank as + or %20.
          if (!changed || says(changed) === says(call)) continue;
          const { status } = await connection.webhook(changed);
          if (status !== 400 && status !== 403) throw new Error(`${status} at ${at}: ${says(changed)}`);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }
    }
    expect(pushes).toEqual([]);
    expect(calls).toHaveLength(2);
    expect(statuses.get(403)).toBeGreaterThan(5_000);
    // And as they were, all are believed.
    for (const call of calls) expect(await connection.webhook(call)).toMatchObject({ status: 200 });
    expect(pushes).toHaveLength(calls.length);
  });

  it('in plain mode is refused with another query; with another body where the true one came before', async () => {
    const { connection, time, pushes } = await connected(plainAccount);
    const calls = wechatCalls(plainAccount, 20, time.now).filter(({ method }) => method === 'POST');
    for (const call of calls) expect(await connection.webhook(call)).toMatchObject({ status: 200 });
    expect(pushes).toHaveLength(calls.length);
    await fc.assert(
      fc.asyncProperty(fc.nat(calls.length - 1), fc.nat(), fc.integer({ min: 33, max: 126 }), async (n, at, to) => {
        const call = calls[n];
        const changed = call ? altered(call, at, to) : null;
        if (!call || !changed || says(changed) === says(call)) return;
        const { status } = await connection.webhook(changed);
        // The name of the sender in the query is WeChat's own repetition: without it the call says the same.
        if (status === 200) expect(Buffer.from(changed.body)).toEqual(Buffer.from(call.body));
        else expect([400, 403]).toContain(status);
      }),
      { seed: 24, numRuns: 600 },
    );
    expect(pushes).toHaveLength(calls.length);
  });

  it('with two signatures needs both to be right, and its sender to be the one the query names', async () => {
    const { connection, time, pushes } = await connected(sealedAccount);
    const push = () => pushCall(sealedAccount, time.now, text(time.now));
    for (const [name, value] of [
      ['signature', 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
      ['openid', 'oSomebodyElse'],
      ['msg_signature', ''],
      ['encrypt_type', 'raw'],
    ] as const) {
      const call = push();
      call.query.set(name, value);
      expect(await connection.webhook(call), name).toMatchObject({ status: 403, body: 'bad-signature' });
    }
    const twice = push();
    twice.query.append('nonce', '1');
    expect(await connection.webhook(twice)).toMatchObject({ status: 400 });
    expect(pushes).toEqual([]);
    const bare = pushCall(sealedAccount, time.now, text(time.now), { bare: true });
    expect(await connection.webhook(bare)).toMatchObject({ status: 200 });
  });

  it('for another app id, or in the clear to an account with a key, is refused', async () => {
    const { connection, time, pushes } = await connected(sealedAccount);
    const other = pushCall(sealedAccount, time.now, text(time.now), { appId: 'wxother' });
    expect(await connection.webhook(other)).toMatchObject({ status: 403 });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'bad-signature', detail: 'what is sealed is for another app id' } });
    const clear = pushCall(sealedAccount, time.now, text(time.now), { mode: 'plain' });
    expect(await connection.webhook(clear)).toMatchObject({ status: 403 });
    // Seen on its way, the query of a sealed call would sign anything in the clear.
    const sealed = pushCall(sealedAccount, time.now, text(time.now));
    expect(await connection.webhook({ ...sealed, body: clear.body })).toMatchObject({ status: 400 });
    expect(pushes).toEqual([]);
  });

  it('in compatible mode says the same in the clear as sealed', async () => {
    const { connection, time, pushes } = await connected(sealedAccount);
    const call = pushCall(sealedAccount, time.now, text(time.now), { mode: 'compatible', format: 'json' });
    const body = Buffer.from(Buffer.from(call.body).toString().replace('提现', '转账'));
    expect(await connection.webhook({ ...call, body })).toMatchObject({ status: 403 });
    expect(pushes).toEqual([]);
  });

  it('that is sealed for an account without a key says what is missing', async () => {
    const { connection, time } = await connected(plainAccount);
    const call = pushCall({ ...sealedAccount, token: plainAccount.token }, time.now, text(time.now));
    expect(await connection.webhook(call)).toMatchObject({ status: 400 });
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'bad-message', detail: expect.stringContaining('EncodingAESKey') } });
  });

  it('signed more than five minutes before or after now is refused, and the clocks are told', async () => {
    const { connection, time, pushes } = await connected(sealedAccount);
    for (const off of [-5 * 60_000 - 1_000, 5 * 60_000 + 1_000]) {
      expect(await connection.webhook(pushCall(sealedAccount, time.now + off, text(time.now)))).toMatchObject({ status: 403, body: 'clock-off' });
      expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'clock-off', at: time.now } });
    }
    expect(pushes).toEqual([]);
    expect(await connection.webhook(pushCall(sealedAccount, time.now - 4 * 60_000, text(time.now)))).toMatchObject({ status: 200 });
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
    const strict = await connected(sealedAccount, { skew: 10_000 });
    expect(await strict.connection.webhook(pushCall(sealedAccount, strict.time.now - 11_000, text(time.now)))).toMatchObject({ body: 'clock-off' });
  });

  it('cannot be made fresh by moving digits between nonce and timestamp', async () => {
    const { connection, time, pushes } = await connected(plainAccount);
    const nonce = '1514711492';
    const old = pushCall(plainAccount, time.now - 86_400_000, text(time.now), { nonce, bare: true });
    const joined = `${nonce}${old.query.get('timestamp')}`;
    for (let at = 1; at < joined.length; at++) {
      old.query.set('nonce', joined.slice(0, at));
      old.query.set('timestamp', joined.slice(at));
      expect((await connection.webhook(old)).status, String(at)).toBe(403);
    }
    const fresh = pushCall(plainAccount, time.now, text(time.now), { nonce: '000', bare: true });
    const moved = new URLSearchParams(fresh.query);
    moved.set('nonce', '00');
    moved.set('timestamp', `0${fresh.query.get('timestamp')}`);
    expect(await connection.webhook({ ...fresh, query: moved })).toMatchObject({ status: 403 });
    expect(pushes).toEqual([]);
    expect(await connection.webhook(fresh)).toMatchObject({ status: 200 });
  });
});

describe('Proving the address', () => {
  it('gives the word back where the signature is right', async () => {
    const { connection, time } = await connected(sealedAccount);
    expect(await connection.webhook(verifyCall(sealedAccount, time.now, '4375120948345356249'))).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: '4375120948345356249',
    });
    expect(connection.state()).toMatchObject({ state: 'connected' });
  });

  it('is refused with another token, too late, under a word of another form, or twice with different words', async () => {
    const { connection, time } = await connected(sealedAccount);
    expect(await connection.webhook(verifyCall({ ...sealedAccount, token: 'other' }, time.now, '1'))).toMatchObject({ status: 403 });
    expect(await connection.webhook(verifyCall(sealedAccount, time.now - 86_400_000, '1'))).toMatchObject({ status: 403, body: 'clock-off' });
    for (const word of ['', '<script>', 'a b', 'x'.repeat(600)])
      expect(await connection.webhook(verifyCall(sealedAccount, time.now, word, `n${word.length}`))).toMatchObject({ status: 400 });
    expect(await connection.webhook(verifyCall(sealedAccount, time.now, '1'))).toMatchObject({ status: 200 });
    expect(await connection.webhook(verifyCall(sealedAccount, time.now, '2'))).toMatchObject({ status: 403 });
    expect(await connection.webhook(verifyCall(sealedAccount, time.now, '1'))).toMatchObject({ status: 200 });
  });
});

it('a working account stays connected whatever strangers send, tells the fault once, and logs nothing of it', async () => {
  const { connection, time, logger } = await connected(sealedAccount);
  const states: string[] = [];
  connection.onState(({ state, fault }) => states.push(`${state} ${fault?.code ?? ''}`));
  await connection.webhook(pushCall(sealedAccount, time.now, text(time.now)));
  for (let n = 0; n < 50; n++) await connection.webhook(pushCall({ ...sealedAccount, token: `guess-${n}` }, time.now, text(time.now)));
  expect(connection.state()).toMatchObject({ state: 'connected', fault: { code: 'bad-signature' } });
  expect(states.filter((one) => one === 'connected bad-signature')).toHaveLength(1);
  expect(JSON.stringify(logger.lines)).not.toMatch(/提现|guess|oCustomer|pamtest/);
  time.now += 1_000;
  await connection.webhook(pushCall(sealedAccount, time.now, text(time.now, { MsgId: '2' })));
  expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
});

it('whatever is sent, it answers', async () => {
  const { connection, time } = await connected(plainAccount);
  const signed = () => pushCall(plainAccount, time.now, text(time.now)).query;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET' as const, 'POST' as const),
      fc.boolean(),
      fc.string(),
      fc.uint8Array({ maxLength: 200 }),
      async (method, right, query, body) => {
        const { status } = await connection.webhook({ method, query: right ? signed() : new URLSearchParams(query), headers: {}, body });
        expect([400, 403]).toContain(status);
      },
    ),
    { seed: 25, numRuns: 300 },
  );
});

it('an account that is off, or whose key is none, takes nothing', async () => {
  const { connection, time, pushes } = await connected({ ...sealedAccount, encodingAesKey: 'short' });
  expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'refused-credentials' } });
  expect(await connection.webhook(pushCall(sealedAccount, time.now, text(time.now)))).toMatchObject({ status: 403 });
  await connection.stop();
  expect(connection.state()).toMatchObject({ state: 'off' });
  expect(await connection.webhook(pushCall(sealedAccount, time.now, text(time.now)))).toMatchObject({ status: 503 });
  expect(pushes).toEqual([]);
});
