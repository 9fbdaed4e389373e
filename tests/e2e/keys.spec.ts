import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { test as base, customerWrites, expect, openCase, RunningDesk, startChat } from '#tests/e2e/desk.ts';
import { addGroup, addQueue, adminLogin, adminPassword, enter, setUp, toDesk } from '#tests/e2e/real-desk.ts';
import { long } from '#tests/whole.ts';

const words = 'The transfer of this morning is not on my card';
const draft = '您好，我正在查询这笔转账。';
const passphrase = 'correct horse 电池';

/** A real desk whose files can be looked for: its data, and the home that its key lies in. */
class KeyDesk {
  readonly #folder: string;
  readonly home: string;
  readonly desk: RunningDesk;
  readonly secret: string;
  #context: BrowserContext | null = null;

  constructor(folder: string) {
    this.#folder = folder;
    this.home = path.join(folder, 'home');
    this.secret = path.join(folder, 'passphrase');
    this.desk = new RunningDesk(path.join(folder, 'data'), this.home, ['--no-demo']);
  }

  /** Starts with a passphrase in a file, or without one. */
  async start(given: string | null, language: 'en' | 'zh-CN', locked = false): Promise<void> {
    const config = path.join(this.#folder, 'console.json');
    if (given !== null) await writeFile(this.secret, given, { mode: 0o600 });
    await writeFile(config, JSON.stringify({ language, ...(given === null ? {} : { passphraseFile: this.secret }) }));
    await this.desk.start(['--config', config], { locked });
  }

  get keys(): string {
    return path.join(this.home, 'wallet-service-console/keys');
  }

  /** A case with a draft in it, in a new browser; answers the administrator's page. */
  async work(browser: { newContext(): Promise<BrowserContext> }): Promise<Page> {
    this.#context = await browser.newContext();
    const page = await setUp(this.#context, this.desk);
    await toDesk(page);
    await addGroup(page, 'Payments');
    await addQueue(page, 'Transfers');
    const customer = await startChat(await browser.newContext(), this.desk);
    await customerWrites(customer, words);
    await customer.context().close();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Inbox/ }).click();
    await openCase(page, words);
    await page.getByRole('textbox', { name: 'Reply' }).fill(draft);
    await expect(page.getByText('Draft saved')).toBeVisible();
    return page;
  }
}

const test = base.extend<{ kept: KeyDesk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  kept: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'keys-e2e-'));
    const kept = new KeyDesk(folder);
    await use(kept);
    await kept.desk.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

/** What a blind person and a keyboard need of a screen. */
async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a wrong passphrase is a screen, in English; by keyboard alone the right one opens the desk, with the draft in it', async ({ browser, kept }) => {
  test.setTimeout(180_000);
  await kept.start(passphrase, 'en');
  await (await kept.work(browser)).context().close();
  await kept.desk.stop();
  await kept.start('battery staple', 'en', true);
  expect(kept.desk.output).toContain('the passphrase is not the right one');

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(kept.desk.consoleUrl);
  await expect(page.getByRole('heading', { level: 1, name: 'The passphrase is not the right one' })).toBeVisible();
  await expect(page.getByText('Nothing was changed or deleted.')).toBeVisible();
  await expect(page.getByText('passphrase-wrong ·')).toBeVisible();
  await accessible(page);
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
  await page.keyboard.type('still wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('Still locked: The passphrase is not the right one.');
  await page.getByLabel('Passphrase', { exact: true }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await enter(page, adminLogin, adminPassword);
  await expect(page.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  await page.getByRole('radio', { name: /^All/ }).click();
  await openCase(page, words);
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue(draft);
  await expect(page.getByText('Encrypted by passphrase')).toBeVisible();
  await context.close();
});

test('a desk that cannot be opened once it has its key says why on its page, which stays', async ({ browser, kept }) => {
  await kept.start(passphrase, 'en');
  await kept.desk.stop();
  const log = path.join(kept.desk.folder, 'desk', 'engine.db');
  await writeFile(log, (await readFile(log)).fill(0x5a));
  await kept.start('battery staple', 'en', true);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(kept.desk.consoleUrl);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'The desk cannot be opened' })).toBeVisible();
  expect(await kept.desk.ended()).toBe(1);
  await expect(page.getByRole('alert')).toHaveText('The desk’s log is damaged. Nothing was changed or deleted.');
  await expect(page.getByText(/Its newest good backup is of .* Start the program with --restore/)).toBeVisible();
  await expect(page.getByText(/engine\.db: /)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('failed.png') });
  await accessible(page);
  await context.close();
});

