import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InlineConfig } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const stampFile = path.join(root, 'dist/build.json');

/** A hash over the names, sizes and times of everything that is built. */
function sourcesHash(): string {
  const files = globSync(['shared/**/*.{ts,json}', 'electron/**/*.{ts,json}', 'renderer/**/*.{ts,tsx,css,html,svg,json}', 'vite.config.ts', 'package-lock.json'], { cwd: root }).sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(path.join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Whether dist/ was built from the sources as they lie here. */
export function buildIsCurrent(): boolean {
  if (!existsSync(stampFile)) return false;
  try {
    return (JSON.parse(readFileSync(stampFile, 'utf8')) as { hash?: unknown }).hash === sourcesHash();
  } catch {
    return false;
  }
}

/** Builds every part into dist/; rejects with the bundler's own error. */
export async function build(onProgress: (part: string) => void = () => undefined): Promise<void> {
  const { build: bundle } = await import('vite');
  const { parts } = (await import(pathToFileURL(path.join(root, 'vite.config.ts')).href)) as { parts: Record<string, InlineConfig> };
  const hash = sourcesHash();
  for (const [name, config] of Object.entries(parts)) {
    onProgress(name);
    await bundle({ ...config, configFile: false, logLevel: 'warn', mode: 'production' });
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ hash }));
}

if (process.argv[1] === import.meta.filename) {
  await build((part) => process.stdout.write(`building ${part}\n`));
}
