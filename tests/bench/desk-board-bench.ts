import type { Browser, Page } from '@playwright/test';
import type { Desk } from '#tests/bench/desk-process.ts';
import { stopwatch } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { chatCustomer } from '#tests/contract/chat-customer-kit.ts';

/** Customers who write without a pause, so that together they make so many events a second. */
const WRITERS = 20;
const EVENTS_A_SECOND = 50;
const SAMPLES = 40;
const WARM_UP = 5;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The first agent at work in a browser of their own, which notes when a key is pressed. */
async function signedInAgent(browser: Browser, desk: Desk): Promise<Page> {
  const agent = await (await browser.newContext()).newPage();
  await agent.goto(desk.consoleUrl);
  await agent
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  await agent.getByRole('grid', { name: 'Inbox' }).waitFor();
  await agent.evaluate(() => {
    const page = window as unknown as { keyAt: number };
    addEventListener('keydown', () => (page.keyAt = performance.timeOrigin + performance.now()), true);
  });
  return agent;
}

/** From an agent's key that changes their state, pressed while 50 events a second come in, to the state on the supervisor's board. */
export async function boardBench(browser: Browser, desk: Desk, report: Report): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(stopwatch);
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Supervisor / })
    .first()
    .click();
  await page.getByRole('button', { name: 'Supervise' }).click();
  await page.getByRole('grid', { name: 'Queues' }).waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  const agent = await signedInAgent(browser, desk);
  const writers = await Promise.all(Array.from({ length: WRITERS }, () => chatCustomer(desk.chatUrl)));
  let [writing, written] = [true, 0];
  const write = async (writer: (typeof writers)[number], index: number) => {
    await writer.say(`Writer ${index} asks about a refund`);
    for (let due = performance.now(); writing; due += (1000 * WRITERS) / EVENTS_A_SECOND) {
      await wait(Math.max(0, due - performance.now()));
      await writer.say('and one more line');
      written++;
    }
  };
  const all = Promise.all(writers.map(write));
  const settled = await page.evaluate(
    (wanted) =>
      (window as unknown as { whenPainted: (d: () => boolean) => Promise<number> }).whenPainted(
        () => Number(document.querySelector('[data-tile=waiting] strong')?.textContent?.replaceAll(',', '')) >= wanted,
      ),
    WRITERS,
  );
  if (!Number.isFinite(settled)) throw new Error('the board never counted those who write');
  const began = performance.now();
  written = 0;
  const took: number[] = [];
  for (let n = 0; n < SAMPLES + WARM_UP; n++) {
    const [key, word] = n % 2 === 0 ? ['Alt+Shift+B', 'Busy'] : ['Alt+Shift+A', 'Available'];
    const painted = page.evaluate(
      (sought) =>
        (window as unknown as { whenPainted: (d: () => boolean) => Promise<number> }).whenPainted(() =>
          [...document.querySelectorAll('[col-id=state]')].some((cell) => cell.closest('[row-id=agent-lin]') !== null && cell.textContent === sought),
        ),
      word,
    );
    await agent.keyboard.press(key);
    const pressed = Number(await agent.evaluate('window.keyAt'));
    const at = await painted;
    if (n >= WARM_UP) took.push(at - pressed);
  }
  report('desk.board.events_per_s', (1000 * written) / (performance.now() - began));
  writing = false;
  await all;
  for (const writer of writers) writer.close();
  report('desk.board.p50_ms', quantile(took, 0.5));
  report('desk.board.p95_ms', quantile(took, 0.95));
  await Promise.all([context.close(), agent.context().close()]);
}
