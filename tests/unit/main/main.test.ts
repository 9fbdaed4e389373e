import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { consoleContract } from '#shared/contract/console-contract.ts';
import { FakeFrame, fakeElectron } from '#tests/fakes/electron.ts';

const kept = vi.hoisted(() => new Map<string, unknown>());

vi.mock('electron-store', () => ({
  default: class {
    get = (name: string) => kept.get(name);
    set = (name: string, value: unknown) => void kept.set(name, value);
  },
}));

const argv = process.argv;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desktop-'));
  kept.clear();
  process.umask(0o022);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the entry under a fake Electron, as a packaged program with these arguments. */
async function run(args: readonly string[], options: Parameters<typeof fakeElectron>[0] = {}) {
  const fake = fakeElectron(options);
  process.argv = ['/opt/console/console', ...args];
  vi.doMock('electron', () => fake.electron);
  await import('#electron/main/main.ts');
  return fake;
}

type Fake = Awaited<ReturnType<typeof run>>;

/** Lets the program open its window. */
async function opened(fake: Fake) {
  fake.ready();
  await vi.waitFor(() => expect(fake.windows).toHaveLength(1));
  const window = fake.windows[0];
  if (!window) throw new Error('no window');
  return window;
}

/** A window's page, as it reaches the host. */
function connected(fake: Fake, window: Awaited<ReturnType<typeof opened>>) {
  const frame = new FakeFrame();
  fake.electron.ipcMain.emit('console-port', { sender: window.webContents, senderFrame: frame });
  const port = frame.posted[0]?.ports[0];
  if (!port) throw new Error('no port');
  const client = createORPCClient<ContractRouterClient<typeof consoleContract>>(new RPCLink({ port: port as never }));
  port.start();
  return { client, port };
}

/** Ends the program as Electron does when its last window is closed. */
async function quit(fake: Fake) {
  fake.electron.app.emit('will-quit', { preventDefault: () => undefined });
  // What a machine with much to do takes to end workers.
  await vi.waitFor(() => expect(fake.of('exit')).toEqual([[0]]), { timeout: 20_000 });
}

test('the console opens in a guarded window and answers its page over a port', async () => {
  const fake = await run(['--memory', '--no-demo', '--lang', 'en']);
  expect(fake.windows).toEqual([]);
  expect(fake.of('registerSchemesAsPrivileged')).toHaveLength(1);
  expect(fake.of('enableSandbox')).toHaveLength(1);
  expect(process.umask()).toBe(0o077);
  const window = await opened(fake);
  expect(window.loaded).toBe('app://console/');
  expect(window.options).toMatchObject({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true, contextIsolation: true, devTools: false } });
  expect(window.told).toEqual([]);
  window.emit('ready-to-show');
  expect(window.told).toEqual(['show']);
  expect(window.webContents.prevented('will-navigate', 'https://example.com/')).toBe(true);
  const pages = fake.sessions.get('console');
  expect(pages?.call('check', null, 'media', 'app://console/')).toBe(false);
  expect([...(pages?.handlers.keys() ?? [])]).toContain('protocol:app');
  expect(fake.of('powerSaveBlocker')).toEqual([['prevent-app-suspension']]);

  fake.electron.ipcMain.emit('console-port', { sender: window.webContents, senderFrame: new FakeFrame({ origin: 'https://example.com' }) });
  const { client, port } = connected(fake, window);
  for await (const { phase } of await client.host.startup({})) if (phase === 'ready') break;
  expect(await client.host.info({})).toMatchObject({ edition: 'desktop', memory: true, demo: false, keySource: 'memory', version: '0.0.1' });
  const { chatUrl } = await client.host.info({});
  window.webContents.openHandler?.({ url: chatUrl ?? '' });
  window.webContents.openHandler?.({ url: 'smb://host/share' });
  expect(fake.of('openExternal')).toEqual([[chatUrl]]);
  port.close();
  // What was copied of a customer and has its time yet is taken out of the clipboard before the program ends.
  const { clipboard, ipcMain } = fake.electron;
  clipboard.text = '13800138000';
  ipcMain.emit('value-copied', { senderFrame: new FakeFrame() }, createHash('sha256').update(clipboard.text).digest('hex'));
  await quit(fake);
  expect(clipboard.text).toBe('');
});