test('a recovery key is made in the settings; when the key file is gone it opens the desk, in Chinese, and the file is there again', async ({
  browser,
  kept,
}) => {
  test.setTimeout(180_000);
  await kept.start(null, 'en');
  const page = await kept.work(browser);
  const notes = ['key.json', 'key.previous.json'].map((name) => path.join(kept.desk.folder, 'desk', name));
  const before = await readFile(notes[0] ?? '');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  const section = page.getByRole('region', { name: 'Keep your recovery key' });
  await expect(section.getByText('There is no recovery key yet.')).toBeVisible();
  await section.getByRole('button', { name: 'Make a recovery key' }).click();
  const key = await section.getByTestId('recovery-key').innerText();
  const field = section.getByRole('textbox', { name: /^Type group \d of the key$/ });
  const group = Number(/\d/.exec((await section.getByText(/^Type group \d of the key$/).innerText()) ?? '')?.[0]);
  await accessible(page);
  // On paper there is the key with its heading, and nothing else.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('recovery-key')).toBeVisible();
  for (const other of ['nav', 'input', 'footer', 'h1']) await expect(page.locator(`${other}:visible`)).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });
  const saving = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Save as a file' }).click();
  const saved = await (await saving).path();
  expect(await readFile(saved, 'utf8')).toContain(key);
  await field.fill('AAAAA');
  await section.getByRole('button', { name: 'I have kept it: use this key' }).click();
  await expect(section.getByText(`That is not group ${group} of the key.`)).toBeVisible();
  await field.fill(key.split('-')[group - 1] ?? '');
  await field.press('Enter');
  await expect(section.getByText('The recovery key is valid now.')).toBeVisible();
  await expect(section.getByRole('list', { name: 'On record' }).getByRole('listitem')).toHaveText(/made by Zhou Ning$/);
  await expect(page.getByText(key)).toHaveCount(0);
  await page.context().close();
  await kept.desk.stop();

  const [name = ''] = await readdir(kept.keys);
  await rm(path.join(kept.keys, name));
  await kept.start(null, 'zh-CN', true);
  const context = await browser.newContext();
  const locked = await context.newPage();
  await locked.goto(kept.desk.consoleUrl);
  await expect(locked.getByRole('heading', { level: 1, name: '找不到密钥文件' })).toBeVisible();
  await accessible(locked);
  const recovery = locked.getByLabel('恢复密钥', { exact: true });
  const groups = key.split('-');
  const third = groups[2] ?? '';
  const wrong = `${third.slice(0, -1)}${third.endsWith('7') ? '8' : '7'}`;
  await recovery.fill(groups.with(2, wrong).join('-'));
  await recovery.press('Tab');
  await expect(locked.getByText('第 3 组输入有误。')).toBeVisible();
  await recovery.fill('随便写的');
  await locked.getByRole('button', { name: '用恢复密钥打开' }).click();
  await expect(locked.getByRole('alert')).toHaveText('恢复密钥共 35 个字符，现在是 4 个。');
  await recovery.fill(key.toLowerCase().replaceAll('-', ' '));
  await recovery.press('Enter');
  await locked.getByLabel('登录名', { exact: true }).fill(adminLogin);
  await locked.getByLabel('密码', { exact: true }).fill(adminPassword);
  await locked.getByRole('button', { name: '登录' }).click();
  await expect(locked.getByRole('grid', { name: '收件箱' })).toBeVisible();
  await locked.getByRole('radio', { name: /^全部/ }).click();
  await locked.getByRole('grid', { name: '收件箱' }).getByText(words.slice(0, 40)).first().click();
  await expect(locked.getByRole('log').getByText(words)).toHaveCount(1);
  await expect(locked.getByRole('textbox', { name: '回复' })).toHaveValue(draft);
  await locked.getByRole('navigation').getByRole('button', { name: '设置' }).click();
  await expect(locked.getByText('曾用它打开数据')).toBeVisible();
  expect(await readdir(kept.keys)).toEqual([name]);
  await context.close();
  await kept.desk.stop();

  // A backup of before is put back: the next start needs nobody, and says what is not valid any more.
  for (const note of notes) await writeFile(note, before);
  await kept.start(null, 'zh-CN');
  const last = await (await browser.newContext()).newPage();
  await last.goto(kept.desk.consoleUrl);
  await last.getByLabel('登录名', { exact: true }).fill(adminLogin);
  await last.getByLabel('密码', { exact: true }).fill(adminPassword);
  await last.getByRole('button', { name: '登录' }).click();
  await last.getByRole('navigation').getByRole('button', { name: '设置' }).click();
  await expect(last.getByRole('region', { name: '保管恢复密钥' }).getByRole('alert')).toContainText('从较早的备份恢复');
  await last.context().close();
});

