import type { Browser, Page } from '@playwright/test';
import type { Desk } from '#tests/bench/desk-process.ts';
import { alone, importMails, mailStopwatch, openNext } from '#tests/bench/mail-screens.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';

/** The same frame, empty, on the same page: what the browser takes to load and lay one out. */
async function control(page: Page): Promise<readonly number[]> {
  return page.evaluate(async () => {
    const took: number[] = [];
    for (let n = 0; n < 60; n++) {
      const began = performance.now();
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-same-origin');
      frame.src = '/mail-frame';
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve, { once: true });
        document.body.append(frame);
      });
      frame.contentDocument?.body.getBoundingClientRect();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      took.push(performance.now() - began);
      frame.remove();
    }
    return took;
  });
}

/** From the press on a case until its mail is sanitised, framed and laid out, for every mail of the fixtures. */
export async function mailBench(browser: Browser, desk: Desk, report: Report): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(mailStopwatch);
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Supervisor / })
    .first()
    .click();
  const grid = page.getByRole('grid', { name: 'Inbox' });
  await grid.waitFor();
  report('desk.mail.control.empty_frame.p95_ms', quantile(await control(page), 0.95));
  const mails = (await mailCorpus()).map(({ bytes }, index) => alone(bytes, index));
  const refused = await importMails(page, mails);
  await grid.getByRole('row').nth(1).click();
  const samples: number[] = [];
  const states: Record<string, number> = { html: 0, text: 0, fault: 0, late: 0, other: 0 };
  // Below the mails stand the desk's other cases.
  for (let n = 0; n < mails.length + 20 && (states.other ?? 0) < 5; n++) {
    const { state, ms } = await openNext(page);
    states[state] = (states[state] ?? 0) + 1;
    if (state === 'html' || state === 'text') samples.push(ms);
  }
  report('desk.mail.open.p50_ms', quantile(samples, 0.5));
  report('desk.mail.open.p95_ms', quantile(samples, 0.95));
  report('desk.mail.n', samples.length);
  report('desk.mail.html', states.html ?? 0);
  report('desk.mail.explained', refused);
  report('desk.mail.failed', (states.fault ?? 0) + (states.late ?? 0));
  await context.close();
}
