import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { type Desk, endDesk, npmStart } from '#tests/bench/desk-process.ts';
import { launchChromium, measureControl } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { agentAtWork } from '#tests/bench/screen-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
const WARM_UP = 8;
const SAMPLES = 60;
/** Rows that are looked at before one gives up: some cases have no customer, and some a customer that was opened before. */
const MOST_ROWS = 300;

/** Presses the next row; ms from the press until account and axis are painted whole, with whose they are; null for a stranger's case. */
async function openNext(page: Page): Promise<{ readonly customer: string; readonly took: number } | null> {
  await page.keyboard.press('ArrowDown');
  const timed = page.evaluate(async () => {
    const { next } = (window as unknown as { stopwatch: { next(type: string, done: () => boolean): Promise<number> } }).stopwatch;
    const caseId = document.querySelector('.ag-cell-focus')?.closest('.ag-row')?.getAttribute('row-id');
    const pane = () => document.querySelector(`[data-case="${caseId}"] aside`);
    const account = () => pane()?.querySelector('section[aria-label=Account]') ?? null;
    const took = await next('click', () => {
      // A colleague's case shows no account: it is passed over.
      if (pane()?.textContent?.startsWith('Not your case')) return true;
      if (pane()?.querySelector('h3') == null || pane()?.querySelector('[aria-busy=true], [class*=Skeleton]') != null) return false;
      return account() === null || account()?.querySelector('[class*=balance]') !== null;
    });
    return { took, words: account()?.textContent ?? null };
  });
  const [{ took, words }] = await Promise.all([timed, page.locator('.ag-cell-focus').click()]);
  const customer = words === null ? null : (/C\d{6}/.exec(words)?.[0] ?? null);
  return customer === null ? null : { customer, took };
}

/** So many customers opened for the first time, after a warm-up. */
export async function openCustomers(browser: Browser, desk: Desk, samples: number): Promise<readonly number[]> {
  const page = await agentAtWork(browser, desk);
  await page.locator('.ag-row[row-index="0"]').click();
  await page.locator('[data-case] aside h3').first().waitFor();
  const seen = new Set<string>();
  const times: number[] = [];
  for (let n = 0; n < MOST_ROWS && times.length < samples + WARM_UP; n++) {
    const opened = await openNext(page);
    if (opened === null || seen.has(opened.customer)) continue;
    seen.add(opened.customer);
    times.push(opened.took);
  }
  await page.context().close();
  return times.slice(WARM_UP);
}

/**
 * From the press on a case to its customer painted whole (account, limits, newest transactions and sign-ins, each put on
 * record before it is shown), for customers that were never opened in this window; beside the same browser's bare echo.
 */
export async function openedCustomers(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wallet-open-'));
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'ignore' });
  const browser = await launchChromium();
  try {
    const { echo } = await measureControl(browser, SAMPLES);
    const desk = await npmStart(folder);
    try {
      const counted = await openCustomers(browser, desk, SAMPLES);
      if (counted.length === 0) throw new Error('no customer could be opened');
      report('wallet.open_customer.n', counted.length);
      report('wallet.open_customer.p50_ms', quantile(counted, 0.5));
      report('wallet.open_customer.p95_ms', quantile(counted, 0.95));
      report('wallet.open_customer.control.p95_ms', quantile(echo, 0.95));
    } finally {
      await endDesk(desk);
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
