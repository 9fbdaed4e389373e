import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { HttpWallet } from '#electron/wallet/http/http-wallet.ts';
import { WalletServer } from '#electron/wallet/http/wallet-server.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { answerWith, MisbehavingWallet, type Passed } from '#tests/fakes/misbehaving-wallet.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { answerOf, asked, payment, person, testDesk } from '#tests/fixtures/wallet-people.ts';

const now = 1_790_000_000_000;
const caseId = 'case-1' as CaseId;
const logger = recordingLogger();
const [wang, li] = [person(1, now), person(2, now)];
const payments = Array.from({ length: 5 }, (_, i) => payment(wang, `T${i}`, now - i * 1_000));

let demo: DemoWallet;
let server: WalletServer;
let between: MisbehavingWallet;
let url: string;
let waits: number[] = [];
const opened: HttpWallet[] = [];

/** A connection whose pauses between tries are noted instead of waited for. */
function connection(over: { readonly timeout?: number } = {}): HttpWallet {
  const wallet = new HttpWallet({
    url,
    token: 'token',
    logger,
    random: () => 0.5,
    wait: async (ms) => {
      waits.push(ms);
    },
    ...over,
  });
  opened.push(wallet);
  return wallet;
}

/** Every answer of these paths is changed on its way. */
function changed(path: RegExp, change: (json: Record<string, unknown>) => unknown): void {
  between.mood = (came, response) => {
    if (!path.test(came.path)) return null;
    return came.pass().then(({ status, json }: Passed) => answerWith(response, status, change(json)));
  };
}

const resend = (customer: CustomerId = wang.id) => asked(now, { customer, caseId, input: { action: 'resend-code', purpose: 'sign-in', reason: 'asked' } });
const puts = () => between.came.filter((one) => one.startsWith('PUT')).length;

beforeAll(async () => {
  demo = new DemoWallet({ memory: true, key: Buffer.alloc(32, 3), deskKeys: [testDesk.publicKey], clock: () => now, logger });
  await demo.start();
  await demo.add([wang, li], [...payments, payment(li, 'L1', now)]);
  server = new WalletServer({ wallet: demo, check: null, token: 'token', port: 0, logger });
  between = new MisbehavingWallet(await server.start());
  url = await between.start();
});
afterEach(async () => {
  between.mood = () => null;
  between.came.length = 0;
  waits = [];
  for (const wallet of opened.splice(0)) await wallet.stop();
});
afterAll(async () => {
  await between.stop();
  await server.stop();
  await demo.stop();
});

describe('What a wallet tells in words that are not known here', () => {
  it('is carried as it came: states, levels, limits, flags and currencies', async () => {
    changed(/account$/, ({ account }) => ({
      account: {
        ...(account as object),
        state: 'HIBERNATING',
        kyc: 'class-9',
        balance: { minor: 1_050, currency: 'USDT' },
        riskFlags: ['velocity', 'wobbly'],
        limits: [{ kind: 'hourly', cap: { minor: 5, currency: 'KWD' }, used: { minor: 1, currency: 'KWD' } }],
        kycNext: { level: 'class-10', needs: [{ need: 'palm-vein', done: false }] },
      },
    }));
    expect(answerOf(await connection().account(wang.id))).toMatchObject({
      state: 'unknown',
      rawState: 'HIBERNATING',
      kyc: 'unknown',
      rawKyc: 'class-9',
      balance: { minor: 1_050, currency: 'USDT' },
      riskFlags: ['velocity'],
      otherFlags: ['wobbly'],
      limits: [{ kind: 'unknown', rawKind: 'hourly' }],
      kycNext: { level: 'unknown', rawLevel: 'class-10', needs: [{ need: 'unknown', rawNeed: 'palm-vein' }] },
    });
  });

  it('is carried as it came: kinds, statuses, hops, refunds, disputes and codes', async () => {
    changed(/transactions/, (json) => {
      const [first, ...more] = json.transactions as Record<string, unknown>[];
      const amount = { minor: 5, currency: 'CNY' };
      const odd = {
        ...first,
        kind: 'gift',
        status: 'LIMBO',
        rawStatus: 'WAITING_FOR_GODOT',
        failureCode: 'nobody:KNOWS',
        hops: [{ at: now, owner: 'moon', status: 'ORBIT', rawStatus: 'ORBITING' }],
        refunds: [{ id: 'R', amount, status: 'LOST', rawStatus: 'LOST_AT_SEA', requestedAt: now }],
        disputes: [{ id: 'D', state: 'BREWING', rawState: 'BREWING', amount, openedAt: now, respondBy: now + 5 }],
      };
      return { ...json, transactions: [odd, ...more] };
    });
    const [odd] = answerOf(await connection().transactions(wang.id, null, 10)).transactions;
    expect(odd).toMatchObject({
      kind: 'unknown',
      rawKind: 'gift',
      status: 'unknown',
      rawStatus: 'WAITING_FOR_GODOT',
      failureCode: 'nobody:KNOWS',
      hops: [{ owner: 'unknown', rawOwner: 'moon', status: 'unknown', rawStatus: 'ORBITING' }],
      refunds: [{ status: 'unknown', rawStatus: 'LOST_AT_SEA' }],
      disputes: [{ state: 'unknown', rawState: 'BREWING', respondBy: now + 5 }],
    });
  });

  it('is carried as it came: why it refuses', async () => {
    between.mood = (_, response) => Promise.resolve(answerWith(response, 403, { code: 'refused', reason: 'moon-phase', detail: 'not tonight' }));
    expect(await connection().act(resend())).toEqual({ ok: false, error: { code: 'refused', reason: 'unknown', detail: 'moon-phase' } });
  });
});

