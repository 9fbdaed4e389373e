import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');

/** `mail-layer.ts` as one script that sets `mailLayer`. */
export async function buildLayer(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mail-layer-'));
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        target: 'chrome130',
        lib: { entry: path.join(root, 'tests/e2e/mail-layer.ts'), formats: ['iife'], name: 'built', fileName: () => 'layer.js' },
      },
    });
    return readFileSync(path.join(folder, 'layer.js'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
