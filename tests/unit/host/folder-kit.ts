import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'host-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything below a folder with its contents, so that a test can see that nothing was touched. */
export function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry) => [entry.name, readFileSync(path.join(entry.parentPath, entry.name), 'base64')]));
}

export const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);

/** The output of a module run in a process of its own. */
export function inAnotherProcess(source: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: path.resolve(import.meta.dirname, '../../..'),
    encoding: 'utf8',
  });
  return stdout.trim() || stderr;
}

/** A fault's line as people see it: one line, with its place. */
export const oneLine = (text: string): boolean => text.length > 0 && !/[\r\n]/.test(text);