describe('What a wallet tells wrongly', () => {
  it.each<readonly [string, RegExp, (json: Record<string, unknown>) => unknown, string]>([
    [
      'a text for a number',
      /account$/,
      ({ account }) => ({ account: { ...(account as object), balance: { minor: '12', currency: 'CNY' } } }),
      'account.balance.minor',
    ],
    ['a number for a word', /account$/, ({ account }) => ({ account: { ...(account as object), state: 7 } }), 'account.state'],
    [
      'a fraction of a cent',
      /account$/,
      ({ account }) => ({ account: { ...(account as object), balance: { minor: 0.5, currency: 'CNY' } } }),
      'account.balance.minor',
    ],
    [
      'a sign for a currency',
      /account$/,
      ({ account }) => ({ account: { ...(account as object), balance: { minor: 5, currency: '¥' } } }),
      'account.balance.currency',
    ],
    ['nothing', /account$/, () => ({}), 'account'],
    ['a list for an object', /account$/, () => [], 'the answer'],
  ])('is refused by its place: %s', async (_, path, change, place) => {
    changed(path, change);
    const answer = await connection().account(wang.id);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    expect(!answer.ok && answer.error.detail).toContain(`${place}: `);
    expect(between.came).toHaveLength(1);
  });

  it('is refused: a page of HTML, an endless answer, an answer from elsewhere', async () => {
    between.mood = (_, response) => Promise.resolve(void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works!</h1>'));
    expect(await connection().account(wang.id)).toMatchObject({ ok: false, error: { code: 'bad-answer', detail: 'the answer is not JSON' } });
    between.mood = (_, response) => {
      const more = (): void => {
        while (response.write('"'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
      return Promise.resolve();
    };
    expect(await connection().account(wang.id)).toMatchObject({ ok: false, error: { code: 'bad-answer' } });
    between.mood = (_, response) => Promise.resolve(void response.writeHead(302, { location: `${url}/v1/customers/${li.id}/account` }).end());
    expect(await connection().account(wang.id)).toMatchObject({ ok: false });
    expect(between.came.filter((one) => one.includes(li.id))).toEqual([]);
  });

  it('is never mixed: another customer’s account, transaction, promotion, sign-in or standing is refused as such', async () => {
    const wallet = connection();
    const other = { ok: false, error: { code: 'other-customer' } };
    between.mood = (came, response) => {
      if (!came.path.includes(wang.id)) return null;
      const elsewhere = `${url}${came.path.replace(wang.id, li.id)}`;
      const body = came.method === 'GET' ? {} : { body: JSON.stringify({ from: null, limit: 5, filter: {} }) };
      return fetch(elsewhere, { method: came.method, headers: { authorization: 'Bearer token', 'content-type': 'application/json' }, ...body })
        .then((answer) => answer.json())
        .then((json) => answerWith(response, 200, json));
    };
    expect(await wallet.account(wang.id)).toMatchObject(other);
    expect(await wallet.transactions(wang.id, null, 5)).toMatchObject(other);
    expect(await wallet.promotions(wang.id)).toMatchObject(other);
    expect(await wallet.securityEvents(wang.id, null, 5)).toMatchObject(other);
    expect(await wallet.verification(wang.id, caseId)).toMatchObject(other);
    // One foreign transaction among one's own is enough.
    changed(/transactions/, (json) => ({
      ...json,
      transactions: [...(json.transactions as object[]), { ...(json.transactions as object[])[0], customerId: li.id }],
    }));
    expect(await wallet.transactions(wang.id, null, 5)).toMatchObject(other);
  });

  it('stands once and newest first, though it came twice and out of order', async () => {
    const straight = answerOf(await connection().transactions(wang.id, null, 10)).transactions;
    changed(/transactions/, (json) => {
      const list = json.transactions as Record<string, unknown>[];
      const later = { ...list[2], updatedAt: now + 1, counterparty: 'as it is now' };
      return { ...json, transactions: [...list.toReversed(), later, ...list] };
    });
    const shown = answerOf(await connection().transactions(wang.id, null, 10)).transactions;
    expect(shown.map(({ id }) => id)).toEqual(straight.map(({ id }) => id));
    expect(shown[2]?.counterparty).toBe('as it is now');
    changed(/transactions/, (json) => ({ ...json, next: 'round and round' }));
    expect(await connection().transactions(wang.id, 'round and round', 10)).toMatchObject({ ok: false });
  });
});

describe('A wallet that does not answer as it should', () => {
  it('is asked three times for what only reads, with longer pauses, and then told as unavailable', async () => {
    between.mood = (_, response) => Promise.resolve(answerWith(response, 503, { code: 'unavailable' }));
    expect(await connection().account(wang.id)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(between.came).toHaveLength(3);
    expect(waits).toEqual([50, 100]);
  });

  it('is heard when it comes back in between', async () => {
    between.mood = (came, response) => (came.before < 2 ? Promise.resolve(answerWith(response, 502, 'proxy')) : null);
    expect(answerOf(await connection().account(wang.id)).id).toBe(wang.id);
    between.mood = (came, response) => (came.before < 5 ? Promise.resolve(void response.destroy()) : null);
    expect(answerOf(await connection().account(wang.id)).id).toBe(wang.id);
  });

  it('is told as too slow after its time, and its late answer is nobody’s', async () => {
    const held: (() => void)[] = [];
    between.mood = (came, response) => {
      held.push(() => void came.pass().then(({ status, json }) => answerWith(response, status, json)));
      return Promise.resolve();
    };
    const answer = await connection({ timeout: 60 }).account(wang.id);
    expect(answer).toMatchObject({ ok: false, error: { code: 'timed-out' } });
    for (const late of held) late();
    between.mood = () => null;
    expect(answerOf(await connection().account(li.id)).id).toBe(li.id);
  });

  it('is waited for as long as it asks, or told with that time', async () => {
    const limited = (after: string) => {
      between.mood = (came, response) =>
        came.before === 0 ? Promise.resolve(answerWith(response, 429, { code: 'rate-limited' }, { 'retry-after': after })) : null;
    };
    limited('2');
    expect(answerOf(await connection().account(wang.id)).id).toBe(wang.id);
    expect(waits).toEqual([2_000]);
    between.came.length = 0;
    limited('60');
    expect(await connection().account(wang.id)).toMatchObject({ ok: false, error: { code: 'rate-limited', retryAfter: 60_000 } });
    expect(between.came).toHaveLength(1);
  });

  it('is told as unavailable where nobody listens, or the token is not its own', async () => {
    const left = new MisbehavingWallet(url);
    const nowhere = await left.start();
    await left.stop();
    const gone = new HttpWallet({ url: nowhere, token: 'token', logger, wait: async () => undefined });
    expect(await gone.account(wang.id)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(await gone.act(resend())).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    const stranger = new HttpWallet({ url, token: 'guessed', logger });
    expect(await stranger.account(wang.id)).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    expect(between.came).toHaveLength(1);
  });
});

describe('An action whose answer is lost', () => {
  it('is unknown; asked again it is read back, and done once', async () => {
    between.mood = (came, response) => (came.method === 'PUT' ? came.pass().then(() => void response.destroy()) : null);
    const wallet = connection();
    const request = resend();
    const messages = (await demo.phone(wang.id, 100)).length;
    expect(await wallet.act(request)).toMatchObject({ ok: false, error: { code: 'timed-out' } });
    expect(puts()).toBe(1);
    const again = await wallet.act(request);
    expect(again).toMatchObject({ ok: true, value: { idempotencyKey: request.idempotencyKey, state: 'completed' } });
    expect(await wallet.actionStatus(request.idempotencyKey)).toEqual(again);
    expect(puts()).toBe(1);
    expect(await demo.phone(wang.id, 100)).toHaveLength(messages + 1);
  });

  it('is done at the second asking where it never arrived', async () => {
    between.mood = (came, response) => (came.method === 'PUT' && came.before === 0 ? Promise.resolve(void response.destroy()) : null);
    const wallet = connection();
    const request = resend();
    expect(await wallet.act(request)).toMatchObject({ ok: false, error: { code: 'timed-out' } });
    expect(await wallet.actionStatus(request.idempotencyKey)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await wallet.act(request)).toMatchObject({ ok: true, value: { state: 'completed' } });
    expect(between.came.map((one) => one.split(' ')[0])).toEqual(['PUT', 'GET', 'GET', 'PUT']);
  });

  it('is not sent again while it cannot be read back', async () => {
    between.mood = (came, response) =>
      came.method === 'PUT' ? came.pass().then(() => void response.destroy()) : Promise.resolve(answerWith(response, 503, { code: 'unavailable' }));
    const wallet = connection();
    const request = resend();
    for (let n = 0; n < 3; n++) expect(await wallet.act(request)).toMatchObject({ ok: false, error: { code: 'timed-out' } });
    expect(puts()).toBe(1);
  });

  it.each<readonly [string, (passed: Passed) => unknown]>([
    ['cannot be read', () => 'done!'],
    ['is of another key', ({ json }) => ({ outcome: { ...(json.outcome as object), idempotencyKey: 'somebody else’s' } })],
    ['is of another customer', ({ json }) => ({ outcome: { ...(json.outcome as object), customer: li.id } })],
    ['is of another action', ({ json }) => ({ outcome: { ...(json.outcome as object), action: 'refund' } })],
  ])('is unknown as well where the answer %s', async (_, change) => {
    between.mood = (came, response) => (came.method === 'PUT' ? came.pass().then((passed) => answerWith(response, 200, change(passed))) : null);
    const wallet = connection();
    const request = resend();
    expect(await wallet.act(request)).toMatchObject({ ok: false, error: { code: 'timed-out' } });
    expect(await wallet.act(request)).toMatchObject({ ok: true, value: { idempotencyKey: request.idempotencyKey } });
    expect(puts()).toBe(1);
  });

  it('is not unknown where the wallet itself says that it did nothing', async () => {
    const told: readonly (readonly [number, unknown, string])[] = [
      [503, { code: 'unavailable' }, 'unavailable'],
      [429, { code: 'rate-limited' }, 'rate-limited'],
      [502, 'Bad Gateway', 'timed-out'],
      [503, 'Service Unavailable', 'timed-out'],
    ];
    for (const [status, form, code] of told) {
      between.mood = (_, response) => Promise.resolve(answerWith(response, status, form));
      expect(await connection().act(resend()), `${status} ${code}`).toMatchObject({ ok: false, error: { code } });
    }
    expect(puts()).toBe(told.length);
  });

  it('is refused as the wallet refuses it, and the refusal is read back', async () => {
    const wallet = connection();
    const request = asked(now, { customer: wang.id, caseId, input: { action: 'unfreeze', reason: 'asked' } });
    const refused = { ok: false, error: { code: 'refused', reason: 'needs-customer-level' } };
    expect(await wallet.act(request)).toMatchObject(refused);
    expect(await wallet.actionStatus(request.idempotencyKey)).toMatchObject(refused);
  });
});

describe('The served wallet', () => {
  it('answers nobody without its token, no page of a browser, and no other name than its own', async () => {
    const at = await serverUrl();
    const status = async (headers: Record<string, string>) => (await fetch(`${at}/v1/customers/${wang.id}/account`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer guessed' })).toBe(401);
    expect(await status({ authorization: 'Bearer token', origin: 'http://evil.example' })).toBe(401);
    expect(await status({ authorization: 'Bearer token' })).toBe(200);
    const renamed = get(`${at}/v1/customers/${wang.id}/account`, { headers: { authorization: 'Bearer token', host: 'evil.example' } });
    const [answer] = (await once(renamed, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(401);
  });

  it('names the place of what it cannot read', async () => {
    const at = await serverUrl();
    const answer = await fetch(`${at}/v1/customers/search`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify({ text: 5, limit: 10_000 }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'bad-input', detail: expect.stringMatching(/^text: .*; limit: /) });
  });
});

/** The served wallet without the misbehaving one before it. */
async function serverUrl(): Promise<string> {
  const own = new WalletServer({ wallet: demo, check: null, token: 'token', port: 0, logger });
  const at = await own.start();
  cleanups.push(() => own.stop());
  return at;
}
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});
