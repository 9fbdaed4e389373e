import { expect, test } from 'vitest';
import { menuTemplate } from '#electron/main/application-menu.ts';
import { badgeOf, boundsToRestore, webPreferences, windowOptions } from '#electron/main/console-window.ts';
import { ownArguments } from '#electron/main/own-arguments.ts';

test('the page’s process may do exactly this', () => {
  expect(webPreferences('/app/preload.cjs', true)).toEqual({
    preload: '/app/preload.cjs',
    partition: 'console',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  });
  expect(webPreferences('/app/preload.cjs', false).devTools).toBe(true);
});

test('the window is shown once it has something to show', () => {
  const preferences = webPreferences('/app/preload.cjs', true);
  expect(windowOptions(null, preferences)).toEqual({
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    webPreferences: preferences,
  });
  expect(windowOptions({ x: 5, y: 6, width: 1000, height: 700 }, preferences)).toMatchObject({ x: 5, y: 6, width: 1000, height: 700, minWidth: 960 });
});

const screens = [
  { x: 0, y: 25, width: 1920, height: 1055 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];

test.each([
  ['on the first screen', { x: 100, y: 100, width: 1280, height: 800 }, true],
  ['on the second screen', { x: 2000, y: 10, width: 1000, height: 700 }, true],
  ['on a screen that is gone', { x: -1900, y: 100, width: 1280, height: 800 }, false],
  ['all but a strip to the left', { x: -1230, y: 100, width: 1280, height: 800 }, false],
  ['above the screen', { x: 100, y: -300, width: 1280, height: 800 }, false],
  ['below the screen', { x: 100, y: 1075, width: 1280, height: 800 }, false],
  ['without a size', { x: 100, y: 100 }, false],
  ['of nonsense', 'full', false],
  ['of nothing', undefined, false],
])('bounds %s', (_, stored, restored) => {
  expect(boundsToRestore(stored, screens)).toEqual(restored ? stored : null);
});

test.each([
  ['(3) Inbox', 3],
  ['(120) 收件箱', 120],
  ['(99+) Inbox', 99],
  ['Inbox', 0],
  ['Inbox (3)', 0],
  ['() Inbox', 0],
  ['(99999999999999999999) x', 0],
])('the badge of %j is %i', (title, count) => {
  expect(badgeOf(title)).toBe(count);
});

test.each([
  [['/opt/console/console', '--data-dir', '/data', '--lang', 'en'], true, ['--data-dir', '/data', '--lang', 'en']],
  [['electron', '/work', '--data-dir', '/data', '--memory'], false, ['--data-dir', '/data', '--memory']],
  [['electron', '--no-sandbox', '.', '--no-demo'], false, ['--no-demo']],
  [['console', '--no-sandbox', '--ozone-platform=wayland', '-psn_0_1', '--password-store=basic', '--lang', 'en'], true, ['--lang', 'en']],
  [['console', '--unknown'], true, ['--unknown']],
  [['console'], true, []],
  // What stands beside a link was written by whoever made it.
  [['console', '--lang', 'en', '--', 'wallet-console://call?from=1&call=x', '--data-dir', '/theirs'], true, []],
])('of %j (packaged: %s) the console’s own are %j', (argv, packaged, own) => {
  expect(ownArguments(argv, packaged)).toEqual(own);
});

test('the menu has no Help and no tools once packaged, and words in both languages', () => {
  const text = (packaged: boolean) => JSON.stringify(menuTemplate('en', 'linux', packaged));
  expect(text(true)).not.toMatch(/toggleDevTools|reload|help|about/i);
  expect(text(false)).toContain('toggleDevTools');
  const labels = (language: 'en' | 'zh-CN') => JSON.stringify(menuTemplate(language, 'linux', false)).match(/"label":"[^"]+"/g) ?? [];
  expect(labels('en')).toHaveLength(14);
  expect(labels('zh-CN')).toHaveLength(14);
  for (const label of labels('zh-CN')) expect(label).toMatch(/[\u4e00-\u9fff]/);
  expect(menuTemplate('en', 'darwin', true)[0]).toEqual({ role: 'appMenu' });
});
