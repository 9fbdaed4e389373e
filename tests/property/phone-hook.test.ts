import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PhoneHook } from '#electron/channels/phone/phone-hook.ts';
import { signed } from '#tests/fakes/phone-system.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const account = { id: 'line', name: 'Hotline', secret: 'the right secret', queue: 'general' };
const now = 1_800_000_000_000;

const event = fc.record({
  call: fc.string({ minLength: 1, maxLength: 40 }),
  event: fc.constantFrom('ringing', 'answered', 'ended'),
  from: fc.constantFrom('+8613800138000', '02162345678', 'anonymous', '110'),
  to: fc.constant('4008000000'),
  direction: fc.constantFrom('inbound', 'outbound'),
  at: fc.integer({ min: 0, max: now }),
});

/** One thing about a right request that is not as it was signed. */
const alteration = fc.oneof(
  fc.record({ what: fc.constant('body' as const), place: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ what: fc.constant('longer' as const), more: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ what: fc.constant('shorter' as const), less: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ what: fc.constant('signature' as const), place: fc.nat(), by: fc.integer({ min: 1, max: 15 }) }),
  fc.record({ what: fc.constant('cut' as const), left: fc.integer({ min: 0, max: 66 }) }),
  fc.record({ what: fc.constant('timestamp' as const), by: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ what: fc.constant('secret' as const), secret: fc.string().filter((other) => other !== account.secret) }),
  fc.record({ what: fc.constant('gone' as const), header: fc.constantFrom('x-console-timestamp', 'x-console-signature') }),
);

test('500 altered requests: none is accepted', async () => {
  let taken = 0;
  const hook = new PhoneHook({ account, calls: { take: async () => void taken++ }, clock: () => now, logger: recordingLogger() });
  await fc.assert(
    fc.asyncProperty(event, alteration, async (told, change) => {
      const body = JSON.stringify(told);
      const right = signed(change.what === 'secret' ? change.secret : account.secret, body, now);
      const headers: Record<string, string> = { ...right.headers };
      let bytes = right.body;
      const signature = headers['x-console-signature'] ?? '';
      if (change.what === 'body') bytes = bytes.map((byte, at) => (at === change.place % bytes.length ? byte ^ change.by : byte));
      if (change.what === 'longer') bytes = new Uint8Array([...bytes, ...change.more]);
      if (change.what === 'shorter') bytes = bytes.slice(0, -change.less);
      if (change.what === 'cut') headers['x-console-signature'] = signature.slice(0, change.left);
      if (change.what === 'timestamp') headers['x-console-timestamp'] = String(Number(headers['x-console-timestamp']) + change.by);
      if (change.what === 'gone') delete headers[change.header];
      if (change.what === 'signature') {
        const place = 3 + (change.place % 64);
        const digit = (Number.parseInt(signature[place] ?? '0', 16) ^ change.by).toString(16);
        headers['x-console-signature'] = signature.slice(0, place) + digit + signature.slice(place + 1);
      }
      const answer = await hook.webhook({ ...right, headers, body: bytes });
      expect(answer.status).toBe(401);
    }),
    { numRuns: 500, seed: 20_260_711 },
  );
  expect(taken).toBe(0);
  // The same hook takes the same kind of request as it was signed.
  expect(
    (await hook.webhook(signed(account.secret, JSON.stringify({ call: 'c', event: 'ended', from: '', to: '', direction: 'inbound', at: 1 }), now))).status,
  ).toBe(200);
  expect(taken).toBe(1);
});
