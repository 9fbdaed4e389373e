import type { Browser, Page } from '@playwright/test';
import { endDesk, npmStart } from '#tests/bench/desk-process.ts';
import type { LargeDesk } from '#tests/bench/large-desk.ts';
import { launchChromium, measureControl } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { BenchOptions, Report } from '#tests/bench/run.ts';
import { barePage } from '#tests/bench/screen-bare.ts';
import { openFigures } from '#tests/bench/screen-open.ts';
import { agentAtWork, deskSettled } from '#tests/bench/screen-page.ts';
import { scrollFigures } from '#tests/bench/screen-scroll.ts';
import { searchFigures } from '#tests/bench/screen-search.ts';
import { startFigures } from '#tests/bench/screen-start.ts';
import { bareTyping, typeFigures } from '#tests/bench/screen-type.ts';

const CONTROLS = 60;

/** What a page holds after its garbage is collected, in MiB. */
async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return usedSize / 1024 / 1024;
}

/** The same browser on this machine at this hour, without the product. */
async function bareFigures(browser: Browser, rows: number, report: Report): Promise<void> {
  const { echo } = await measureControl(browser, CONTROLS);
  report('screen.control.echo_painted.p50_ms', quantile(echo, 0.5));
  report('screen.control.echo_painted.p95_ms', quantile(echo, 0.95));
  const bare = await barePage(browser, rows);
  report('screen.control.grid_page_ms', bare.loaded);
  report('screen.control.grid_heap_mb', await heapOf(bare.page));
  await scrollFigures(bare.page, 'bare_', report);
  await bareTyping(bare.page, report);
  await bare.stop();
}

async function workFigures(browser: Browser, { home, cases }: LargeDesk, report: Report): Promise<void> {
  const desk = await npmStart(home);
  try {
    const page = await agentAtWork(browser, desk);
    await deskSettled(page);
    await scrollFigures(page, '', report);
    await openFigures(page, cases, report);
    await searchFigures(page, report);
    await typeFigures(page, desk.chatUrl, report);
    report('screen.heap_mb', await heapOf(page));
    await page.context().close();
  } finally {
    await endDesk(desk);
  }
}

/** An agent's screen on a desk after a month of work, in a real browser; each figure's time is taken inside the page. */
export async function screenBench(report: Report, { largeDesk }: BenchOptions): Promise<void> {
  const desk = await largeDesk();
  const browser = await launchChromium();
  try {
    await bareFigures(browser, desk.cases, report);
    await workFigures(browser, desk, report);
    await startFigures(browser, desk, report);
  } finally {
    await browser.close();
  }
}
