import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InlineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const stampFile = path.join(root, 'dist/build.json');
const sources = ['{shared,electron,renderer}/**/*.{ts,tsx,css,html,svg,json,png,wav,mp3,ogg}', 'vite.config.ts', 'package-lock.json'];

/** A hash over the names and contents of everything that is built. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort()) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** Whether dist/ was built from the sources as they lie here. */
export function buildIsCurrent(): boolean {
  try {
    return (JSON.parse(readFileSync(stampFile, 'utf8')) as { hash?: unknown }).hash === sourcesHash();
  } catch {
    return false;
  }
}

/** Builds every part into dist/, all at once; tells each part as it is done; rejects with the bundler's own error. */
export async function build(onProgress: (part: string) => void = () => undefined): Promise<void> {
  const hash = sourcesHash();
  // A build that ends half way must not pass for a whole one.
  rmSync(stampFile, { force: true });
  const { build: bundle } = await import('vite');
  const { parts } = (await import(pathToFileURL(path.join(root, 'vite.config.ts')).href)) as { parts: Record<string, InlineConfig> };
  await Promise.all(
    Object.entries(parts).map(async ([name, config]) => {
      await bundle({ ...config, configFile: false, logLevel: 'warn', mode: 'production' });
      onProgress(name);
    }),
  );
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ hash }));
}

if (process.argv[1] === import.meta.filename) {
  const began = performance.now();
  await build((part) => process.stdout.write(`built ${part} after ${((performance.now() - began) / 1000).toFixed(1)} s\n`));
}
