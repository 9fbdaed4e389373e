import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect } from '@playwright/test';
import { RunningDesk, signIn } from '#tests/e2e/desk.ts';

/** A demo desk whose log was damaged behind its back, and that was put back from its backup. */
const test = base.extend<{ restored: RunningDesk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  restored: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'desk-restore-'));
    const desk = new RunningDesk(path.join(folder, 'data'), path.join(folder, 'home'), ['--lang', 'en', '--demo-customers', '240']);
    await desk.start();
    await desk.stop();
    const log = path.join(folder, 'data', 'demo', 'engine.db');
    const bytes = await readFile(log);
    await writeFile(log, bytes.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 4_096));
    await desk.start(['--restore']);
    await use(desk);
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

test('a desk that was restored says so at its foot and in the settings, with what became of what was under way', async ({ browser, restored }) => {
  test.setTimeout(240_000);
  const context = await browser.newContext();
  const page = await signIn(context, restored);
  const told = page.getByRole('button', { name: /^Restored from the backup of .* 0 commands unknown\.$/ });
  await expect(told).toBeVisible();
  await told.focus();
  await page.keyboard.press('Enter');
  const files = page.getByRole('region', { name: 'Files on this machine' });
  await expect(files).toContainText('The desk’s log: restored');
  await expect(files).toContainText('The damaged file is kept as engine.db-');
  await expect(files).toContainText('newest backup');
  await files.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('restored.png') });
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await context.close();
});

test('damage of the log that is met at work is told in the head of the window, with what to do', async ({ browser }) => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(path.join(tmpdir(), 'desk-damaged-'));
  const desk = new RunningDesk(path.join(folder, 'data'), path.join(folder, 'home'), ['--lang', 'en', '--demo-customers', '240']);
  await desk.start();
  await desk.stop();
  await desk.start();
  await desk.kill();
  const log = path.join(folder, 'data', 'demo', 'engine.db');
  const bytes = await readFile(log);
  const middle = 4_096 * Math.floor(bytes.length / 8_192);
  await writeFile(log, bytes.fill(0xab, middle, middle + 8_192));
  await desk.start();
  const context = await browser.newContext();
  const page = await signIn(context, desk);
  await expect(page.getByRole('alert').filter({ hasText: 'The desk’s log: damaged' })).toContainText('start it with --restore');
  await expect(page.getByRole('button', { name: 'The desk’s log: damaged, see the settings' })).toBeVisible();
  await context.close();
  await desk.stop();
  await rm(folder, { recursive: true, force: true });
});
