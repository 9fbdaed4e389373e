import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { makeCustomers } from '#electron/wallet/demo/make-customers.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { expect, openPalette, pressKey, signIn, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

/** The seed of the demo desk's people. */
const SEED = 20261123;

const faults = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
};

/** Presses Tab until something of that role and name has the focus. */
async function tabTo(page: Page, role: Parameters<Page['getByRole']>[0], name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name });
  await expect(wanted).toBeVisible();
  for (let press = 0; press < 200; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${role} ${name} is not reached by Tab`);
}

test('a call is noted by keyboard alone: number, who it may be, notes, reload, outcome, call back', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk);
  await openPalette(page);
  await page.keyboard.type('New call note');
  await expect(
    page
      .getByRole('option', { name: /New call note/ })
      .or(page.locator('[data-selected]'))
      .first(),
  ).toBeVisible();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'New call note' });
  await expect(dialog.getByRole('textbox', { name: 'Phone number' })).toBeFocused();
  await page.keyboard.type('call me');
  await expect(dialog.getByText('This is no phone number.')).toBeVisible();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('138 0013 8000');
  await expect(dialog.getByText('No customer has this number', { exact: false })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);

  const bar = page.getByRole('region', { name: 'Call', exact: true });
  await expect(bar.getByText('Incoming call')).toBeVisible();
  await expect(bar.getByText('138****8000')).toBeVisible();
  await expect(page.getByRole('button', { name: /^On a call 0\d:\d\d · 138\*\*\*\*8000/ })).toBeVisible();
  expect(await page.content()).not.toContain('13800138000');
  await tabTo(page, 'textbox', 'Internal note');
  await page.keyboard.type('Top-up of 200 is missing since noon');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText('Top-up of 200 is missing since noon')).toHaveCount(1);
  expect(await faults(page)).toEqual([]);

  // A second call is refused with words while the first runs.
  await pressKey(page, 'Alt+C');
  await expect(dialog.getByRole('textbox', { name: 'Phone number' })).toBeFocused();
  await page.keyboard.type('13900139000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('you are on a call since');
  await page.keyboard.press('Escape');

  // The clock is the event's: a reload goes on with it, and the call is reached from any place.
  await page.reload();
  await pressKey(page, 'Control+,');
  await expect(page.getByRole('button', { name: /^On a call/ })).toBeVisible();
  await pressKey(page, 'Alt+L');
  await expect(bar.getByRole('timer')).toBeVisible();
  await tabTo(page, 'textbox', 'Internal note');
  await page.keyboard.type('Not saved before the end');
  await pressKey(page, 'Alt+E');
  const ending = page.getByRole('dialog', { name: 'How did the call go?' });
  await expect(ending.getByRole('radio', { name: 'Solved' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(ending.getByRole('radio', { name: 'To be called back' })).toBeChecked();
  await expect(ending.getByRole('radio', { name: 'We call back' })).toBeChecked();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(ending).toHaveCount(0);
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText('Not saved before the end')).toHaveCount(1);
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText(/Call ended after 0\d:\d\d: To be called back/)).toHaveCount(1);
  await expect(page.getByRole('list', { name: 'Timeline' }).getByText(/Call ended after/)).toBeVisible();
  await expect(bar.getByText(/Call back/)).toBeVisible();
  await expect(page.getByText(/Snoozed until .*call back/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^On a call/ })).toHaveCount(0);

  await tabTo(page, 'button', 'Call again');
  await page.keyboard.press('Enter');
  await expect(bar.getByText('Outgoing call')).toBeVisible();
  await pressKey(page, 'Alt+E');
  await expect(ending.getByRole('radio', { name: 'Solved' })).toBeFocused();
  await page.keyboard.press('Space');
  // As where a case is closed without a call: the queue's rule is said, and is the same.
  await expect(ending.getByLabel('Disposition (this queue asks for none)')).toHaveValue('');
  await tabTo(page, 'button', 'Hang up');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Call of', { exact: false })).toBeVisible();
  await context.close();
});

long(test)('a pasted number shows whose it may be; who is chosen stands beside the call', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Agent', /Zhao Yiming/);
  const [someone] = makeCustomers(seededRandom(SEED), Date.now());
  await pressKey(page, 'Alt+C');
  const dialog = page.getByRole('dialog', { name: 'New call note' });
  await dialog.getByRole('textbox', { name: 'Phone number' }).fill(` ${someone?.phone} `);
  const maybe = dialog.getByRole('radio', { name: /^May be 王\*\*, \d{3}\*{4}\d{4}$/ });
  await expect(maybe).toBeVisible();
  await expect(maybe).not.toBeChecked();
  expect(await faults(page)).toEqual([]);
  await maybe.check();
  await dialog.getByRole('button', { name: 'Start the call note' }).click();
  await expect(page.getByRole('region', { name: 'Call', exact: true }).getByText('Incoming call')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Account' }).getByText('C100001')).toBeVisible();
  await expect(
    page
      .getByRole('list', { name: 'Timeline' })
      .getByText(/Top-up/)
      .first(),
  ).toBeVisible();
  await context.close();
});

long(test)('a call note is begun from the customer’s pane, in Chinese as well', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByText('简体中文', { exact: true }).click();
  await page
    .getByRole('button', { name: /^(Agent|客服) / })
    .first()
    .click();
  // A customer who is known: the first row after the heads that is no stranger's.
  await page.getByRole('grid', { name: '收件箱' }).getByRole('row').filter({ hasNotText: '访客' }).nth(1).click();
  await page.getByRole('region', { name: '账户' }).getByRole('button', { name: '更多' }).click();
  await page.getByRole('menuitem', { name: '通话记录' }).click();
  await page.getByRole('button', { name: '开始记录' }).click();
  const bar = page.getByRole('region', { name: '通话', exact: true });
  await expect(bar.getByText('呼出')).toBeVisible();
  await expect(page.getByRole('button', { name: /^通话中 0\d:\d\d/ })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await pressKey(page, 'Alt+E');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('radio', { name: '已解决' }).check();
  await page.getByLabel('小结').selectOption({ label: '已解决' });
  await page.getByRole('button', { name: '挂断' }).click();
  await expect(bar.getByText('已解决', { exact: false })).toBeVisible();
  await context.close();
});
