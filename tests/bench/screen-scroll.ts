import type { Page } from '@playwright/test';
import type { Report } from '#tests/bench/run.ts';

const FRAMES = 400;
const WHEEL = 100;
const DRAG = 7_000;

const over = async (page: Page, px: number): Promise<number> =>
  page.evaluate(
    async ([step, frames]) => {
      const { scroll } = (window as unknown as { stopwatch: { scroll(element: Element, px: number, frames: number): Promise<readonly number[]> } }).stopwatch;
      const list = document.querySelector('.ag-grid-viewport');
      if (!list || !step || !frames) throw new Error('the page has no list');
      list.scrollTop = 0;
      return (await scroll(list, step, frames)).length;
    },
    [px, FRAMES],
  );

/** Tasks over 50 ms while the list is scrolled: as with a wheel, then with its thumb. */
export async function scrollFigures(page: Page, name: string, report: Report): Promise<void> {
  report(`screen.scroll_100k.${name}long_tasks`, await over(page, WHEEL));
  report(`screen.scroll_100k.${name}drag_long_tasks`, await over(page, DRAG));
}
