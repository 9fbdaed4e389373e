import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { forgeCalls, forgedWebhooks, type WebhookUnderTest } from '#tests/bench/channels-webhook-bench.ts';

const SECRET = 'the account’s own';
const NOW = 1_795_000_000;
const HEADER = 'x-signature-256';

type Hole = 'none' | 'prefix' | 'no-header' | 'query-unsigned' | 'no-age' | 'body-unread' | 'throws' | 'trims' | 'refuses-all';

const sign = (secret: string, query: URLSearchParams, body: Uint8Array) =>
  createHmac('sha256', secret)
    .update(`${query.get('timestamp')}.${query.get('account')}.`)
    .update(body)
    .digest('hex');

function call(text: string, secret = SECRET, timestamp = NOW, account = 'shop'): WebhookCall {
  const query = new URLSearchParams({ timestamp: String(timestamp), account });
  const body = Buffer.from(JSON.stringify({ from: 'u1', text }));
  return { method: 'POST', query, headers: { 'user-agent': 'provider/1', [HEADER]: `sha256=${sign(secret, query, body)}` }, body };
}

/** A provider of signed calls; each hole is a fault that real ones had. */
function provider(hole: Hole): WebhookUnderTest {
  let taken = 0;
  const genuine = ({ method, query, headers, body }: WebhookCall): boolean => {
    if (hole === 'refuses-all') return false;
    const given = headers[HEADER];
    if (given === undefined && hole === 'no-header') return true;
    const signed =
      hole === 'body-unread'
        ? Buffer.from(JSON.stringify({ from: 'u1', text: 'one' }))
        : hole === 'trims'
          ? Buffer.from(Buffer.from(body).toString().trim())
          : body;
    const right = `sha256=${sign(SECRET, hole === 'query-unsigned' ? new URLSearchParams({ timestamp: String(NOW), account: 'shop' }) : query, signed)}`;
    if (hole === 'throws') return method === 'POST' && timingSafeEqual(Buffer.from(given ?? ''), Buffer.from(right));
    const same = hole === 'prefix' ? given !== undefined && right.startsWith(given) : given === right;
    const old = Math.abs(Number(query.get('timestamp')) - NOW) > 300;
    return method === 'POST' && same && (hole === 'no-age' || hole === 'query-unsigned' || !old);
  };
  return {
    name: 'hmac',
    calls: ['one', 'two', 'three'].map((text) => call(text)),
    foreign: ['one', 'two'].map((text) => call(text, 'another account’s')),
    stale: [call('one', SECRET, NOW - 86_400), call('two', SECRET, NOW - 600)],
    proof: { query: ['timestamp', 'account'], headers: [HEADER], body: 'all' },
    handle: async (asked): Promise<WebhookAnswer> => {
      const good = genuine(asked);
      if (good) taken += 1;
      return { status: good ? 200 : 401, type: 'text/plain', body: '' };
    },
    accepted: () => taken,
  };
}

describe('Forged calls', () => {
  it('are all refused by a provider without a hole, whose own calls are taken', async () => {
    const told = await forgeCalls(provider('none'), 1);
    expect(told).toMatchObject({ accepted: 0, thrown: 0, holes: [], genuine: 3, genuineAccepted: 3 });
    expect(told.sent).toBeGreaterThanOrEqual(500);
  });

  it.each([
    ['prefix', /cut short|empty/],
    ['no-header', /left out/],
    ['query-unsigned', /timestamp|account/],
    ['no-age', /signed too long ago/],
    ['body-unread', /^body/],
    ['trims', /blank at its end/],
  ] as const)('find the hole: %s', async (hole, how) => {
    const { accepted, holes } = await forgeCalls(provider(hole), 1);
    expect(accepted).toBeGreaterThan(0);
    expect(holes.some((line) => how.test(line))).toBe(true);
  });

  it('count calls that were thrown at, and own calls that were refused', async () => {
    expect((await forgeCalls(provider('throws'), 1)).thrown).toBeGreaterThan(0);
    expect(await forgeCalls(provider('refuses-all'), 1)).toMatchObject({ genuine: 3, genuineAccepted: 0 });
  });

  it('do not count what proves nothing: an unsigned body, a header that nobody reads', async () => {
    const unsigned: WebhookUnderTest = {
      ...provider('body-unread'),
      foreign: [],
      stale: [],
      proof: { query: ['timestamp', 'account'], headers: [HEADER], body: 'nothing' },
    };
    const one = unsigned.calls.slice(0, 1);
    expect(await forgeCalls({ ...unsigned, calls: one }, 1)).toMatchObject({ accepted: 0, genuineAccepted: 1 });
  });

  it('are told as figures, of all providers together', async () => {
    const figures: Record<string, number> = {};
    await forgedWebhooks(
      (key, value) => {
        figures[key] = value;
      },
      ['none', 'none', 'none', 'prefix'].map((hole, index) => ({ ...provider(hole as Hole), name: `p${index}` })),
    );
    expect(figures['channels.webhook.forged']).toBeGreaterThanOrEqual(2_000);
    expect(figures['channels.webhook.forged_accepted']).toBeGreaterThan(0);
    expect(figures['channels.webhook.genuine_refused']).toBe(0);
    expect(figures['channels.webhook.p0.forged']).toBeGreaterThanOrEqual(500);
  });
});
