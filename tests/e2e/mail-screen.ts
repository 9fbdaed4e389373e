import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { makeMail } from '#tests/unit/email/mail-kit.ts';

/** Every fault that axe finds on the page, as one readable line each; a mail's own words in its frame are the sender's. */
export async function faults(page: Page): Promise<readonly string[]> {
  await expect(page.locator('main:not([hidden])').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page })
    .options({ iframes: false })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
}

/** A mail from one customer. */
export const mailOf = (id: string, subject: string, text: string, ...more: readonly string[]) =>
  Buffer.from(
    makeMail(
      ['From: Li Lei <li.lei@customer.example>', 'To: service@wallet.example', `Message-ID: <${id}@customer.example>`, `Subject: ${subject}`, ...more],
      text,
    ),
  );

/** A mail as the chooser takes it. */
export const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'message/rfc822', buffer });

/** Brings files in by the chooser and closes the dialog that tells how it went. */
export async function importFiles(page: Page, ...files: readonly ReturnType<typeof file>[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^(Import mails|导入邮件)$/ }).click();
  await (await chooser).setFiles([...files]);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Close|关闭)$/ })
    .click();
}

/** The case of this subject in the inbox. */
export const rowOf = (page: Page, subject: string) =>
  page
    .getByRole('grid', { name: /^(Inbox|收件箱)$/ })
    .getByText(subject)
    .first();
/** The mail's frame, once it is laid out. */
export const frame = (page: Page) => page.getByRole('log').locator('iframe[data-laid-out]');
