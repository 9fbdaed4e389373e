import type { Browser, Page } from '@playwright/test';
import type { Desk } from '#tests/bench/desk-process.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';

const threading = /^(?=(?:from|message-id|references|in-reply-to|sender)[ \t]*:)/gim;

/** A fixture as a mail of its own case: its body is as it was, whom it is from and what it answers are not. */
function alone(bytes: Uint8Array, index: number): Buffer {
  const text = Buffer.from(bytes).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, end).replace(threading, 'X-');
  const own = `From: Fixture ${index} <mail-${index}@fixtures.example>\r\nMessage-ID: <mail-${index}@fixtures.example>\r\n`;
  const subject = /^subject[ \t]*:/im.test(head) ? '' : `Subject: fixture ${index}\r\n`;
  return Buffer.from(`${own}${subject}${head.replace(/^\s+/, '')}${text.slice(end)}`, 'latin1');
}

/** Tells when the case that was just pressed shows its mail: laid out in its frame, as text, or why not. */
const stopwatch = `
  window.mailShown = (before) => new Promise((resolve) => {
    const done = (state) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve({ state, ms: performance.now() - window.pressedAt });
      requestAnimationFrame(() => channel.port2.postMessage(0));
    };
    const look = () => {
      const open = document.querySelector('[data-case]');
      if (!open || open.getAttribute('data-case') === before) return false;
      const article = open.querySelector('[role=log] article');
      if (!article) return false;
      const kind = article.getAttribute('data-original');
      if (kind === 'html' && !article.querySelector('iframe[data-laid-out], [data-mail-fault]')) return false;
      done(kind === null ? 'other' : article.querySelector('[data-mail-fault]') ? 'fault' : kind);
      return true;
    };
    if (look()) return;
    const late = setTimeout(() => { observer.disconnect(); done('late'); }, 10000);
    const observer = new MutationObserver(() => { if (look()) { observer.disconnect(); clearTimeout(late); } });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  addEventListener('mousedown', () => { window.pressedAt = performance.now(); }, true);
`;

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
  await page.addInitScript(stopwatch);
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Supervisor / })
    .first()
    .click();
  const grid = page.getByRole('grid', { name: 'Inbox' });
  await grid.waitFor();
  report('desk.mail.control.empty_frame.p95_ms', quantile(await control(page), 0.95));
  const files = (await mailCorpus()).map(({ bytes }, index) => ({ name: `${index}.eml`, mimeType: 'message/rfc822', buffer: alone(bytes, index) }));
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import mails' }).click();
  await (await chooser).setFiles(files);
  const dialog = page.getByRole('dialog');
  const close = dialog.getByRole('button', { name: 'Close' });
  await close.waitFor({ timeout: 300_000 });
  const refused = Number(/(\d+) refused/.exec((await dialog.getByRole('status').textContent()) ?? '')?.[1] ?? 0);
  await close.click();
  await grid.getByRole('row').nth(1).click();
  const samples: number[] = [];
  const states: Record<string, number> = { html: 0, text: 0, fault: 0, late: 0, other: 0 };
  // Below the mails stand the desk's other cases.
  for (let n = 0; n < files.length + 20 && (states.other ?? 0) < 5; n++) {
    await page.keyboard.press('ArrowDown');
    const before = await page.evaluate(() => document.querySelector('[data-case]')?.getAttribute('data-case') ?? '');
    const shown = page.evaluate(`window.mailShown(${JSON.stringify(before)})`) as Promise<{ readonly state: string; readonly ms: number }>;
    await page.locator('.ag-cell-focus').click();
    const { state, ms } = await shown;
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
