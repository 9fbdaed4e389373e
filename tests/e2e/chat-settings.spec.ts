import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { RunningDesk } from '#tests/e2e/desk.ts';
import { Site } from '#tests/e2e/embedding.ts';
import { faults } from '#tests/e2e/faults.ts';
import { picture } from '#tests/e2e/picture.ts';

const site = new Site();
let folder = '';
let desk: RunningDesk;

// Each test goes on with the settings that the one before left.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chat-settings-'));
  await site.start();
  desk = new RunningDesk(path.join(folder, 'data'), path.join(folder, 'home'), ['--lang', 'en', '--demo-customers', '240']);
  await desk.start();
  site.script = `${desk.chatUrl}widget.js`;
});
test.afterAll(async () => {
  await desk.stop();
  await site.stop();
  await rm(folder, { recursive: true, force: true });
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

const secret = 'what the app and the desk have in common, longer than 32 bytes';

test('an administrator lets a site embed the chat by keyboard, copies its tag, and the panel is there without a restart', async ({ browser }) => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  const shop = await context.newPage();
  await shop.goto(site.at('localhost'));
  await expect(shop.getByRole('button', { name: 'Buy' })).toBeVisible();
  await expect(shop.getByRole('button', { name: 'Chat with us' })).toHaveCount(0);
  await channels(page);
  const panel = page.getByRole('region', { name: 'Customers’ chat' });
  await expect(panel.getByText('None: it stands on its own page alone')).toBeVisible();
  await panel.getByRole('button', { name: 'Edit the chat' }).press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Customers’ chat' });
  await expect(drawer.getByLabel('Public address')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(drawer.getByLabel('Sites that may embed it')).toBeFocused();
  await page.keyboard.type(`${site.at('localhost')}\nwww.wallet.example`);
  await drawer.getByLabel('A secret shared with the app (HS256)').check();
  await drawer.getByLabel('Secret', { exact: true }).fill('short');
  await drawer.getByLabel('Ask: Topic').selectOption('required');
  await drawer.getByRole('button', { name: 'Save' }).press('Enter');
  await expect(drawer.getByText('These are no addresses like https://www.wallet.example: www.wallet.example')).toBeVisible();
  await expect(drawer.getByText('This is shorter than 32 bytes.')).toBeVisible();
  await expect(drawer.getByLabel('Sites that may embed it')).toBeFocused();
  await expect(drawer.getByText('This is needed.')).toHaveCount(2);
  await expect(drawer.getByText('A topic is asked for: name one at least.')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'chat settings faults en light');
  await drawer.getByLabel('Sites that may embed it').fill(site.at('localhost'));
  await drawer.getByLabel('Secret', { exact: true }).fill(secret);
  await drawer.getByLabel('Issuer').fill('https://app.wallet.test');
  await drawer.getByLabel('Audience').fill('support');
  await drawer.getByRole('button', { name: 'Add a topic' }).click();
  await drawer.getByLabel('Topic 1: queue').selectOption('top-up');
  await drawer.getByLabel('Topic 1 in English').fill('A top-up');
  await drawer.getByLabel('Topic 1 in Chinese').fill('充值');
  await picture(page, 'chat settings form en light');
  await drawer.getByLabel('Topic 1 in Chinese').press('Enter');
  await expect(drawer).toHaveCount(0);
  await expect(panel.getByText(site.at('localhost'))).toBeVisible();
  await expect(panel.getByText('Topic (needed)')).toBeVisible();
  await panel.getByRole('button', { name: 'Copy tag' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`<script src="${site.script}" async></script>`);
  expect(await faults(page)).toEqual([]);
  await panel.scrollIntoViewIfNeeded();
  await picture(page, 'chat settings en light');
  await shop.reload();
  await shop.getByRole('button', { name: 'Chat with us' }).click();
  const asked = shop.frameLocator('iframe[title="Wallet support"]').getByRole('combobox');
  await expect(asked).toContainText('A top-up');
  await context.close();
});

test('a key is never shown again, stays where it is left empty, and is removed after it was asked', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await channels(page);
  const panel = page.getByRole('region', { name: 'Customers’ chat' });
  await panel.getByRole('button', { name: 'Edit the chat' }).click();
  const drawer = page.getByRole('dialog', { name: 'Customers’ chat' });
  await expect(drawer.getByLabel('Secret', { exact: true })).toHaveValue('');
  await expect(drawer.getByText('Set. Leave it empty to keep it.')).toBeVisible();
  await drawer.getByLabel('Others may chat too').press('Space');
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(panel.getByText('nobody else may chat')).toBeVisible();
  await panel.getByRole('button', { name: 'Edit the chat' }).click();
  await drawer.getByLabel('Nobody says so').check();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(drawer.getByRole('alert')).toContainText('Remove the key?');
  await expect(drawer.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'chat settings remove en light');
  await drawer.getByRole('button', { name: 'Cancel' }).click();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.getByRole('button', { name: 'Remove and save' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(panel.getByText('Nobody says so')).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await context.close();
});

test('no new chats at all is refused at its field and not put right unseen', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await channels(page);
  await page.getByRole('region', { name: 'Customers’ chat' }).getByRole('button', { name: 'Edit the chat' }).click();
  const starts = page.getByLabel('New chats a minute');
  await starts.fill('0');
  await starts.blur();
  await expect(starts).toHaveValue('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(starts).toHaveAttribute('aria-invalid', 'true');
  await page.context().close();
});

test('the form in Chinese and dark has no fault that axe finds', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByText('简体中文', { exact: true }).click();
  await channels(page);
  const panel = page.getByRole('region', { name: '客户聊天' });
  await panel.scrollIntoViewIfNeeded();
  await picture(page, 'chat settings zh dark');
  await panel.getByRole('button', { name: '修改聊天设置' }).click();
  const drawer = page.getByRole('dialog', { name: '客户聊天' });
  await drawer.getByLabel('App 的公钥').check();
  await drawer.getByLabel('公钥', { exact: true }).fill('-----BEGIN PUBLIC KEY-----');
  await drawer.getByRole('button', { name: '保存' }).click();
  await expect(drawer.getByText('不是可用的 PEM 公钥')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'chat settings faults zh dark');
  await context.close();
});

test('what the configuration file says of chat and accounts the screen shows, and changes nothing of it', async ({ browser }) => {
  const config = path.join(folder, 'config.json');
  const hotline = { channel: 'phone', id: 'hotline', name: 'The hotline', secret: { file: 'hotline.secret' }, queue: 'top-up' };
  const chat = { origins: ['https://file.wallet.example'], offline: 'form' };
  await writeFile(path.join(folder, 'hotline.secret'), 'the-secret-of-the-hotline');
  await writeFile(config, JSON.stringify({ chat, publicUrl: 'https://desk.wallet.example', accounts: [hotline] }));
  await desk.stop();
  await desk.start(['--config', config]);
  const context = await browser.newContext();
  const page = await context.newPage();
  await channels(page);
  const panel = page.getByRole('region', { name: 'Customers’ chat' });
  await expect(panel.getByText('https://file.wallet.example')).toBeVisible();
  await expect(panel.getByRole('note')).toContainText('The configuration file has a section “chat”, and it has the word');
  await expect(panel.getByRole('button', { name: 'Edit the chat' })).toHaveCount(0);
  const row = page.getByRole('listitem', { name: 'The hotline' });
  await expect(row.getByText('From the configuration file, where it is changed; that needs a restart.')).toBeVisible();
  await expect(row.getByText('https://desk.wallet.example/hooks/hotline')).toBeVisible();
  await expect(row.getByRole('button', { name: 'Edit The hotline' })).toHaveCount(0);
  await expect(row.getByRole('switch')).toHaveCount(0);
  await expect(page.getByLabel('Public address of this machine')).toHaveAttribute('readonly');
  expect(await faults(page)).toEqual([]);
  await picture(page, 'channels from file en light');
  await panel.scrollIntoViewIfNeeded();
  await picture(page, 'chat settings file en light');
  await context.close();
});
