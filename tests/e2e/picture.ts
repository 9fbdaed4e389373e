import type { Page } from '@playwright/test';

/** A picture of the page for whoever looks at them, where a folder is named (`PICTURES`). */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}
