import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { test as base, expect, RunningDesk } from '#tests/e2e/desk.ts';

export const adminLogin = 'zhou.ning';
export const adminPassword = 'harbour lantern 42';

/** A desk of its own for each test, with nobody in it yet. */
export const test = base.extend<{ empty: RunningDesk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  empty: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'real-desk-e2e-'));
    const desk = new RunningDesk(path.join(folder, 'data'), path.join(folder, 'home'), ['--lang', 'en', '--no-demo']);
    await desk.start();
    await use(desk);
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

/** Makes the desk's first administrator at its first start. */
export async function setUp(context: BrowserContext, desk: RunningDesk): Promise<Page> {
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByLabel('Your name in English').fill('Zhou Ning');
  await page.getByLabel('Login', { exact: true }).fill(adminLogin);
  await page.getByRole('textbox', { name: 'New password' }).fill(adminPassword);
  await page.getByRole('textbox', { name: 'The password again' }).fill(adminPassword);
  await page.getByRole('button', { name: 'Make the administrator' }).click();
  await expect(page.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  return page;
}

/** Signs in by login and password; what comes next is told by the page. */
export async function enter(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('Login', { exact: true }).fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Chooses a password of one's own in place of the one that was given. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'New password' }).fill(password);
  await page.getByRole('textbox', { name: 'The password again' }).fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
}

export const toDesk = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Desk' }).click();

/** Opens a tab of the desk's administration. */
export async function tab(page: Page, name: string): Promise<Locator> {
  await page.getByRole('tab', { name, exact: true }).click();
  return page.getByRole('tabpanel');
}

export async function addGroup(page: Page, name: string): Promise<void> {
  const panel = await tab(page, 'Queues and groups');
  await panel.getByRole('button', { name: 'Add a group', exact: true }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name in English').fill(name);
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(panel.getByRole('list', { name: 'Groups' }).getByRole('button', { name })).toBeVisible();
}

export async function addQueue(page: Page, name: string): Promise<void> {
  const panel = await tab(page, 'Queues and groups');
  await panel.getByRole('button', { name: 'Add a queue', exact: true }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name in English').fill(name);
  await drawer.getByRole('button', { name: 'Save' }).click();
  await expect(drawer).toHaveCount(0);
  await expect(panel.getByRole('list', { name: 'Queues' }).getByRole('button', { name })).toBeVisible();
}

/** Adds somebody who serves a queue, with an account; answers the one-time password. */
export async function addPerson(page: Page, name: string, queue: string, login: string, role = 'Agent'): Promise<string> {
  const panel = await tab(page, 'People');
  await panel.getByRole('button', { name: 'Add a person', exact: true }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name in English').fill(name);
  await drawer.getByRole('radio', { name: role }).check();
  await drawer.getByRole('checkbox', { name: queue, exact: true }).check();
  await drawer.getByRole('button', { name: 'Save' }).click();
  await drawer.getByLabel('Login').fill(login);
  await drawer.getByRole('button', { name: 'Make an account' }).click();
  const password = await drawer.getByTestId('one-time-password').innerText();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await expect(drawer).toHaveCount(0);
  return password;
}

export { expect };
