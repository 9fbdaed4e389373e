import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appScheme, fileOf, serveApp } from '#electron/main/app-protocol.ts';

let folder: string;
let serve: ReturnType<typeof serveApp>;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'app-protocol-'));
  const root = path.join(folder, 'renderer');
  mkdirSync(path.join(root, 'assets'), { recursive: true });
  mkdirSync(path.join(folder, 'renderer-secret'));
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  writeFileSync(path.join(folder, 'renderer-secret/key.txt'), 'secret');
  writeFileSync(path.join(root, '.env'), 'secret');
  writeFileSync(path.join(root, 'index.html'), '<title>Console</title>');
  writeFileSync(path.join(root, 'assets/app.js'), 'export {};');
  writeFileSync(path.join(root, 'assets/app.css'), 'body {}');
  writeFileSync(path.join(root, 'assets/a b.svg'), '<svg/>');
  writeFileSync(path.join(root, 'assets/unknown.xyz'), '<script>');
  serve = serveApp(root);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As Electron makes it: the address has been through a URL parser. */
const get = (address: string, method = 'GET') => serve(new Request(address, { method }));

test.each([
  ['app://console/', 'text/html; charset=utf-8', '<title>Console</title>'],
  ['app://console/index.html?x=1#y', 'text/html; charset=utf-8', '<title>Console</title>'],
  ['app://console/assets/app.js', 'text/javascript; charset=utf-8', 'export {};'],
  ['app://console/assets/app.css', 'text/css; charset=utf-8', 'body {}'],
  ['app://console/assets/a%20b.svg', 'image/svg+xml', '<svg/>'],
  ['app://console/assets/unknown.xyz', 'application/octet-stream', '<script>'],
])('%s is served as %s', async (address, type, text) => {
  const answer = await get(address);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(type);
  expect(await answer.text()).toBe(text);
});

test.each([
  'app://console/../secret.txt',
  'app://console/%2e%2e/secret.txt',
  'app://console/%2e%2e%2fsecret.txt',
  'app://console/assets/..%2f..%2fsecret.txt',
  'app://console/..%5csecret.txt',
  'app://console/assets/%252e%252e/%252e%252e/secret.txt',
  'app://console/../renderer-secret/key.txt',
  'app://console/..%2frenderer-secret/key.txt',
  'app://console//etc/passwd',
  'app://console//index.html',
  'app://console/assets//app.js',
  'app://console/%2fetc%2fpasswd',
  'app://console/C:%5cWindows%5cwin.ini',
  'app://console/index.html%00.js',
  'app://console/index.html::$DATA',
  'app://console/.env',
  'app://console/%ff',
  'app://console/assets',
  'app://console/assets/',
  'app://console/nothing.js',
  'app://other/index.html',
  'app://console.evil/index.html',
  'app://console:81/index.html',
])('%s is not found', async (address) => {
  const answer = await get(address);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('a path that a parser left as it was does not climb either', () => {
  expect(fileOf('/root', 'app://console/a/b')).toBe(path.join('/root', 'a/b'));
  // On Windows a backslash parts folders, and a colon names a drive or a stream.
  for (const path of ['..%5csecret.txt', 'a%5c..%5c..%5csecret.txt', 'C:%5cx', 'C:x', 'index.html::$DATA', 'a%00.js'])
    expect(fileOf('/root', `app://console/${path}`), path).toBeNull();
  expect(fileOf('/root', 'https://console/a')).toBeNull();
  expect(fileOf('/root', 'not an address')).toBeNull();
});

test.each(['POST', 'PUT', 'DELETE'])('%s is refused', async (method) => {
  expect((await get('app://console/', method)).status).toBe(405);
});

test('HEAD answers without a body', async () => {
  const answer = await get('app://console/', 'HEAD');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('');
});

test('every answer carries the policy and forbids guessing its type', async () => {
  for (const address of ['app://console/', 'app://console/assets/app.js', 'app://console/nothing.js']) {
    const { headers } = await get(address);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ').sort()).toEqual(
      [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self' data:",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "frame-src 'self'",
        "img-src 'self' data: blob:",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
      ].sort(),
    );
  }
});

test('the scheme is standard and secure and goes past no policy', () => {
  expect(appScheme).toEqual({ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } });
});
