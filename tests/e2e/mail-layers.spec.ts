import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, expect, test } from '@playwright/test';
import { build } from 'vite';
import { consoleCsp } from '#electron/host/console-csp.ts';
import { MAIL_FRAME_PATH, mailFrameCsp, mailFrameHeaders, mailFrameHtml } from '#electron/host/mail-frame.ts';
import { hostileHtml } from '#tests/e2e/hostile-mail.ts';

const root = path.resolve(import.meta.dirname, '../..');

interface Layers {
  readonly sanitiser: boolean;
  readonly sandbox: boolean;
  readonly policy: boolean;
}

const portOf = (server: Server | TcpServer): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

let browser: Browser;
let page: Server;
let evil: TcpServer;
let folder: string;
let sanitiser = '';
let reached = 0;
let layers: Layers = { sanitiser: true, sandbox: true, policy: true };

/**
 * The mail as it came, for the layers behind the sanitiser. Chromium opens a connection to the host of a frame or a
 * refresh before it refuses to go there (nothing is asked over it): only the sanitiser keeps that from happening.
 */
const unsanitised = hostileHtml.replace(/<iframe src=[^>]*><\/iframe>/, '').replace(/<meta http-equiv="refresh"[^>]*>/, '');

/** The frame's policy without what is switched off. */
function framePolicy(): string {
  if (!layers.policy) return layers.sandbox ? 'sandbox allow-same-origin' : '';
  return layers.sandbox ? mailFrameCsp : mailFrameCsp.replace(/^sandbox [^;]*; /, '');
}

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mail-layers-'));
  const entry = path.join(root, 'renderer/features/conversation/sanitise-mail.ts');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, target: 'chrome130', lib: { entry, formats: ['iife'], name: 'layer', fileName: () => 'layer.js' } },
  });
  sanitiser = readFileSync(path.join(folder, 'layer.js'), 'utf8');
  evil = createTcpServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  page = createHttpServer((request, response) => {
    if (request.url === '/layer.js') return response.setHeader('content-type', 'text/javascript').end(sanitiser);
    if (request.url === MAIL_FRAME_PATH) {
      const { 'content-security-policy': _own, ...headers } = mailFrameHeaders;
      const policy = framePolicy();
      response.writeHead(200, policy === '' ? headers : { ...headers, 'content-security-policy': policy });
      return response.end(layers.sanitiser ? mailFrameHtml : unsanitised);
    }
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': consoleCsp("'self'") });
    response.end('<!doctype html><title>console</title><script src="/layer.js"></script>');
  });
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--host-resolver-rules=MAP evil.test:443 127.0.0.1:${portOf(evil)}, MAP evil.test:80 127.0.0.1:${portOf(evil)}`,
    ],
  });
});
test.afterAll(async () => {
  await browser.close();
  evil.close();
  page.closeAllConnections();
  page.close();
  await rm(folder, { recursive: true, force: true });
});

/** Shows the hostile mail with these layers; tells what it did. */
async function show(chosen: Layers): Promise<{ hacked: unknown; dialogs: number; popups: number; moved: boolean; reached: number; html: string }> {
  layers = chosen;
  reached = 0;
  const context = await browser.newContext();
  const tab = await context.newPage();
  let [dialogs, popups] = [0, 0];
  tab.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  context.on('page', () => {
    popups += 1;
  });
  await tab.goto(`http://127.0.0.1:${portOf(page)}/`);
  const html = await tab.evaluate(
    async ({ mail, sandbox, sane }) => {
      const frame = document.createElement('iframe');
      if (sandbox) frame.setAttribute('sandbox', 'allow-same-origin');
      frame.src = '/mail-frame';
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
        document.body.append(frame);
      });
      const inner = frame.contentDocument;
      if (sane && inner) {
        const layer = (globalThis as unknown as { layer: { sanitiseMail(html: string, pictures: Map<string, string>): { fragment: DocumentFragment } } }).layer;
        inner.body.replaceChildren(inner.importNode(layer.sanitiseMail(mail, new Map()).fragment, true));
      }
      // As a reader would who presses everything there is; in an unsanitised mail the console takes the presses itself.
      if (sane) for (const link of inner?.querySelectorAll<HTMLElement>('a, button, summary') ?? []) link.click();
      // Two turns of the network's own pace: what was going to be asked for has been by then.
      await fetch('/layer.js');
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      await fetch('/layer.js');
      return inner?.body?.innerHTML ?? '';
    },
    { mail: hostileHtml, sandbox: chosen.sandbox, sane: chosen.sanitiser },
  );
  const hacked = await tab.evaluate('globalThis.hacked');
  const moved = !tab.url().endsWith(`:${portOf(page)}/`);
  await context.close();
  return { hacked, dialogs, popups, moved, reached, html };
}

const quiet = { hacked: undefined, dialogs: 0, popups: 0, moved: false };

test('the hostile mail is hostile: without any layer it runs and asks for things', async () => {
  const told = await show({ sanitiser: false, sandbox: false, policy: false });
  expect(told.hacked).toBeTruthy();
  expect(told.reached).toBeGreaterThan(0);
});

for (const [name, chosen] of Object.entries({
  'all layers': { sanitiser: true, sandbox: true, policy: true },
  'all but the sanitiser': { sanitiser: false, sandbox: true, policy: true },
  'all but the sandbox': { sanitiser: true, sandbox: false, policy: true },
  'all but the policy': { sanitiser: true, sandbox: true, policy: false },
  'the sanitiser alone': { sanitiser: true, sandbox: false, policy: false },
  'the policy alone': { sanitiser: false, sandbox: false, policy: true },
})) {
  test(`nothing runs, nothing is asked for: ${name}`, async () => {
    expect(await show(chosen)).toMatchObject({ ...quiet, reached: 0 });
  });
}

test('nothing runs with the sandbox alone', async () => {
  expect(await show({ sanitiser: false, sandbox: true, policy: false })).toMatchObject(quiet);
});

test('the sanitiser keeps what is said and no address', async () => {
  const { html } = await show({ sanitiser: true, sandbox: true, policy: true });
  expect(html).toContain('Hello from the mail');
  expect(html).toContain('<a href="#link-0">www.bank.example</a>');
  expect(html).not.toMatch(/evil\.test|javascript|<(?:script|style|form|input|svg|math|iframe|link|meta|base|object|video)|\son\w+=|position|url\(/i);
});
