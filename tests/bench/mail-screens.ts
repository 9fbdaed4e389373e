import type { Page } from '@playwright/test';

const threading = /^(?=(?:from|message-id|references|in-reply-to|sender)[ \t]*:)/gim;

/** A fixture as a mail of its own case: its body is as it was, whom it is from and what it answers are not. */
export function alone(bytes: Uint8Array, index: number): Buffer {
  const text = Buffer.from(bytes).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const head = text.slice(0, end).replace(threading, 'X-');
  const own = `From: Fixture ${index} <mail-${index}@fixtures.example>\r\nMessage-ID: <mail-${index}@fixtures.example>\r\n`;
  const subject = /^subject[ \t]*:/im.test(head) ? '' : `Subject: fixture ${index}\r\n`;
  return Buffer.from(`${own}${subject}${head.replace(/^\s+/, '')}${text.slice(end)}`, 'latin1');
}

/** Tells when the case that was just pressed shows its mail: laid out in its frame, as text, or why not. */
export const mailStopwatch = `
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

/** Brings mails in by the chooser, as a supervisor does; answers how many were refused. */
export async function importMails(page: Page, mails: readonly Uint8Array[]): Promise<number> {
  const files = mails.map((bytes, index) => ({ name: `${index}.eml`, mimeType: 'message/rfc822', buffer: Buffer.from(bytes) }));
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import mails' }).click();
  await (await chooser).setFiles(files);
  const dialog = page.getByRole('dialog');
  const close = dialog.getByRole('button', { name: 'Close', exact: true });
  await close.waitFor({ timeout: 300_000 });
  const refused = Number(/(\d+) refused/.exec((await dialog.getByRole('status').textContent()) ?? '')?.[1] ?? 0);
  await close.click();
  return refused;
}

export type MailShown = 'html' | 'text' | 'fault' | 'late' | 'other';

/** Opens the case below the one that is open, by keyboard and press; answers how its mail came up, and after how many ms. Needs `mailStopwatch`. */
export async function openNext(page: Page): Promise<{ readonly state: MailShown; readonly ms: number }> {
  await page.keyboard.press('ArrowDown');
  const before = await page.evaluate(() => document.querySelector('[data-case]')?.getAttribute('data-case') ?? '');
  const shown = page.evaluate(`window.mailShown(${JSON.stringify(before)})`) as Promise<{ readonly state: MailShown; readonly ms: number }>;
  await page.locator('.ag-cell-focus').click();
  return shown;
}