test('a keyring that is locked is told in the window, and the desk opens once it is not', async () => {
  const args = ['--no-demo', '--data-dir', path.join(folder, 'data')];
  const first = await run(args);
  const before = connected(first, await opened(first));
  for await (const { phase } of await before.client.host.startup({})) if (phase === 'ready') break;
  before.port.close();
  await quit(first);
  vi.resetModules();

  const fake = await run(args, {});
  fake.electron.safeStorage.refusal = 'the collection is locked';
  const { client, port } = connected(fake, await opened(fake));
  expect(fake.of('showErrorBox')).toEqual([]);
  const frames = await client.host.startup({});
  const told = await frames.next();
  expect(told.value).toMatchObject({ phase: 'locked', lock: { code: 'store-locked', ways: ['again', 'aside'] } });
  await expect(client.keys.unlock({ way: 'again' })).rejects.toMatchObject({ data: { fault: 'store-locked' } });
  fake.electron.safeStorage.refusal = null;
  expect(await client.keys.unlock({ way: 'again' })).toEqual({ aside: null });
  for await (const { phase } of frames) if (phase === 'ready') break;
  expect(await client.host.info({})).toMatchObject({ keySource: 'os-key-store' });
  port.close();
  await quit(fake);
});

test('the title’s count is the badge, a dead page is loaded again, and the window’s place is kept', async () => {
  kept.set('bounds', { x: 10, y: 20, width: 1100, height: 750 });
  const fake = await run(['--memory', '--no-demo']);
  const window = await opened(fake);
  expect(window.options).toMatchObject({ x: 10, y: 20, width: 1100, height: 750 });
  window.emit('page-title-updated', {}, '(4) Inbox');
  window.emit('page-title-updated', {}, 'Inbox');
  expect(fake.of('setBadgeCount')).toEqual([[4], [0]]);
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  fake.electron.app.emit('second-instance', {}, ['/opt/console/console']);
  expect(window.told).toEqual(['reload', 'restore', 'focus']);
  window.emit('close');
  expect(kept.get('bounds')).toEqual({ x: 1, y: 2, width: 1000, height: 700 });
  fake.electron.app.emit('window-all-closed');
  expect(fake.of('quit')).toHaveLength(1);
  await quit(fake);
});

test('a call that the system opens is told to the page, whichever way it comes', async () => {
  const link = (call: string) => `wallet-console://call?from=110&call=${call}`;
  // No option counts beside a link: the desk lies where it lies for whoever names no folder.
  for (const home of ['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'HOME', 'APPDATA', 'LOCALAPPDATA']) vi.stubEnv(home, folder);
  const fake = await run(['--', link('start')]);
  const { app } = fake.electron;
  expect(fake.of('setAsDefaultProtocolClient')).toEqual([['wallet-console', process.execPath, ['--']]]);
  let prevented = 0;
  app.emit('open-url', { preventDefault: () => prevented++ }, link('mac'));
  const window = await opened(fake);
  const frame = new FakeFrame();
  fake.electron.ipcMain.emit('call-link', { sender: window.webContents, senderFrame: frame });
  app.emit('second-instance', {}, ['/opt/console/console', '--lang', 'fr', link('windows')]);
  expect(window.told).toEqual(['restore', 'focus']);
  // Another host of the scheme raises nothing.
  app.emit('second-instance', {}, ['/opt/console/console', 'wallet-console://case?id=1']);
  expect(window.told).toEqual(['restore', 'focus']);
  expect(frame.told.map(({ message }) => message)).toMatchObject([{ call: 'start' }, { call: 'mac' }, { call: 'windows' }]);
  expect(prevented).toBe(1);
  await quit(fake);
});

test('a second start on the same folder leaves it to the first', async () => {
  const fake = await run(['--memory'], { lock: false });
  fake.ready();
  expect(fake.of('exit')).toEqual([[0]]);
  expect(fake.of('registerSchemesAsPrivileged')).toEqual([]);
  expect(fake.windows).toEqual([]);
});

test('a fault in the options is one line and exit code 1', async () => {
  const fake = await run(['--lang', 'fr']);
  expect(fake.of('showErrorBox')).toEqual([['Wallet service console', expect.stringMatching(/^--lang fr: [^\n]+$/)]]);
  expect(fake.of('exit')).toEqual([[1]]);
  expect(fake.of('requestSingleInstanceLock')).toEqual([]);
});

test('a data folder that cannot be had is one line and exit code 1', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  const fake = await run(['--data-dir', file]);
  expect(fake.of('setPath')).toEqual([['userData', path.join(file, 'desktop')]]);
  fake.ready();
  await vi.waitFor(() => expect(fake.of('exit')).toEqual([[1]]));
  expect(fake.of('showErrorBox')).toEqual([['Wallet service console', expect.stringMatching(/is not a folder$/)]]);
  expect(fake.windows).toEqual([]);
});
