import { expect, type Page, test } from '@playwright/test';
import { openCase } from '#tests/e2e/desk.ts';
import { DeskProgram } from '#tests/e2e/desk-program.ts';
import { faults } from '#tests/e2e/faults.ts';
import { picture } from '#tests/e2e/picture.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { goodToken } from '#tests/fakes/fake-social-connection.ts';
import { PhoneSystem } from '#tests/fakes/phone-system.ts';
import { long } from '#tests/whole.ts';

const platform = new FakePlatform();
const desk = new DeskProgram('provider-desk-process.ts');

// One desk for all, each test goes on with the accounts that the one before left.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  await platform.start();
  await desk.start();
});
test.afterAll(async () => {
  await desk.stop();
  await platform.stop();
});

const push = (msgId: string, text: string) =>
  fetch(`${desk.chatUrl}hooks/telegram-1`, {
    method: 'POST',
    headers: { 'x-token': goodToken(5) },
    body: JSON.stringify({ push: { msgId, user: 'u-1', nickname: 'Ana', text, place: { kind: 'private' } } }),
  });

async function channels(page: Page): Promise<void> {
  await page.goto(desk.consoleUrl);
  await page.getByRole('button', { name: /^(Administrator|管理员) / }).click();
  await page
    .getByRole('navigation', { name: /^(Main|主导航)$/ })
    .getByRole('button', { name: /^(Desk|管理)$/ })
    .click();
  await page.getByRole('tab', { name: /^(Channels|渠道账号)$/ }).click();
}

test('an administrator adds, tries, uses, switches off and removes an account, by keyboard alone where it is written', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await channels(page);
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByText('No account yet. Add one')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels empty en light');
  await panel.getByRole('button', { name: 'Add an account' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Telegram' }).press('Enter');
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByLabel('Id', { exact: true })).toHaveValue('telegram-1');
  await drawer.getByLabel('Name').fill('Our bot');
  await drawer.getByLabel('Bot token', { exact: true }).fill('wrong');
  await drawer.getByLabel('Address of the interface').fill(platform.url);
  await page.keyboard.press('Enter');
  await expect(drawer.getByText(/^As BotFather gives it:/)).toBeVisible();
  await expect(drawer.getByRole('alert')).toHaveText('Nothing was saved. What is wrong stands at its field.');
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels form en light');
  await drawer.getByLabel('Bot token', { exact: true }).fill(goodToken(5));
  await page.keyboard.press('Enter');
  await expect(drawer).toHaveCount(0);
  const row = panel.getByRole('listitem', { name: 'Our bot' });
  await expect(row.getByText('Waiting for the first message')).toBeVisible();
  await expect(row.getByText(`${desk.chatUrl}hooks/telegram-1`)).toBeVisible();
  await row.getByRole('button', { name: 'Our bot: test' }).click();
  await expect(row.getByRole('status')).toHaveText('It works. The platform knows this account as @desk_5.');

  expect((await push('m1', 'My wallet is locked, says the app')).status).toBe(200);
  await expect(row.getByText('Connected')).toBeVisible();
  await expect(row.getByText(/^Last message: /)).toBeVisible();
  await picture(page, 'channels connected en light');

  // What is kept is never shown again, and stays where it is left empty.
  await row.getByRole('button', { name: 'Edit Our bot' }).press('Enter');
  await expect(drawer.getByLabel('Bot token', { exact: true })).toHaveValue('');
  await expect(drawer.getByText('Set. Leave it empty to keep it.')).toBeVisible();
  await drawer.getByRole('button', { name: 'Save and connect' }).click();
  await expect(drawer).toHaveCount(0);
  await platform.stop();
  await row.getByRole('button', { name: 'Our bot: test' }).click();
  await expect(row.getByRole('status')).toContainText('It does not work: The platform does not answer.');
  await platform.start();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels fault en light');

  await row.getByRole('switch', { name: 'Our bot is on' }).press('Space');
  await expect(row.getByText('Off', { exact: true })).toBeVisible();
  expect((await push('m2', 'Nobody hears')).status).toBe(503);
  await row.getByRole('button', { name: 'Edit Our bot' }).click();
  await drawer.getByRole('button', { name: 'Remove this account' }).click();
  await expect(drawer.getByRole('alert')).toContainText('Remove Our bot?');
  expect(await faults(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(panel.getByText('No account yet. Add one')).toBeVisible();
  expect((await push('m3', 'Nobody is there')).status).toBe(404);
  await context.close();
});

test('a telephone system is given a queue and a secret, shows its address, and has nothing to be tried', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await channels(page);
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: 'Add an account' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Phone' }).press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name').fill('The hotline');
  await drawer.getByLabel('Secret', { exact: true }).fill('too short');
  await page.keyboard.press('Enter');
  await expect(drawer.getByText('One word without blanks, of 16 to 200 characters.')).toBeVisible();
  await expect(drawer.getByText('This is needed.')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels phone form en light');
  const secret = 'the-secret-of-the-hotline';
  await drawer.getByLabel('Secret', { exact: true }).fill(secret);
  await drawer.getByLabel('Queue').selectOption('payment');
  await drawer.getByRole('button', { name: 'Save and connect' }).click();
  await expect(drawer).toHaveCount(0);
  const row = panel.getByRole('listitem', { name: 'The hotline' });
  await expect(row.getByText('Waiting for the first call')).toBeVisible();
  await expect(row.getByText(`${desk.chatUrl}hooks/phone-1`)).toBeVisible();
  await expect(row.getByRole('button', { name: 'The hotline: test' })).toHaveCount(0);
  const system = new PhoneSystem(`${desk.chatUrl}hooks/phone-1`, secret, Date.now);
  expect(await system.tell({ call: 'one', event: 'ringing', direction: 'outbound' })).toMatchObject({ status: 200 });
  await expect(row.getByText('Connected')).toBeVisible();
  await expect(row.getByText(/^Last told of a call: /)).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels phone row en light');
  await row.getByRole('button', { name: 'Edit The hotline' }).click();
  await drawer.getByRole('button', { name: 'Remove this account' }).click();
  await drawer.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row).toHaveCount(0);
  await context.close();
});

