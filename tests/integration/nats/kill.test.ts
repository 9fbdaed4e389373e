import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, it } from 'vitest';
import { survivesKills } from '#tests/integration/desk/kill-kit.ts';
import { type NatsDesks, startNatsDesks } from '#tests/nats-desks.ts';
import { long } from '#tests/whole.ts';

let folder: string;
let desks: NatsDesks;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fire-nats-'));
  desks = await startNatsDesks(1, 1);
});
afterAll(async () => {
  await desks?.cluster.end();
  rmSync(folder, { recursive: true, force: true });
});

long(it)('killed at any moment of a command, a host on a shared engine has each command once, or its words as a draft', { timeout: 180_000 }, async () => {
  const key = await desks.take();
  await survivesKills({ folder, nats: { servers: [...desks.cluster.urls], seed: new TextDecoder().decode(key.seed) } }, 1, 7);
});
