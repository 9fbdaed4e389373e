import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { mutatedMails } from '#tests/bench/channels-mutated-bench.ts';

async function figures(...more: readonly [number, string?]): Promise<Readonly<Record<string, number>>> {
  const told: Record<string, number> = {};
  await mutatedMails(
    (key, value) => {
      told[key] = value;
    },
    ...more,
  );
  return told;
}

it('counts what was read in processes of their own', async () => {
  expect(await figures(400)).toMatchObject({
    'channels.mail.mutated': 400,
    'channels.mail.mutated.unexplained': 0,
    'channels.mail.mutated.threads_lost': 0,
    'channels.mail.host_crashes': 0,
  });
});

it('counts each process that ended before it was through, and what it had read until then', async () => {
  const crashing = fileURLToPath(import.meta.resolve('#tests/fixtures/processes/crashing.ts'));
  expect(await figures(200_000, crashing)).toMatchObject({ 'channels.mail.mutated': 2_000, 'channels.mail.host_crashes': 2 });
});
