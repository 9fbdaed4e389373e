import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from 'vitest';
import { survivesKills } from '#tests/integration/desk/kill-kit.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fire-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('killed at any moment of a command, a desk with its own engine has each command once, or its words as a draft', { timeout: 180_000 }, async () => {
  await survivesKills({ folder, nats: null }, 1, 20_261_129);
});
