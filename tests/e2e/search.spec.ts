import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { writeLongCase } from '#tests/bench/long-case.ts';
import { customerWrites, expect, holdFrames, openPalette, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

const box = (page: Page) => page.getByRole('searchbox');
const options = (page: Page) => page.getByRole('listbox').getByRole('option');
const hits = (page: Page) => options(page).filter({ has: page.locator('time') });

async function noFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`))).toEqual([]);
}

/** Empties the box and types, by keyboard alone. */
async function search(page: Page, text: string): Promise<void> {
  await pressKey(page, 'Control+f');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

for (const [lang, say] of [
  [
    'en',
    {
      written: 'The voucher WOMBAT41 of 320 was refused at the till',
      word: 'wombat41',
      marked: 'WOMBAT41',
      operator: 'queue:',
      begun: 'top',
      value: 'Top-ups',
      queue: 'promotion',
      wrong: 'queue:nowhere',
      fault: '“queue:nowhere” (from character 10): the desk has no queue of this name.',
      combined: 'wombat41 from:customer amount:>300 -status:closed',
      none: 'wombat41 amount:<300',
      nothing: 'Nothing found',
      saved: 'Saved searches',
      name: 'Name',
      keep: 'Save this search',
      rename: 'Rename',
      keepName: 'Keep this name',
      secret: 'a full number',
    },
  ],
  [
    'zh-CN',
    {
      written: '优惠券袋熊四一号在收银台被拒，金额320元',
      word: '袋熊四一',
      marked: '袋熊四一',
      operator: '队列:',
      begun: '充',
      value: '充值',
      queue: 'promotion',
      wrong: '队列：火星',
      fault: '“队列：火星”（第 6 个字符起）：没有这个队列。',
      combined: '袋熊四一 来自：客户 金额：＞300 －状态：已结案',
      none: '袋熊四一 金额<300',
      nothing: '没有找到相关会话',
      saved: '已保存的搜索',
      name: '名称',
      keep: '保存当前搜索',
      rename: '重命名',
      keepName: '使用此名称',
      secret: '完整号码',
    },
  ],
] as const) {
  const declare = lang === 'en' ? test : long(test);
  declare(`by keyboard alone: operators, values, what is wrong, the message found, searches that are kept: ${lang}`, async ({ browser, desk }) => {
    test.setTimeout(240_000);
    const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
    const customer = await startChat(customers, desk);
    await customerWrites(customer, say.written);
    const page = await agents.newPage();
    await page.goto(desk.consoleUrl);
    await page
      .getByRole('button', { name: /^(Agent|客服) / })
      .first()
      .waitFor();
    await page.getByText(lang === 'en' ? 'English' : '简体中文', { exact: true }).click();
    await page
      .getByRole('button', { name: /^(Agent|客服) / })
      .first()
      .click();
    await expect(page.getByRole('grid').getByText(say.written.slice(0, 20)).first()).toBeVisible();

    // An empty box tells what may be typed; an operator is taken, then one of its values, by the arrow keys.
    await pressKey(page, 'Control+f');
    await expect(options(page)).toHaveCount(13);
    await noFaults(page);
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(box(page)).toHaveValue(say.operator);
    await page.keyboard.type(say.begun);
    await expect(options(page).first()).toContainText(say.value);
    await noFaults(page);
    await page.keyboard.press('Enter');
    await expect(box(page)).toHaveValue(`${say.operator}${say.value} `);
    await expect(hits(page).first()).toBeVisible();

    // What is wrong is told with its place, under the box.
    await search(page, `${say.word} ${say.wrong}`);
    await page.keyboard.press('Home');
    await expect(page.getByRole('status').getByText(say.fault)).toBeVisible();
    await expect(box(page)).toHaveAttribute('aria-invalid', 'true');
    await expect(hits(page)).toHaveCount(0);
    await noFaults(page);
    await search(page, say.none);
    await expect(page.getByRole('status').getByText(say.nothing)).toBeVisible();
    await search(page, 'foo:bar');
    await expect(page.getByRole('status').getByText(/“foo:”/)).toContainText(say.operator);
    await noFaults(page);

    // Words meet operators; what fits is marked, and Enter opens it.
    await search(page, say.combined);
    await expect(hits(page)).toHaveCount(1);
    await expect(hits(page).locator('mark')).toHaveText([say.marked]);
    await noFaults(page);
    await page.keyboard.press('Enter');
    const row = page.getByRole('log').locator('[data-sought]');
    await expect(row).toContainText(say.written);

    // Kept under a name, renamed, run, deleted; a full number is not kept.
    await pressKey(page, 'Control+f');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: say.saved })).toBeFocused();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: say.saved });
    await expect(dialog.getByRole('textbox', { name: say.name })).toBeFocused();
    await noFaults(page);
    await page.keyboard.type('First name');
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('button', { name: say.saved })).toBeFocused();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: new RegExp(`^${say.rename} First name`) }).press('Enter');
    await page.keyboard.type('Vouchers');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: /^Vouchers/ })).toBeVisible();
    await noFaults(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await search(page, '');
    await page.keyboard.press('Backspace');
    await expect(options(page).first()).toContainText('Vouchers');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(box(page)).toHaveValue(say.combined);
    await expect(hits(page)).toHaveCount(1);
    await search(page, 'call 13800138000');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert')).toContainText(say.secret);
    // It is there when the page comes anew, which is in the desk's language again; and then it is deleted.
    await page.reload();
    await expect(page.getByRole('grid').first()).toBeVisible();
    await pressKey(page, 'Control+f');
    await expect(options(page).first()).toContainText('Vouchers');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Delete Vouchers' }).press('Enter');
    await expect(page.getByText('No search is saved yet.')).toBeVisible();
    await Promise.all([agents.close(), customers.close()]);
  });
}

test('what was found for another text is never shown, however slow the desk is, and Enter waits for the answer', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const frames = await holdFrames(agents);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'The narwhal17 did not arrive');
  const page = await signIn(agents, desk);
  await expect(page.getByRole('grid', { name: 'Inbox' }).getByText('The narwhal17').first()).toBeVisible();
  await search(page, 'refund');
  await expect(hits(page).first()).toBeVisible();
  frames.hold();
  await search(page, 'narwhal17');
  await expect(page.getByRole('status').getByText('Searching…')).toBeVisible();
  await expect(hits(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  frames.release();
  await expect(page.getByRole('log', { name: 'Conversation' }).locator('[data-sought]')).toContainText('The narwhal17 did not arrive');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  await Promise.all([agents.close(), customers.close()]);
});

test('every hit of digits shows where they stand and what they are of, and hits are read with the newest time first', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Supervisor');
  await search(page, '13');
  const phone = hits(page).filter({ hasText: 'Phone 139****' });
  await expect(phone.first().locator('mark')).toHaveText(['13']);
  await expect(hits(page).filter({ hasNot: page.locator('mark') })).toHaveCount(0);
  await noFaults(page);
  const times = () =>
    hits(page)
      .locator('time')
      .evaluateAll((all) => all.map((one) => one.getAttribute('datetime') ?? ''));
  for (const text of ['status:waiting', '金额:>200', '13']) {
    await search(page, text);
    await expect(page.locator(`[data-found="${text}"]`)).toBeVisible();
    await expect(hits(page).nth(1)).toBeVisible();
    const read = await times();
    expect(read, text).toEqual(read.toSorted().reverse());
  }
  // The line of the call is what is opened.
  await phone.first().click();
  const line = page.getByRole('log', { name: 'Conversation' }).locator('[data-sought]');
  await expect(line).toContainText(/139\*{4}\d{4}/);
  await context.close();
});

long(test)('a message deep in a case of a thousand is scrolled to and marked', async ({ browser, desk }) => {
  test.setTimeout(120_000);
  await desk.stop();
  await writeLongCase(path.join(desk.folder, '..'), 1_000);
  await desk.start();
  const agents = await browser.newContext();
  const page = await signIn(agents, desk, 'Supervisor');
  for (const line of [137, 902, 3]) {
    await search(page, `"line number ${line} of a long talk"`);
    await expect(hits(page)).toHaveCount(1);
    await expect(hits(page).locator('mark')).toHaveText([`Line number ${line} of a long talk`]);
    await page.keyboard.press('Enter');
    const sought = page.getByRole('log', { name: 'Conversation' }).locator('[data-sought]');
    await expect(sought).toContainText(`Line number ${line} of a long talk about a refund`);
    await expect(sought).toBeInViewport();
  }
  await agents.close();
});

test('a search is kept by the keyboard under the name that is typed, which is told and closes the dialog', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk);
  await search(page, '提现 status:closed');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Saved searches' });
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('My withdrawals');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').getByText('Saved as “My withdrawals”.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Saved searches' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: /^My withdrawals/ })).toContainText('提现 status:closed');
  await expect(dialog.getByText('Replaces the search of this name.')).toHaveCount(0);
  // Run from here, its hits stand under the box.
  await dialog.getByRole('button', { name: /^My withdrawals/ }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(box(page)).toBeFocused();
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // A new name is typed over the old one as well.
  await dialog.getByRole('button', { name: 'Rename My withdrawals' }).press('Enter');
  await page.keyboard.type('Closed ones');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: /^Closed ones/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete Closed ones' }).press('Enter');
  await expect(dialog.getByText('No search is saved yet.')).toBeVisible();
  await context.close();
});

test('Escape closes the list, then leaves the box for the case or the inbox; another place closes the list', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk);
  const list = page.getByRole('listbox');
  await search(page, '提现');
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Inbox' }).locator(':focus')).toHaveCount(1);
  await expect(box(page)).toHaveValue('提现');
  await expect(list).toHaveCount(0);

  await pressKey(page, 'Control+f');
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('Enter');
  const log = page.getByRole('log', { name: 'Conversation' });
  await expect(log.locator('[data-sought]')).toBeVisible();
  await expect(box(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(log).toBeFocused();
  await expect(list).toHaveCount(0);
  await expect(box(page)).toHaveValue('提现');

  // By a key of its own and by the palette, which gives the focus back to the box.
  const settings = page.getByRole('heading', { level: 1, name: 'Settings' });
  await pressKey(page, 'Control+f');
  await expect(hits(page).first()).toBeVisible();
  await page.keyboard.press('Control+,');
  await expect(settings).toBeVisible();
  await expect(list).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(box(page)).not.toBeFocused();
  await page.keyboard.press('Control+1');
  await expect(settings).toHaveCount(0);
  await pressKey(page, 'Control+f');
  await expect(hits(page).first()).toBeVisible();
  await openPalette(page);
  await page.keyboard.type('settings');
  await page.keyboard.press('Enter');
  await expect(settings).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(list).toHaveCount(0);
  await context.close();
});

test('a bare customer number that no word has leads to the cases of that customer, or to the wallet', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Supervisor');
  await search(page, 'c100010');
  await expect(page.getByRole('status').getByText('Nothing found')).toBeVisible();
  await expect(options(page)).toHaveText([/Cases of the customer with this number/, /Ask the wallet/]);
  await noFaults(page);
  await page.keyboard.press('Enter');
  await expect(box(page)).toHaveValue('customer:c100010');
  await expect(hits(page).first()).toBeVisible();
  await context.close();
});

test('the example of the README finds something on the desk it is tried on', async ({ browser, desk }) => {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const example = /or\s+Chinese \(`(?<text>[^`]+)`\)/.exec(readme)?.groups?.text ?? '';
  const context = await browser.newContext();
  const page = await signIn(context, desk);
  await search(page, example);
  await expect(hits(page).first()).toBeVisible();
  await context.close();
});
