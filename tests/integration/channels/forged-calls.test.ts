import { expect, it } from 'vitest';
import { forgeCalls } from '#tests/bench/channels-webhook-bench.ts';
import { webhookProviders } from '#tests/bench/webhook-providers.ts';

it.each(await webhookProviders())('$name takes none of 500 forged calls and more, and each of its own', async (provider) => {
  const told = await forgeCalls(provider, 7);
  expect(told.holes).toEqual([]);
  expect(told).toMatchObject({ accepted: 0, thrown: 0, genuine: provider.calls.length, genuineAccepted: provider.calls.length });
  expect(told.sent).toBeGreaterThanOrEqual(500);
});
