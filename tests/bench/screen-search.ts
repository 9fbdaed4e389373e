import type { Page } from '@playwright/test';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';

/** What an agent looks for, typed key by key; Chinese is put in as an input method does, a piece at once. */
const QUERIES = [
  'refund not received',
  'card declined twice',
  'top up failed',
  'cash withdrawal charge',
  'verify my identity',
  'exchange rate',
  '退款 还没到账',
  '银行卡 限额',
  '转账 失败',
  '实名 认证',
];
const PAUSE_MS = 90;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** From each key in the search box to the results for what stands in it then. */
export async function searchFigures(page: Page, report: Report): Promise<void> {
  const box = page.getByRole('searchbox', { name: 'Search' });
  const took: number[] = [];
  for (const query of QUERIES) {
    await box.fill('');
    await box.focus();
    let text = '';
    for (const char of query) {
      text += char;
      await page.evaluate((sought) => {
        const page = window as unknown as { stopwatch: { next(type: string, done: () => boolean): Promise<number> }; armed: Promise<number> };
        page.armed = page.stopwatch.next('beforeinput', () => document.querySelector('[data-found]')?.getAttribute('data-found') === sought);
      }, text.trim());
      await (/[ -~]/.test(char) ? page.keyboard.press(char === ' ' ? 'Space' : char) : page.keyboard.insertText(char));
      const ms = await page.evaluate(() => (window as unknown as { armed: Promise<number> }).armed);
      if (char !== ' ') took.push(ms);
      await wait(PAUSE_MS);
    }
  }
  await box.fill('');
  report('screen.search_key.n', took.length);
  report('screen.search_key.p50_ms', quantile(took, 0.5));
  report('screen.search_key.p95_ms', quantile(took, 0.95));
}