test('the screen in Chinese and dark has no fault that axe finds', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByText('简体中文', { exact: true }).click();
  await channels(page);
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: '添加账号' }).click();
  await page.getByRole('menuitem', { name: 'Telegram' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('名称').fill('客服机器人');
  await drawer.getByLabel('机器人 Token', { exact: true }).fill(goodToken(5));
  await drawer.getByLabel('接口地址').fill(platform.url);
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels form zh dark');
  await drawer.getByRole('button', { name: '保存并连接' }).click();
  await expect(drawer).toHaveCount(0);
  await panel.getByLabel('本机的公网地址').fill('https://desk.example');
  await panel.getByRole('button', { name: '保存地址' }).click();
  await expect(panel.getByText('https://desk.example/hooks/telegram-1')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels list zh dark');
  await context.close();
});

long(test)('an answer waits while its platform is away, says until when, and leaves when it is back', async ({ browser }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  expect((await push('m9', 'Is the platform there at all?')).status).toBe(200);
  await openCase(page, 'Is the platform there at all?');
  await platform.stop();
  platform.taken.length = 0;
  await page.getByRole('textbox', { name: 'Reply' }).fill('As soon as it is back.');
  await page.getByRole('button', { name: 'Send' }).click();
  const conversation = page.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText(/^Waiting for the platform, next try \d/)).toBeVisible({ timeout: 20_000 });
  await expect(conversation.getByText('The platform could not be reached.')).toBeVisible();
  await picture(page, 'channels waiting en light');
  await platform.start();
  await expect(conversation.getByText('Sent', { exact: true })).toBeVisible({ timeout: 45_000 });
  expect(platform.taken.map(({ text }) => text)).toEqual(['As soon as it is back.']);
  await context.close();
});
