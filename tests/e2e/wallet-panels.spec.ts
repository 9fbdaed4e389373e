import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customerWrites, test as desks, expect, openCase, RunningDesk, signIn, startChat } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

const TOKEN = 'a-token-of-forty-characters-for-one-test';

interface Served {
  readonly desk: RunningDesk;
  /** Which answers of the wallet fail from now on. */
  readonly fails: (faults: object) => Promise<void>;
}

const test = desks.extend<object, { served: Served }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'panels-e2e-'));
      const wallet: ChildProcess = fork(path.join(import.meta.dirname, '../fixtures/processes/panel-wallet.ts'), [TOKEN], { execArgv: [] });
      const [url] = (await once(wallet, 'message')) as [string];
      const config = path.join(folder, 'config.json');
      const tokenFile = path.join(folder, 'token');
      await writeFile(tokenFile, TOKEN);
      await writeFile(config, JSON.stringify({ wallet: { url, tokenFile } }));
      const desk = new RunningDesk(path.join(folder, 'data'), path.join(folder, 'home'), ['--lang', 'en', '--demo-customers', '240', '--config', config]);
      await desk.start();
      const fails = async (faults: object) => {
        wallet.send(faults);
        await once(wallet, 'message');
      };
      await use({ desk, fails });
      await desk.stop();
      wallet.kill();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function faultless(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('aside').withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}

/** Says who the stranger is, by customer number. */
async function confirm(page: Page, number: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Find customer' }).fill(number);
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .click();
  await expect(page.getByRole('region', { name: 'Account' }).getByText(number).first()).toBeVisible();
}

test('a crowded customer: everything on one page and one axis, found by amount, walked by keyboard', async ({ browser, served: { desk, fails } }) => {
  test.setTimeout(180_000);
  await fails({});
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'Something is odd with my wallet, can you look');
  const page = await signIn(agents, desk, 'Agent');
  await openCase(page, 'Something is odd with my wallet, can you look');
  await confirm(page, 'P00000001');
  const pane = page.getByRole('complementary', { name: 'Customer' });
  const account = page.getByRole('region', { name: 'Account' });
  const axis = page.getByRole('list', { name: 'Timeline' });
  await expect(axis).toHaveCount(1);
  await expect(account.getByText('Cannot pay out')).toBeVisible();
  await expect(account.getByText('Paying out is paused for now')).toBeVisible();
  await expect(account.getByText('MULE_SCORE_7 (unknown here)')).toBeVisible();
  await expect(account.getByText('bound bank card')).toBeVisible();
  await expect(account.getByRole('meter')).toHaveCount(1);

  // One axis: what was said, who looked, sign-ins, money; words that nobody knows stand as they came.
  await expect(axis.getByText('Something is odd with my wallet')).toBeVisible();
  await expect(axis.getByText(/looked at the account/)).toBeVisible();
  await expect(axis.getByText('SIM_SWAP (unknown here)')).toBeVisible();
  await expect(axis.getByText('HELD_UP (unknown here)')).toBeVisible();
  await pane.getByRole('checkbox', { name: 'Looks' }).press(' ');
  await expect(axis.getByText(/looked at the account/)).toHaveCount(0);

  // Found in the wallet itself: this one lies behind many pages that were never loaded.
  await pane.getByRole('button', { name: 'Find transactions' }).click();
  await page.getByLabel('Amount from').fill('12.59');
  await page.getByLabel('Amount to').fill('12.59');
  await expect(pane.getByText('1 found')).toBeVisible();
  await expect(axis.getByRole('listitem')).toHaveCount(1);
  await expect(axis.getByText('-¥12.59')).toBeVisible();
  await faultless(page);
  await page.getByLabel('Amount to').press('Escape');
  await expect(axis.getByText('HELD_UP (unknown here)')).toBeVisible();

  // By keyboard alone: from line to line, Enter opens; the dispute's deadline and the refund stand in it.
  await page.getByLabel('Amount to').waitFor({ state: 'detached' });
  for (const other of ['Messages', 'Security', 'Steps']) await pane.getByRole('checkbox', { name: other }).press(' ');
  await pane.locator('[data-line="0"]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(pane.locator('[data-line="2"]')).toBeFocused();
  await expect(axis.getByText('goods not received')).toBeVisible();
  await expect(axis.getByText(/4 days left/).first()).toBeVisible();
  await expect(axis.getByText('Refund under way')).toBeVisible();
  await faultless(page);
  await page.keyboard.press('End');
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(axis.getByText('-¥12.59')).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  const days = page.getByRole('slider', { name: 'Jump to a day' });
  await days.press('End');
  await expect(axis.getByText('HELD_UP (unknown here)')).toBeInViewport();

  for (const section of ['Details', 'Cards and banks', 'Devices', 'Security', 'Promotions', 'Channels', 'Cases']) {
    await account.getByRole('button', { name: new RegExp(`^${section}`) }).click();
    await expect(account.getByRole('group', { name: 'More of this customer' }).getByRole('button', { expanded: true })).toHaveCount(1);
  }
  await Promise.all([agents.close(), customers.close()]);
});

long(test)(
  'a wallet that fails in parts: each part says so with its age, waits as long as it was told, and comes back by itself',
  async ({ browser, served: { desk, fails } }) => {
    test.setTimeout(180_000);
    await fails({});
    const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
    const customer = await startChat(customers, desk);
    await customerWrites(customer, 'Why can I not pay any more');
    const page = await signIn(agents, desk, 'Agent');
    await openCase(page, 'Why can I not pay any more');
    await confirm(page, 'P00000002');
    const pane = page.getByRole('complementary', { name: 'Customer' });
    const account = page.getByRole('region', { name: 'Account' });
    await expect(account.getByText('We may not say more; please ask that authority.')).toBeVisible();
    await expect(account.getByText('¥500.00').first()).toBeVisible();

    await fails({ account: { code: 'unavailable', detail: 'down' }, promotions: { code: 'rate-limited', detail: 'slow down', retryAfter: 5_000 } });
    await account.getByRole('button', { name: 'More about this customer' }).click();
    await page.getByRole('menuitem', { name: 'Refresh' }).click();
    await expect(account.getByRole('alert')).toContainText(/As of \d\d:\d\d, 0 min old\. The wallet does not answer\./);
    await expect(account.getByText('¥500.00').first()).toBeVisible();
    await expect(pane.getByText('The wallet does not answer')).toHaveCount(1);
    await account.getByRole('button', { name: /^Promotions/ }).click();
    const waiting = account.getByRole('button', { name: /^Again in \d s$/ });
    await expect(waiting).toBeDisabled();
    await faultless(page);
    await fails({ transactions: { code: 'unavailable', detail: 'down' } });
    await expect(account.getByText('Goodwill coupon')).toBeVisible({ timeout: 30_000 });
    await account.getByRole('button', { name: 'Try again' }).click();
    await expect(account.getByRole('alert')).toHaveCount(0);

    // Opened from nothing while one part is faulty: that part alone says so.
    await page.reload();
    await openCase(page, 'Why can I not pay any more');
    await expect(account.getByText('¥500.00').first()).toBeVisible();
    await expect(pane.getByRole('alert')).toHaveText(/The wallet does not answer\./);
    await fails({});
    await pane.getByRole('button', { name: 'Try again' }).click();
    await expect(pane.getByRole('alert')).toHaveCount(0);
    await Promise.all([agents.close(), customers.close()]);
  },
);
