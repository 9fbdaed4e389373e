import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildIsCurrent } from '#electron/cli/build.ts';
import { Program, temporaryHome } from '#tests/integration/cli/start-kit.ts';

/** The first start after a change builds the program. */
const BUILD_MS = 240_000;

beforeAll(() => {
  if (buildIsCurrent()) return;
  const { status, stderr } = spawnSync(process.execPath, ['electron/cli/build.ts'], { cwd: path.resolve(import.meta.dirname, '../../..'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
}, BUILD_MS);

it('A desk whose log is damaged says in one line what can be done, and goes on from its backup on that word', { timeout: BUILD_MS }, async () => {
  const home = temporaryHome();
  const data = path.join(home, 'data');
  const start = (...args: readonly string[]) => new Program(home, ['--no-demo', '--data-dir', data, ...args]);
  const used = start();
  await used.ready();
  expect(await used.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  const folder = path.join(data, 'desk');
  expect(readdirSync(path.join(folder, 'backups')).map((name) => name.split('-')[0])).toEqual(['engine', 'ledger']);

  const log = path.join(folder, 'engine.db');
  const damaged = readFileSync(log).fill(7, 100, 3_000);
  writeFileSync(log, damaged);
  const refused = await start().ended;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/^[^\n]*engine\.db: [^\n]*newest good backup is of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: start with --restore[^\n]*\n$/);
  expect(readFileSync(log).equals(damaged)).toBe(true);

  const restored = start('--restore');
  await restored.ready();
  const told = await restored.kill('SIGTERM');
  expect(told).toMatchObject({ code: 0, stderr: '' });
  const [, keptAs] = /^engine\.db: put back from the backup of .*; the damaged one is kept as (\S+)$/m.exec(told.stdout) ?? [];
  expect(existsSync(path.join(folder, keptAs ?? 'nothing'))).toBe(true);
  expect(readFileSync(path.join(folder, keptAs ?? '')).equals(damaged)).toBe(true);

  const again = start('--restore');
  await again.ready();
  expect((await again.kill('SIGTERM')).stdout).toContain('Nothing had to be restored');
});

it('A log that is met damaged at work is told at once, and not believed at the next start', { timeout: BUILD_MS }, async () => {
  const home = temporaryHome();
  const data = path.join(home, 'data');
  const start = (...args: readonly string[]) => new Program(home, ['--demo-customers', '240', '--data-dir', data, ...args]);
  const used = start();
  await used.ready();
  await used.kill('SIGTERM');
  const killed = start();
  await killed.ready();
  await killed.kill('SIGKILL');

  const log = path.join(data, 'demo', 'engine.db');
  const bytes = readFileSync(log);
  const middle = 4_096 * Math.floor(bytes.length / 8_192);
  writeFileSync(log, bytes.fill(0xab, middle, middle + 8_192));
  const warned = start();
  await warned.ready();
  await warned.says(/engine\.db: damaged: .*--restore$/m);
  expect(await warned.kill('SIGTERM')).toMatchObject({ code: 0, stderr: expect.stringMatching(/^[^\n]*engine\.db: damaged: [^\n]*\n$/) });

  const refused = await start().ended;
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^[^\n]*engine\.db: damaged: [^\n]*start with --restore[^\n]*\n$/) });
  const restored = start('--restore');
  await restored.ready();
  await restored.kill('SIGTERM');
  const again = start();
  await again.ready();
  expect(await again.kill('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
});
