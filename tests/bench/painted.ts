import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { Browser } from '@playwright/test';
import { chromium } from '@playwright/test';
import { WebSocketServer } from 'ws';
import { chromium as chromiumPath } from '#tests/system-parts.ts';

/** Notes in each page, on the clock that both share, when Send is pressed and when a text is painted. */
export const stopwatch = `
  window.pressed = 0;
  window.painted = new Map();
  const now = () => performance.timeOrigin + performance.now();
  addEventListener('click', (event) => { if (event.target.closest('button')) window.pressed = now(); }, true);
  addEventListener('mousedown', () => { window.downAt = now(); }, true);
  window.whenPainted = (done) => new Promise((resolve) => {
    const look = () => { if (!done()) return false; requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => resolve(now()); c.port2.postMessage(0); }); return true; };
    if (look()) return;
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
`;

/** The same machine without the product: an empty Node, and a message over a bare WebSocket painted by a bare page. */
export async function measureControl(browser: Browser, times: number): Promise<{ readonly node: number; readonly echo: readonly number[] }> {
  const began = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  const node = performance.now() - began;
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
  new WebSocketServer({ server }).on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const page = await browser.newPage();
  await page.addInitScript(stopwatch);
  await page.goto(`http://127.0.0.1:${port}/`);
  const echo = await page.evaluate(
    async ([at, many]) => {
      const socket = new WebSocket(`ws://127.0.0.1:${at}`);
      await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
      const took: number[] = [];
      for (let n = 0; n < (many ?? 0); n++) {
        const began = performance.timeOrigin + performance.now();
        const line = document.createElement('p');
        socket.addEventListener('message', ({ data }) => document.body.append(Object.assign(line, { textContent: data })), { once: true });
        const painted = (window as unknown as { whenPainted: (d: () => boolean) => Promise<number> }).whenPainted(() => line.isConnected);
        socket.send(`line ${n}`);
        took.push((await painted) - began);
      }
      socket.close();
      return took;
    },
    [port, times],
  );
  await page.close();
  server.closeAllConnections();
  server.close();
  return { node, echo };
}

/** The system's Chromium, as the tests start it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  });
}
