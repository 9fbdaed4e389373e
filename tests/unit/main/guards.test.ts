import { expect, test } from 'vitest';
import { guardContents } from '#electron/main/guard-contents.ts';
import { guardSession } from '#electron/main/guard-session.ts';
import { FakeContents, FakeSession } from '#tests/fakes/electron.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

function guardedContents() {
  const contents = new FakeContents();
  const opened: string[] = [];
  const logger = recordingLogger();
  guardContents(
    contents as never,
    (address) => opened.push(address),
    () => logger,
  );
  return { contents, opened, logger };
}

function guardedSession(packaged = true) {
  const session = new FakeSession();
  guardSession(session as never, { packaged, logger: () => recordingLogger() });
  return session;
}

const elsewhere = [
  'https://example.com/',
  'http://127.0.0.1:4711/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'app://other/',
  'app://console.evil/',
  'app://consolex',
  'about:blank',
];

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s leads nowhere but to the console’s own page', (event) => {
  const { contents } = guardedContents();
  for (const address of elsewhere) expect(contents.prevented(event, address), address).toBe(true);
  for (const address of ['app://console/', 'app://console/index.html?a=1']) expect(contents.prevented(event, address), address).toBe(false);
});

test('no guest page is attached', () => {
  expect(guardedContents().contents.prevented('will-attach-webview', 'app://console/')).toBe(true);
});

test('no window opens; its address goes to the one wrapper', () => {
  const { contents, opened } = guardedContents();
  for (const url of [...elsewhere, 'app://console/']) expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
  expect(opened).toEqual([...elsewhere, 'app://console/']);
});

const permissions = [
  'media',
  'geolocation',
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'openExternal',
  'hid',
  'serial',
  'usb',
  'fileSystem',
  'idle-detection',
  'midi',
  'pointerLock',
  'unknown',
];

function requested(session: FakeSession, permission: string, details: object): boolean {
  let granted: boolean | null = null;
  session.call(
    'permission',
    null,
    permission,
    (answer: boolean) => {
      granted = answer;
    },
    details,
  );
  if (granted === null) throw new Error('the request was not answered');
  return granted;
}

test('a page may notify and nothing else', () => {
  const session = guardedSession();
  const own = { isMainFrame: true, requestingUrl: 'app://console/index.html' };
  expect(requested(session, 'notifications', own)).toBe(true);
  expect(requested(session, 'clipboard-sanitized-write', own)).toBe(true);
  expect(requested(session, 'clipboard-read', own)).toBe(false);
  expect(session.call('check', null, 'notifications', 'app://console/')).toBe(true);
  expect(session.call('check', null, 'notifications', 'app://console')).toBe(true);
  for (const permission of permissions) {
    expect(requested(session, permission, own), permission).toBe(false);
    expect(session.call('check', null, permission, 'app://console/'), permission).toBe(false);
  }
});

test('another page or a frame may not even notify', () => {
  const session = guardedSession();
  expect(requested(session, 'notifications', { isMainFrame: false, requestingUrl: 'app://console/' })).toBe(false);
  expect(requested(session, 'notifications', { isMainFrame: true, requestingUrl: 'https://example.com/' })).toBe(false);
  expect(requested(session, 'notifications', { isMainFrame: true, requestingUrl: 'app://console.evil/' })).toBe(false);
  expect(session.call('check', null, 'notifications', 'https://example.com')).toBe(false);
  expect(session.call('check', null, 'notifications', '')).toBe(false);
});

test('no device, no screen, no spell check', () => {
  const session = guardedSession();
  expect(session.call('device', { deviceType: 'hid', origin: 'app://console' })).toBe(false);
  const streams: unknown[] = [];
  session.call('display', {}, (answer: unknown) => streams.push(answer));
  expect(streams).toEqual([null]);
  expect(session.spellCheck).toBe(false);
});

function cancelled(session: FakeSession, url: string): boolean {
  const answers: { cancel: boolean }[] = [];
  session.call('request', { url, resourceType: 'image' }, (answer: { cancel: boolean }) => answers.push(answer));
  expect(answers).toHaveLength(1);
  return answers[0]?.cancel ?? false;
}

test('nothing is fetched from the network', () => {
  const session = guardedSession();
  for (const url of [
    'https://example.com/pixel.png',
    'http://127.0.0.1:4711/',
    'ws://127.0.0.1:4711/console',
    'wss://example.com/',
    'file:///etc/passwd',
    'ftp://x/',
    'app://other/',
    'blob:https://example.com/1',
    'devtools://devtools/x.html',
  ]) {
    expect(cancelled(session, url), url).toBe(true);
  }
  for (const url of ['app://console/assets/app.js', 'blob:app://console/1', 'data:image/png;base64,']) expect(cancelled(session, url), url).toBe(false);
  expect(cancelled(guardedSession(false), 'devtools://devtools/x.html')).toBe(false);
});

test('only what the page made itself is saved as a file', () => {
  const session = guardedSession();
  const prevented = (url: string) => {
    let stopped = false;
    const preventDefault = () => {
      stopped = true;
    };
    session.emit('will-download', { preventDefault }, { getURL: () => url });
    return stopped;
  };
  expect(prevented('blob:app://console/1')).toBe(false);
  expect(prevented('https://example.com/run.exe')).toBe(true);
});
