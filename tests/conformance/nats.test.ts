import { afterAll, beforeAll, describe } from 'vitest';
import { engineConformance } from '#tests/conformance/engine.ts';
import { type NatsDesks, natsEngine, startNatsDesks } from '#tests/nats-desks.ts';

describe.each([1, 3] as const)('on a cluster of %i', (servers) => {
  let desks: NatsDesks;
  beforeAll(async () => {
    desks = await startNatsDesks(servers, 8);
  });
  afterAll(() => desks.cluster.end());

  engineConformance(
    `The NATS engine with ${servers} servers`,
    async (clock) => {
      const key = await desks.take();
      return { engine: natsEngine(desks.cluster, key, { clock }), dispose: async () => desks.giveBack(key) };
    },
    { recordsBy: 'server' },
  );
});
