import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ElectronApplication, _electron as electron, expect, type Page, test } from '@playwright/test';
import { hasDisplay } from '#electron/cli/electron-binary.ts';

const root = path.resolve(import.meta.dirname, '../..');
const note = path.join(root, 'node_modules/electron/path.txt');

/** Electron's program where it is installed already; nothing is fetched here. */
const program = (): string | null => {
  if (!existsSync(note)) return null;
  const file = path.join(root, 'node_modules/electron/dist', readFileSync(note, 'utf8').trim());
  return existsSync(file) ? file : null;
};

const executablePath = program();
// biome-ignore lint/suspicious/noSkippedTests: what cannot run here is said to be not run, never passed.
test.skip(executablePath === null || !hasDisplay(process.platform, process.env), 'not run: no Electron binary or display');

let folder: string;
let app: ElectronApplication;
let page: Page;

/** Chromium's own sandbox does not run as root. */
const rootArgs = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

async function launch(): Promise<void> {
  app = await electron.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [...rootArgs, root, '--data-dir', path.join(folder, 'data'), '--lang', 'en'],
    env: { ...(process.env as Record<string, string>), XDG_CONFIG_HOME: path.join(folder, 'config') },
    timeout: 60_000,
  });
  page = await app.firstWindow();
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'electron-e2e-'));
  await launch();
});

test.afterAll(async () => {
  await app?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('the window opens and an agent signs in', async () => {
  // The demo desk is made at its first start.
  test.setTimeout(180_000);
  expect(new URL(page.url()).origin).toBe('app://console');
  await page
    .getByRole('button', { name: /^Agent / })
    .first()
    .click({ timeout: 120_000 });
  await expect(page.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize());
  expect(bounds).toEqual([960, 600]);
});

test('the running page is sandboxed, isolated, and without Node', async () => {
  const preferences = await app.evaluate(({ webContents }) => {
    const [contents] = webContents.getAllWebContents().filter((each) => each.getType() === 'window');
    return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  const seen = await page.evaluate(() => {
    const world = globalThis as Record<string, unknown>;
    return { names: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in world), host: world.consoleHost };
  });
  expect(seen).toEqual({ names: [], host: { edition: 'desktop' } });
});

test('the page goes nowhere, opens nothing and reaches no network', async () => {
  const before = page.url();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (address: string) => void opened.push(address);
  });
  const outcome = await page.evaluate(async () => {
    const windows = ['https://example.com/', 'javascript:alert(1)', 'file:///etc/passwd', 'about:blank'].map((address) => window.open(address));
    const fetched = await fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    );
    location.href = 'https://example.com/';
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { windows, fetched };
  });
  expect(outcome).toEqual({ windows: [null, null, null, null], fetched: 'refused' });
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
  expect(await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual(['https://example.com/']);
});

test('the page may notify and copy, and nothing else', async () => {
  const states = await page.evaluate(async () => {
    const ask = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    return { notifications: await ask('notifications'), geolocation: await ask('geolocation'), camera: await ask('camera') };
  });
  expect(states).toEqual({ notifications: 'granted', geolocation: 'denied', camera: 'denied' });
});

test('the page’s scheme serves its own files alone', async () => {
  const answers = await page.evaluate(async () => {
    const status = async (address: string) => (await fetch(address)).status;
    const { headers } = await fetch('/');
    return {
      climbing: [await status('/..%2f..%2fpackage.json'), await status('/%2e%2e/package.json'), await status('/.env')],
      policy: headers.get('content-security-policy'),
      sniff: headers.get('x-content-type-options'),
    };
  });
  expect(answers.climbing).toEqual([404, 404, 404]);
  expect(answers.policy).toContain("default-src 'none'");
  expect(answers.sniff).toBe('nosniff');
});

test('a reload keeps the person signed in', async () => {
  await page.reload();
  await expect(page.getByRole('grid', { name: 'Inbox' })).toBeVisible();
});

test('the data key lies wrapped or outside the folder, and opens the desk again', async () => {
  await app.close();
  const keyNote = JSON.parse(await readFile(path.join(folder, 'data/demo/key.json'), 'utf8'));
  expect(Object.keys(keyNote)).toContain('fingerprint');
  await launch();
  await expect(page.getByRole('button', { name: /^Agent / }).first()).toBeVisible({ timeout: 60_000 });
});
