import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Browser } from '@playwright/test';
import { type Desk, endDesk, npmStart, npmStarting } from '#tests/bench/desk-process.ts';
import type { LargeDesk } from '#tests/bench/large-desk.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { timedPage } from '#tests/bench/screen-page.ts';

const STARTS = 5;

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** The moment, in ms since 1970, at which something first listens on a port. */
async function whenListening(port: number): Promise<number> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const listening = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (listening) return performance.timeOrigin + performance.now();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Signs the first agent in as soon as the page can, and notes when the first rows of the inbox were painted, in ms since 1970. */
const signIn = `
  window.inboxAt = stopwatch.seen(() => {
    const agent = [...document.querySelectorAll('button')].find((button) => /^Agent /.test(button.ariaLabel ?? button.textContent));
    if (agent && !window.asked) { window.asked = true; agent.click(); }
    return document.querySelector('.ag-row [data-status]') !== null;
  }).then(stopwatch.painted).then((at) => performance.timeOrigin + at);
`;

/** From the host listening on its port, with the desk still to be opened behind it, to an inbox that can be worked with, in ms. */
async function startToInbox(browser: Browser, home: string): Promise<{ readonly took: number; readonly desk: Desk }> {
  const page = await timedPage(browser);
  await page.addInitScript(signIn);
  const port = await freePort();
  const listening = whenListening(port);
  const opening = await npmStarting(home, ['--port', String(port)]);
  await page.goto(opening.consoleUrl);
  const at = await page.evaluate(() => (window as unknown as { inboxAt: Promise<number> }).inboxAt);
  await page.context().close();
  const desk = await opening.ready;
  return { took: at - (await listening), desk };
}

/** The start on a large desk: after an ordinary end, and after the program was killed. */
export async function startFigures(browser: Browser, { home }: LargeDesk, report: Report): Promise<void> {
  for (const [figure, end] of [
    ['screen.start_to_inbox_ms', 'SIGTERM'],
    ['screen.start_to_inbox.killed_ms', 'SIGKILL'],
  ] as const) {
    const took: number[] = [];
    // The first leaves the desk as the others are to find it.
    for (let n = 0; n <= STARTS; n++) {
      const started = await startToInbox(browser, home);
      await endDesk(started.desk, end);
      if (n > 0) took.push(started.took);
    }
    report(figure, quantile(took, 0.5));
  }
  // Handed back at rest.
  await endDesk(await npmStart(home));
}
