import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type RunResults, readScreenReport, readUnitReport, sumUp } from '#tests/run-results.ts';
import { chromium, ensureSystemParts } from '#tests/system-parts.ts';

/**
 * `npm test`: the system's parts, one build, the tests without a screen, those in a real browser, and a check that
 * every test file on disk was run. The last line is the sum. `--whole` runs those too that take long, otherwise they are
 * told as not run; `--only unit|e2e` one half.
 */

const NODE = 24;
const root = path.resolve(import.meta.dirname, '..');
const compiled = mkdtempSync(path.join(tmpdir(), 'wallet-console-compiled-'));

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function refuse(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** Runs a program of this project on this very Node, with its output here. */
function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const child = spawn(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Each of the many processes and threads compiles what it loads once for all.
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...env },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** A run's report, read; a run that left none, or that failed while its report says nothing of it, is a failure of its own. */
function reported(name: string, code: number, file: string, read: (report: unknown) => RunResults): RunResults {
  try {
    const results = read(JSON.parse(readFileSync(file, 'utf8')));
    return code === 0 || results.failed.length > 0 ? results : { ...results, failed: [`${name}: ended with ${code}`] };
  } catch (cause) {
    return { passed: 0, failed: [`${name}: left no report (${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)})`], notRun: [], files: [] };
  }
}

async function unitTests(folder: string): Promise<RunResults> {
  const file = path.join(folder, 'unit.json');
  const stray = path.join(folder, 'stray.json');
  const code = await run('node_modules/vitest/vitest.mjs', ['run', '--maxWorkers=3'], {
    UNIT_REPORT: file,
    STRAY_ERRORS: stray,
    NODE_OPTIONS: `--import=${pathToFileURL(path.join(root, 'tests/built-workers.ts')).href}`,
  });
  return reported('tests without a screen', code, file, (report) => {
    const results = readUnitReport(report, root);
    const errors: readonly string[] = existsSync(stray) ? JSON.parse(readFileSync(stray, 'utf8')) : [];
    return { ...results, failed: [...results.failed, ...errors] };
  });
}

async function screenTests(folder: string): Promise<RunResults> {
  const file = path.join(folder, 'screen.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CHROMIUM: chromium() };
  const code = await run('node_modules/@playwright/test/cli.js', ['test', '--reporter=line,json'], env);
  return reported('tests in the browser', code, file, (report) => readScreenReport(report, 'tests/e2e'));
}

const kinds = { unit: unitTests, e2e: screenTests } as const;
type Kind = keyof typeof kinds;

const isKind = (value: string): value is Kind => Object.hasOwn(kinds, value);

/** Every file that looks like a test, wherever it lies under tests/. */
function testFiles(asked: readonly Kind[]): readonly string[] {
  const all = globSync('tests/**/*.{test,spec}.{ts,tsx}', { cwd: root }).map((file) => file.replaceAll(path.sep, '/'));
  return all.filter((file) => asked.includes(file.startsWith('tests/e2e/') ? 'e2e' : 'unit')).toSorted();
}

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < NODE)
    refuse(`The tests need Node ${NODE}, which npm ci installs: run them as "npm test", or with node_modules/.bin/node.`);
  const { only, whole } = parseArgs({ options: { only: { type: 'string' }, whole: { type: 'boolean' } } }).values;
  if (whole) process.env.WHOLE_TESTS = '1';
  if (only !== undefined && !isKind(only)) refuse(`--only ${only}: is not one of ${Object.keys(kinds).join(', ')}`);
  const asked: readonly Kind[] = only === undefined ? ['unit', 'e2e'] : [only];

  const parts = ensureSystemParts(say);
  if (!parts.ok) refuse(parts.error);
  if ((await run('electron/cli/build.ts', [])) !== 0) refuse('The build failed; no test was run.');

  const onDisk = testFiles(asked);
  const folder = mkdtempSync(path.join(tmpdir(), 'wallet-console-tests-'));
  const runs: RunResults[] = [];
  for (const kind of asked) runs.push(await kinds[kind](folder));
  for (const made of [folder, compiled]) rmSync(made, { recursive: true, force: true });

  const { passed, failed, notRun } = sumUp(runs, onDisk);
  for (const line of notRun) say(`not run: ${line}`);
  for (const line of failed) say(`failed: ${line}`);
  say(`${passed} passed, ${failed.length} failed${notRun.length > 0 ? `, ${notRun.length} skipped` : ''}`);
  process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
}

await main();