long(test)('a key file that lies elsewhere is named on the page, and one that is put back is found by trying again', async ({ browser, kept }) => {
  test.setTimeout(180_000);
  await kept.start(null, 'en');
  await kept.desk.stop();
  const [name = ''] = await readdir(kept.keys);
  const [own, elsewhere] = [path.join(kept.keys, name), path.join(kept.home, 'usb.key')];
  await rename(own, elsewhere);
  await kept.start(null, 'en', true);
  const page = await (await browser.newContext()).newPage();
  await page.goto(kept.desk.consoleUrl);
  await expect(page.getByRole('heading', { level: 1, name: 'The key file is missing' })).toBeVisible();
  await expect(page.getByText('No recovery key was made for this desk')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveText('Still locked: The key file is missing.');
  await page.getByLabel('Path of the key file').fill('/nowhere/x.key');
  await page.getByRole('button', { name: 'Use this file' }).click();
  await expect(page.getByText('/nowhere/x.key: the key of')).toBeVisible();
  await page.getByLabel('Path of the key file').fill(elsewhere);
  await chmod(elsewhere, 0o644);
  await page.getByRole('button', { name: 'Use this file' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Others can read the key file' })).toBeVisible();
  await chmod(elsewhere, 0o600);
  await rename(elsewhere, own);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: /administrator|Set up/i })).toBeVisible();
  await page.context().close();
});

long(test)('with the key gone for good an empty desk is begun, after a second word, and the page says where the data is', async ({ browser, kept }) => {
  test.setTimeout(180_000);
  await kept.start(null, 'en');
  await kept.desk.stop();
  const [name = ''] = await readdir(kept.keys);
  await rm(path.join(kept.keys, name));
  await kept.start(null, 'en', true);
  const page = await (await browser.newContext()).newPage();
  await page.goto(kept.desk.consoleUrl);
  await page.getByText('The key is lost for good').click();
  const begin = page.getByRole('button', { name: 'Keep the data aside and begin an empty desk' });
  await expect(begin).toBeDisabled();
  await accessible(page);
  await page.getByRole('checkbox', { name: /^I know that the new desk is empty/ }).check();
  await begin.click();
  await expect(page.getByText('An empty desk was begun')).toBeVisible();
  const aside = (await readdir(kept.desk.folder)).filter((entry) => entry.startsWith('desk-aside-'));
  await expect(page.getByText(`start with --data-dir ${path.join(kept.desk.folder, aside[0] ?? 'none')}`)).toBeVisible();
  expect((await readdir(path.join(kept.desk.folder, aside[0] ?? 'none', 'desk'))).sort()).toEqual(
    expect.arrayContaining(['engine.db', 'key.json', 'ledger.db']),
  );
  await page.context().close();
});

long(test)('the demo desk has no recovery key and says why', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByRole('button', { name: /^Administrator / }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Keep your recovery key' })).toContainText('The demo desk has none');
  await context.close();
});
