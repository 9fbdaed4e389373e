import type { Locator, Page } from '@playwright/test';
import { expect, signIn, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

/** Opens one of the demo desk's first cases by its words: a list shows it only as long as not too much is newer. */
async function findCase(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search' }).fill(words);
  await page.getByRole('listbox').getByRole('option').first().click();
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText(words, { exact: false })).toHaveCount(1);
}

test('WeChat’s rule stands in the composer: what is left, when it closes, lines that are joined, and no sixth message', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk);
  await findCase(agent, '预计今天18点前到账');
  const allowance = agent.getByText(/1 of 5 left, closes in \d+:\d\d:\d\d/);
  await expect(allowance).toBeVisible();
  const box = agent.getByRole('textbox', { name: 'Reply' });
  await box.fill('到账了。');
  await box.press('Enter');
  await agent.keyboard.type('请您查看一下余额。');
  await expect(box).toHaveValue('到账了。\n请您查看一下余额。');
  // Whatever is told beside it, Send stays in its line.
  const middle = (control: Locator) => control.evaluate((element) => element.getBoundingClientRect().top + element.getBoundingClientRect().height / 2);
  await expect(agent.getByText('Draft saved')).toBeVisible();
  for (const width of [1440, 1280, 1024]) {
    await agent.setViewportSize({ width, height: 900 });
    expect(Math.abs((await middle(agent.getByRole('button', { name: 'Send' }))) - (await middle(agent.getByText('Reply', { exact: true }))))).toBeLessThan(3);
  }

  await agent.keyboard.press('Control+Enter');
  const conversation = agent.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText('请您查看一下余额。')).toHaveCount(1);
  const undo = conversation.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await undo.click();
  await expect(box).toHaveValue('到账了。\n请您查看一下余额。');
  await expect(allowance).toBeVisible();

  await agent.getByRole('button', { name: 'Send' }).click();
  await expect(agent.getByText('All messages the channel allows are used. It takes more when the customer writes again.')).toBeVisible();
  await expect(undo).toHaveCount(0);
  await box.fill('还有一件事');
  await expect(agent.getByRole('button', { name: 'Send' })).toBeDisabled();
  await context.close();
});

long(test)('a public comment says that everybody reads the answer, and is moved to private messages', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk);
  await findCase(agent, '客服电话也打不通');
  await agent.getByRole('button', { name: 'Accept' }).click();
  await expect(agent.getByText('Public reply: everybody can read it')).toBeVisible();
  await agent.getByRole('button', { name: 'Move to private…' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Go on in private messages' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Go on in private' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(agent.getByText('Public reply: everybody can read it')).toHaveCount(0);
  await agent.getByRole('textbox', { name: 'Reply' }).fill('您好，请提供一下提现单号。');
  await agent.getByRole('button', { name: 'Send' }).click();
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('您好，请提供一下提现单号。')).toHaveCount(1);
  await context.close();
});
