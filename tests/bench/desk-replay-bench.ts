import type { Browser } from '@playwright/test';
import type { Desk } from '#tests/bench/desk-process.ts';
import { stopwatch } from '#tests/bench/painted.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';

const SAMPLES = 60;
const WARM_UP = 10;

/** From a move of the slider to the conversation painted as it stood then, in the newest closed case, in ms. */
export async function replayBench(browser: Browser, desk: Desk, report: Report): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(stopwatch);
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Trainer / })
    .first()
    .click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('navigation', { name: 'Closed cases' }).getByRole('button', { name: /Bench/ }).click();
  const slider = page.getByRole('slider', { name: 'Position' });
  await slider.press('End');
  const last = Number(await slider.getAttribute('max'));
  const took: number[] = [];
  for (let n = 0; n < SAMPLES + WARM_UP; n++) {
    // Far and near, back and forth: the golden ratio visits every part of the case.
    const to = Math.floor(((n * 0.618034) % 1) * (last - 60_000)) + 30_000;
    const ms = await page.evaluate(async (value) => {
      const { whenPainted } = window as unknown as { whenPainted: (done: () => boolean) => Promise<number> };
      const input = document.querySelector<HTMLInputElement>('input[type=range]');
      const log = document.querySelector('[role=log]');
      if (!input || !log) return Number.NaN;
      const before = log.textContent;
      const began = performance.timeOrigin + performance.now();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, String(value));
      input.dispatchEvent(new Event('input', { bubbles: true }));
      return (await whenPainted(() => log.textContent !== before)) - began;
    }, to);
    if (n >= WARM_UP) took.push(ms);
  }
  report('desk.replay.seek.p50_ms', quantile(took, 0.5));
  report('desk.replay.seek.p95_ms', quantile(took, 0.95));
  await context.close();
}
