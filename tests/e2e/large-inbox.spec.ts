import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { fillRestingDesk } from '#tests/bench/large-desk.ts';
import { longCases } from '#tests/bench/store-cases.ts';
import { type ChatCustomer, chatCustomer } from '#tests/contract/chat-customer-kit.ts';
import { test as base, expect, pauseSimulation, pressKey, RunningDesk, signIn } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

const CASES = 3_000;

/** A desk of a few thousand cases. */
const test = base.extend<object, { large: RunningDesk }>({
  large: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const home = await mkdtemp(path.join(tmpdir(), 'large-e2e-'));
      const desk = new RunningDesk(path.join(home, 'data'), path.join(home, 'home'), ['--lang', 'en']);
      await desk.start();
      await desk.stop();
      await fillRestingDesk(home, CASES, () => undefined);
      await desk.start();
      await use(desk);
      await desk.stop();
      await rm(home, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

/** The offsets of the pages of the inbox that a page asks for from now on. */
function pagesAsked(page: Page): number[] {
  const asked: number[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const text = payload.toString();
      if (text.includes('/inbox/page')) asked.push(Number(/"offset":(\d+)/.exec(text)?.[1] ?? -1));
    }),
  );
  return asked;
}

const list = (page: Page): Locator => page.locator('[data-inbox-list] .ag-grid-viewport');
const all = (page: Page): Locator => page.getByRole('radio', { name: /^All/ });
const countOfAll = async (page: Page): Promise<number> => Number((await all(page).innerText()).replaceAll(/\D/g, ''));
const filledRows = (page: Page): Locator => page.locator('.ag-row:has([data-status])');

/** The ids of the rows that are seen, from top to bottom, with the pixels by which the first lies above the edge. */
function seen(page: Page): Promise<{ readonly ids: readonly (string | null)[]; readonly hidden: number }> {
  return list(page).evaluate((viewport) => {
    const edge = viewport.getBoundingClientRect();
    const rows = [...viewport.querySelectorAll('.ag-row')]
      .map((row) => ({ id: row.getAttribute('row-id'), box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > edge.top + 1 && box.top < edge.bottom - 1)
      .sort((a, b) => a.box.top - b.box.top);
    return { ids: rows.map(({ id }) => id), hidden: Math.round(edge.top - (rows[0]?.box.top ?? 0)) };
  });
}

async function atAll(page: Page): Promise<void> {
  await pauseSimulation(page);
  await all(page).check();
  await expect(filledRows(page).nth(5)).toBeVisible();
}

async function scrolledTo(page: Page, top: number): Promise<void> {
  await list(page).evaluate((viewport, to) => viewport.scrollTo(0, to), top);
  await expect(page.locator(`.ag-row[row-index="${Math.ceil(top / 78)}"] [data-status]`)).toBeVisible();
}

/** A customer who has written once: their case waits on top of the list. */
async function newcomer(desk: RunningDesk, words: string): Promise<ChatCustomer> {
  const customer = await chatCustomer(desk.chatUrl);
  await customer.say(words);
  return customer;
}

test('a change elsewhere asks for nothing and moves nothing; what is read stays where it is when more is shown', async ({ browser, large }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const watched = await context.newPage();
  const pages = pagesAsked(watched);
  await watched.goto(large.consoleUrl);
  await watched
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  await atAll(watched);
  await scrolledTo(watched, 1_500 * 78 + 30);
  const before = await seen(watched);
  expect(before.hidden).toBeGreaterThan(20);
  const total = await countOfAll(watched);
  const askedBefore = pages.length;
  expect(askedBefore).toBeGreaterThan(1);
  const customers = [];
  for (let n = 0; n < 3; n++) customers.push(await newcomer(large, `A newcomer far above, number ${n}`));
  await expect(all(watched)).toContainText((total + 3).toLocaleString('en'));
  expect(pages.length).toBe(askedBefore);
  expect(await seen(watched)).toEqual(before);
  // The next look is at a list that is three longer: the reader has the same cases before them all the same.
  await list(watched).evaluate((viewport) => viewport.scrollBy(0, 78));
  await expect.poll(() => pages.length).toBeGreaterThan(askedBefore);
  await expect.poll(() => seen(watched)).toMatchObject({ ids: expect.arrayContaining(before.ids.slice(1)), hidden: before.hidden });
  const now = await seen(watched);
  expect(now.ids.slice(0, before.ids.length - 1)).toEqual(before.ids.slice(1));
  expect(pages.slice(askedBefore).every((offset) => offset >= 1_400)).toBe(true);
  for (const customer of customers) customer.close();
  await context.close();
});

long(test)('open case and focus stay with their cases while others come in above', async ({ browser, large }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await signIn(context, large);
  await atAll(page);
  await filledRows(page).nth(2).click();
  const open = page.locator('.ag-row:has([data-open])');
  const opened = await open.getAttribute('row-id');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement?.closest('.ag-row')?.getAttribute('row-id') ?? null);
  const before = await focused();
  expect(before).not.toBeNull();
  const customer = await newcomer(large, 'Somebody new comes in on top');
  // Among the first: those who were talking already may write as well.
  const listed = (words: string) => filledRows(page).filter({ hasText: words });
  await expect(listed('Somebody new comes in on top')).toBeVisible();
  await expect(open).toHaveAttribute('row-id', opened ?? '');
  await expect.poll(focused).toBe(before);
  await customer.say('and writes on');
  await expect(listed('and writes on')).toBeVisible();
  await expect.poll(focused).toBe(before);
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-case="${before}"]`)).toBeVisible();
  customer.close();
  await context.close();
});

long(test)('keys go through the whole list, to its end and back', async ({ browser, large }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await signIn(context, large);
  await atAll(page);
  const total = await countOfAll(page);
  const focusedIndex = () => page.evaluate(() => Number(document.activeElement?.closest('.ag-row')?.getAttribute('row-index') ?? -1));
  await filledRows(page).first().click();
  await page.keyboard.press('ArrowDown');
  await expect.poll(focusedIndex).toBe(1);
  await page.keyboard.press('PageDown');
  await expect.poll(focusedIndex).toBeGreaterThan(4);
  await page.keyboard.press('End');
  await expect.poll(focusedIndex).toBe(total - 1);
  await expect(page.locator(`.ag-row[row-index="${total - 1}"] [data-status]`)).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect.poll(focusedIndex).toBe(total - 2);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Conversation' })).toBeVisible();
  await page.keyboard.press('Home');
  await expect.poll(focusedIndex).toBe(0);
  await context.close();
});

long(test)(
  'a case of a thousand messages shows its newest, holds few of them in the document, and nothing of the cases opened before it',
  async ({ browser, large }) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await signIn(context, large);
    await atAll(page);
    for (const row of [0, 1]) {
      const id = await page.locator('.ag-row:has([data-status])').nth(row).getAttribute('row-id');
      await page.locator(`.ag-row[row-id="${id}"]`).click();
      await expect(page.locator(`[data-case="${id}"]`).getByRole('log')).toBeVisible();
    }
    const [long = ''] = longCases(CASES);
    await pressKey(page, 'Control+f');
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
    await page.keyboard.insertText(long);
    await page.getByRole('listbox', { name: 'Found cases' }).getByRole('option').first().click();
    await expect(page.locator(`[data-case="${long}"]`)).toBeVisible();
    await expect(page.locator('[data-case]')).toHaveCount(1);
    const log = page.getByRole('log', { name: 'Conversation' });
    await expect(log).toHaveCount(1);
    const lines = log.locator('[data-row]');
    await expect.poll(async () => Number(await lines.last().getAttribute('data-row'))).toBeGreaterThan(999);
    await expect(lines.last()).toBeInViewport();
    expect(await lines.count()).toBeLessThan(100);
    await log.focus();
    await page.keyboard.press('Home');
    await expect(log.locator('[data-row="0"]')).toBeInViewport();
    expect(await lines.count()).toBeLessThan(100);
    await context.close();
  },
);
