import type { Page } from '@playwright/test';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { scrollToCase } from '#tests/bench/screen-page.ts';
import { longCases } from '#tests/bench/store-cases.ts';

const WARM_UP = 4;

/** From the click on a case of a thousand messages, never opened before, to its newest messages painted; and to its customer painted as well. */
export async function openFigures(page: Page, cases: number, report: Report): Promise<void> {
  const conversation: number[] = [];
  const whole: number[] = [];
  const long = longCases(cases);
  const warmUp = Math.min(WARM_UP, Math.floor(long.length / 4));
  for (const [index, id] of long.entries()) {
    await scrollToCase(page, id);
    const timed = page.evaluate(async (caseId) => {
      const { next } = (window as unknown as { stopwatch: { next(type: string, done: () => boolean): Promise<number> } }).stopwatch;
      const open = () => document.querySelector(`[data-case="${caseId}"]`);
      const lines = () => open()?.querySelectorAll('[role=log] [data-row]') ?? [];
      const talk = next('click', () => Number(lines()[lines().length - 1]?.getAttribute('data-row')) >= 999);
      const all = next(
        'click',
        () =>
          // The account of a colleague's case is locked until a reason is told: then the lock is what there is to see.
          open()?.querySelector('section[aria-label=Account] :is([class*=balance], .tabler-icon-lock)') !== null &&
          open()?.querySelector('aside [aria-busy], aside [class*=Skeleton]') === null,
      );
      return [await talk, await all] as const;
    }, id);
    const [[talk, all]] = await Promise.all([timed, page.locator(`.ag-row[row-id="${id}"]`).click()]);
    if (index < warmUp) continue;
    conversation.push(talk);
    whole.push(Math.max(talk, all));
  }
  report('screen.open_case_1000.n', conversation.length);
  report('screen.open_case_1000.p50_ms', quantile(conversation, 0.5));
  report('screen.open_case_1000.p95_ms', quantile(conversation, 0.95));
  report('screen.open_case_1000.customer.p95_ms', quantile(whole, 0.95));
}
