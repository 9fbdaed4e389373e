import type { Page } from '@playwright/test';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { type ChatCustomer, chatCustomer } from '#tests/contract/chat-customer-kit.ts';

/** Customers who write, each to a case of their own; the chat takes four messages a second from one. */
const WRITERS = 56;
const EVENTS_A_SECOND = 200;
const KEYS = 220;
const WARM_UP = 20;
const KEY_MS = 45;
const words = 'I have looked at your payment and the bank says that it is on its way ';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const keysOf = (page: Page) => page.evaluate(() => (window as unknown as { stopwatch: { keys: number[] } }).stopwatch.keys.splice(0));

/** Keys typed into the box that has the focus: for each, how long it took until its letter was painted. */
async function typed(page: Page): Promise<readonly number[]> {
  await keysOf(page);
  for (let n = 0; n < KEYS; n++) {
    const char = words[n % words.length] ?? 'x';
    await Promise.all([page.keyboard.press(char === ' ' ? 'Space' : char), wait(KEY_MS)]);
  }
  return (await keysOf(page)).slice(WARM_UP);
}

/** The same keys in an empty text box of a bare page. */
export async function bareTyping(page: Page, report: Report): Promise<void> {
  await page.getByRole('textbox', { name: 'Bare' }).focus();
  const took = await typed(page);
  report('screen.type_reply.bare_p50_ms', quantile(took, 0.5));
  report('screen.type_reply.bare_p95_ms', quantile(took, 0.95));
}

async function writing(writers: readonly ChatCustomer[]): Promise<() => Promise<number>> {
  let [goesOn, written] = [true, 0];
  const began = performance.now();
  const all = writers.map(async (writer, index) => {
    const every = (1000 * writers.length) / EVENTS_A_SECOND;
    for (let due = began + (every * index) / writers.length; goesOn; due += every) {
      await wait(Math.max(0, due - performance.now()));
      await writer.say(`and one more line about payment ${written++}`);
    }
  });
  return async () => {
    goesOn = false;
    await Promise.all(all);
    return (1000 * written) / (performance.now() - began);
  };
}

/** From each key in the reply to its letter painted, while customers of many cases write, the one that is answered among them. */
export async function typeFigures(page: Page, chatUrl: string, report: Report): Promise<void> {
  const writers = await Promise.all(Array.from({ length: WRITERS }, () => chatCustomer(chatUrl)));
  for (const [index, writer] of writers.entries()) await writer.say(`Writer ${index} waits for a payment`);
  await page.getByRole('searchbox', { name: 'Search' }).fill(`Writer ${WRITERS - 1} waits`);
  await page
    .getByRole('option', { name: `Writer ${WRITERS - 1} waits` })
    .first()
    .click();
  await page.getByRole('button', { name: 'Accept' }).click();
  // With the newest of all on top each event changes what the list shows.
  await page.locator('.ag-grid-viewport').evaluate((list) => list.scrollTo(0, 0));
  await page.getByRole('textbox', { name: 'Reply' }).focus();
  const stop = await writing(writers);
  const took = await typed(page);
  const rate = await stop();
  for (const writer of writers) writer.close();
  report('screen.type_reply.events_per_s', rate);
  report('screen.type_reply.p50_ms', quantile(took, 0.5));
  report('screen.type_reply.p95_ms', quantile(took, 0.95));
}
