import type { Browser, Page } from '@playwright/test';
import type { Desk } from '#tests/bench/desk-process.ts';

/** What the stopwatch puts into each page; times are ms on the page's own clock. */
export interface Stopwatch {
  /** From the next event of this type to the paint after `done` first says yes. */
  next(type: string, done: () => boolean): Promise<number>;
  /** From each key in a text box to the paint of what it wrote, until `keys` is emptied. */
  readonly keys: number[];
  /** Fulfilled after so many frames, each of which moved the element; with the tasks that held the page up for more than 50 ms. */
  scroll(element: Element, px: number, frames: number): Promise<readonly number[]>;
}

/**
 * A gesture's time is the browser's own for the event, before any script ran; painted is the first task after the frame
 * that shows it.
 */
export const screenStopwatch = `
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve(performance.now());
    channel.port2.postMessage(0);
  }));
  const seen = (done) => new Promise((resolve) => {
    if (done()) return resolve();
    const observer = new MutationObserver(() => {
      if (!done()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const keys = [];
  let keyAt = 0;
  addEventListener('keydown', (event) => { keyAt = event.timeStamp; }, true);
  addEventListener('input', () => { const from = keyAt; painted().then((at) => keys.push(at - from)); }, true);
  window.stopwatch = {
    keys,
    painted,
    seen,
    next: (type, done) => new Promise((resolve) => {
      addEventListener(type, (event) => { seen(done).then(painted).then((at) => resolve(at - event.timeStamp)); }, { capture: true, once: true });
    }),
    scroll: async (element, px, frames) => {
      const tasks = [];
      const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
      observer.observe({ type: 'longtask' });
      for (let n = 0; n < frames; n++) {
        await new Promise(requestAnimationFrame);
        element.scrollTop += px;
      }
      await painted();
      tasks.push(...observer.takeRecords().map(({ duration }) => duration));
      observer.disconnect();
      return tasks;
    },
  };
`;

const VIEWPORT = { width: 1440, height: 900 };

/** A page of its own with the stopwatch running. */
export async function timedPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
  await page.addInitScript(screenStopwatch);
  return page;
}

/** The first agent at work, all cases listed newest first, the demo's customers at rest. */
export async function agentAtWork(browser: Browser, desk: Desk): Promise<Page> {
  const page = await timedPage(browser);
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('radio', { name: /^All/ }).check();
  await page.locator('.ag-row [data-status]').first().waitFor();
  return page;
}

const SETTLING_MS = 600_000;

/** Waits until the desk has read through and backed up what lies in its folder, as one that has been worked with has: the settings say when. */
export async function deskSettled(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  const files = page.getByRole('region', { name: 'Files on this machine' });
  await page.waitForFunction((region) => !/Not read through yet|no backup yet|backed up shortly/.test(region?.textContent ?? ''), await files.elementHandle(), {
    timeout: SETTLING_MS,
  });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Inbox' }).click();
}

/** Scrolls the list until it shows a case's row. */
export async function scrollToCase(page: Page, caseId: string): Promise<void> {
  await page.evaluate(async (id) => {
    const { seen } = (window as unknown as { stopwatch: { seen(done: () => boolean): Promise<void> } }).stopwatch;
    const list = document.querySelector('.ag-grid-viewport');
    const height = document.querySelector('.ag-row')?.clientHeight ?? 0;
    if (!list || height === 0) throw new Error('the page has no list');
    const sought = () => document.querySelector(`.ag-row[row-id="${id}"] [data-status]`);
    const filled = () => document.querySelector(`.ag-row[row-index="${Math.ceil(list.scrollTop / height)}"] [data-status]`) !== null;
    if (!sought()) list.scrollTo(0, 0);
    await seen(filled);
    while (!sought() && list.scrollTop + list.clientHeight < list.scrollHeight - 1) {
      list.scrollBy(0, list.clientHeight / 2);
      await seen(filled);
    }
    sought()?.closest('.ag-row')?.scrollIntoView({ block: 'center' });
    await new Promise(requestAnimationFrame);
  }, caseId);
}
