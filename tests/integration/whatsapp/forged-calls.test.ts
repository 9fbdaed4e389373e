import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WebhookCall } from '#electron/channels/connection-port.ts';
import { whatsappCalls } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer } from '#tests/fakes/whatsapp-server.ts';
import { NOW, whatsappOf } from '#tests/integration/whatsapp/whatsapp-kit.ts';

const account = new WhatsappServer().account({ apiBase: 'http://127.0.0.1:9/v23.0' });
const calls = whatsappCalls(account, 28, NOW);

type Forging = (call: WebhookCall, at: number, byte: number) => WebhookCall;
const SIGNATURE = 'x-hub-signature-256';
const withBody = (call: WebhookCall, body: Uint8Array): WebhookCall => ({ ...call, body });
const withHeader = (call: WebhookCall, change: (header: string) => string): WebhookCall => ({
  ...call,
  headers: { ...call.headers, [SIGNATURE]: change(call.headers[SIGNATURE] ?? '') },
});

const forgings: Readonly<Record<string, Forging>> = {
  'a byte changed': (call, at, byte) =>
    withBody(
      call,
      call.body.map((old, index) => (index === at % call.body.length ? (old + 1 + (byte % 255)) % 256 : old)),
    ),
  'a byte more': (call, at, byte) =>
    withBody(call, Buffer.concat([call.body.subarray(0, at % call.body.length), Buffer.from([byte]), call.body.subarray(at % call.body.length)])),
  'a byte less': (call, at) => withBody(call, Buffer.concat([call.body.subarray(0, at % call.body.length), call.body.subarray((at % call.body.length) + 1)])),
  'cut short': (call, at) => withBody(call, call.body.subarray(0, at % call.body.length)),
  'escaped otherwise': (call) => withBody(call, Buffer.from(`${JSON.stringify(JSON.parse(Buffer.from(call.body).toString('utf8')))} `)),
  'another call’s body': (call, at) => withBody(call, calls.filter((other) => other.body !== call.body)[at % 27]?.body ?? new Uint8Array()),
  'a digit of the signature changed': (call, at) =>
    withHeader(call, (header) => {
      const place = 7 + (at % 64);
      return `${header.slice(0, place)}${header[place] === '0' ? '1' : '0'}${header.slice(place + 1)}`;
    }),
  'no signature': (call) => ({ ...call, headers: {} }),
  'the old header': ({ headers, ...call }) => ({ ...call, headers: { 'x-hub-signature': headers[SIGNATURE] ?? '' } }),
  'signature in capitals': (call) =>
    withHeader(
      call,
      (header) =>
        `sha256=${header
          .slice(7)
          .toUpperCase()
          .replace(/^[0-9]+$/, 'A')}`,
    ),
  'signature cut': (call, at) => withHeader(call, (header) => header.slice(0, at % header.length)),
  'as a question': (call) => ({ ...call, method: 'GET' }),
};

describe('forged calls', () => {
  it('takes none of 500 altered ones, and every one as it was', async () => {
    const { connection, desk } = whatsappOf(account);
    await connection.start();
    const kind = fc.constantFrom(...Object.keys(forgings));
    await fc.assert(
      fc.asyncProperty(kind, fc.nat({ max: calls.length - 1 }), fc.nat(), fc.nat({ max: 255 }), async (name, which, at, byte) => {
        const call = calls[which];
        const forging = forgings[name];
        if (!call || !forging) throw new Error('no such forging');
        const { status } = await connection.webhook(forging(call, at, byte));
        expect(status, name).toBeGreaterThanOrEqual(400);
        expect(status, name).toBeLessThan(500);
        expect(desk.pushes, name).toHaveLength(0);
      }),
      { numRuns: 500, seed: 20_261_130 },
    );
    for (const call of calls) expect((await connection.webhook(call)).status).toBe(200);
    // Each was one message, a sticker and a location too.
    expect(desk.pushes).toHaveLength(calls.length);
    await connection.stop();
  });

  it('tells of them before anything good came, and does not call a good account broken for a stranger’s', async () => {
    const { connection } = whatsappOf(account);
    const [good] = calls;
    if (!good) throw new Error('no call');
    await connection.start();
    const forged = { ...good, headers: {} };
    await connection.webhook(forged);
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'bad-signature', at: NOW } });
    await connection.webhook(good);
    expect(connection.state()).toMatchObject({ state: 'connected', fault: null });
    await connection.webhook(forged);
    expect(connection.state()).toMatchObject({ state: 'connected', fault: { code: 'bad-signature' } });
    await connection.stop();
  });
});
