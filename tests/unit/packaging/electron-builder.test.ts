import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv } from 'ajv';
import { getConfig } from 'app-builder-lib/out/util/config/load.js';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { APP_ID } from '#electron/main/app-id.ts';
import { parts } from '../../../vite.config.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const require = createRequire(import.meta.url);

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const platform = z.object({ target: z.array(z.string()), files: z.array(z.string()) });
const form = z.object({
  appId: z.string(),
  directories: z.object({ output: z.string() }),
  files: z.array(z.string()),
  asar: z.literal(true),
  asarUnpack: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  npmRebuild: z.boolean(),
  win: platform,
  mac: platform,
  linux: platform,
});

let raw: Record<string, unknown>;
let config: z.infer<typeof form>;
let validate: ReturnType<Ajv['compile']>;

beforeAll(async () => {
  // As the packager reads it.
  const read = await getConfig<Record<string, unknown>>(
    { packageKey: 'build', configFilename: 'electron-builder', projectDir: root, packageMetadata: null },
    null,
  );
  if (!read) throw new Error('electron-builder.yml was not found');
  raw = read.result;
  config = form.parse(raw);
  const schema = readJson(path.join(path.dirname(require.resolve('app-builder-lib/package.json')), 'scheme.json'));
  validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema as object);
});

test('the packager’s own schema takes it', () => {
  expect(validate(raw), JSON.stringify(validate.errors, null, 1)).toBe(true);
});

test.each([
  ['a misspelt key', { asarUnpacked: [] }],
  ['a fuse that does not exist', { electronFuses: { runAsNodes: false } }],
  ['a value of another type', { appId: 7 }],
])('the schema notices %s', (_, change) => {
  expect(validate({ ...raw, ...change })).toBe(false);
});

test('the fuses are these', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('Windows gets an installer, macOS an image and an archive', () => {
  expect(config.win.target).toEqual(['nsis']);
  expect(config.mac.target).toEqual(['dmg', 'zip']);
  expect(config.appId).toBe(APP_ID);
});

/** The folders below dist that the build makes. */
const built = () => Object.values(parts).map((part) => path.relative(root, String(part.build?.outDir)).replaceAll(path.sep, '/'));

test('every file that it names exists or is made by the build', () => {
  const named = config.files.filter((pattern) => !pattern.startsWith('!'));
  for (const pattern of [...named, ...config.asarUnpack]) {
    const folder = /^(dist\/[^/]+)\/\*\*$/.exec(pattern)?.[1];
    if (folder !== undefined) expect(built(), pattern).toContain(folder);
    else expect(globSync(pattern, { cwd: root }), pattern).not.toEqual([]);
  }
});

/** Whether a file is packaged: the last pattern that fits has the last word. */
function packaged(file: string, patterns: readonly string[] = config.files): boolean {
  let taken = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (path.matchesGlob(file, negated ? pattern.slice(1) : pattern)) taken = !negated;
  }
  return taken;
}

test('what the window needs is packaged: its entry, its preload, both pages and the native module', () => {
  const { main } = readJson(path.join(root, 'package.json')) as { main: string };
  expect(main).toBe('dist/main/main.js');
  expect(packaged(main)).toBe(true);
  for (const file of ['dist/main/store-worker.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html', 'dist/chat/index.html', 'package.json']) {
    expect(packaged(file), file).toBe(true);
  }
  const external = parts.main?.ssr?.external;
  expect(Array.isArray(external) && external.filter((name) => name !== 'electron')).toEqual(['better-sqlite3-multiple-ciphers']);
  const module = 'node_modules/better-sqlite3-multiple-ciphers';
  for (const file of [`${module}/package.json`, `${module}/lib/index.js`, `${module}/prebuilds/win32-x64.node`]) expect(packaged(file), file).toBe(true);
});

test('what it does not need stays behind', () => {
  for (const file of [
    'dist/host/browser-edition.js',
    'dist/build.json',
    'dist/types/shared/x.d.ts',
    'electron/main/main.ts',
    'node_modules/react/index.js',
    'node_modules/better-sqlite3-multiple-ciphers/deps/sqlite3.c',
    '.env',
  ]) {
    expect(packaged(file), file).toBe(false);
  }
});

test('native code lies outside the archive, and each platform carries its own alone', () => {
  const prebuilds = globSync('node_modules/better-sqlite3-multiple-ciphers/prebuilds/*.node', { cwd: root });
  expect(prebuilds.length).toBeGreaterThanOrEqual(8);
  for (const file of prebuilds) expect(packaged(file, config.asarUnpack), file).toBe(true);
  const platforms = { win32: config.win, darwin: config.mac, linux: config.linux };
  for (const [name, { files }] of Object.entries(platforms)) {
    for (const file of prebuilds) {
      const own = path.basename(file).startsWith(name);
      expect(packaged(file, [...config.files, ...files]), `${file} on ${name}`).toBe(own);
    }
  }
});

test('packages are not put where the program is built', () => {
  expect(config.directories.output).not.toMatch(/^dist/);
});
