import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customerWrites, expect, offers, pauseSimulation, pressKey, runCommand, signIn, test } from '#tests/e2e/desk.ts';

const clean = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

/** Opens the case of a seeded customer by what was said in it. */
async function find(agent: Page, words: string): Promise<void> {
  await agent.getByRole('searchbox', { name: 'Search' }).fill(words);
  await agent.getByRole('listbox').getByRole('option').first().click();
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText(words)).toHaveCount(1);
}

test('on a low window the customer’s pane scrolls as one, and its account is folded by keyboard and stays so', async ({ browser, desk }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const agent = await signIn(context, desk);
  await find(agent, '预计今天18点前到账');
  const pane = agent.getByRole('complementary', { name: 'Customer' });
  const parts = pane.getByRole('group', { name: 'More of this customer' });
  await expect(parts).toBeVisible();
  const lines = pane.getByRole('list', { name: 'Timeline' }).getByRole('listitem');
  await expect(lines.first()).toBeAttached();
  // What does not fit is scrolled to, by one thing that scrolls: the pane.
  const scrolling = () =>
    pane.evaluate((aside) =>
      [aside, ...aside.querySelectorAll('*')]
        .filter((part) => /auto|scroll/.test(getComputedStyle(part).overflowY) && part.scrollHeight > part.clientHeight + 1)
        .map(({ tagName }) => tagName),
    );
  await expect.poll(scrolling).toEqual(['ASIDE']);
  // Whose account it is, and what the axis shows, stay in sight however far one reads.
  const [name, filters] = [pane.getByRole('heading', { level: 3 }).first(), pane.getByRole('group', { name: 'Shown on the axis' })];
  await pane.evaluate((aside) => aside.scrollTo(0, 1_400));
  for (const held of [name, filters]) await expect(held).toBeInViewport({ ratio: 1 });
  await clean(agent);
  // A line that is gone to by keyboard stands below them, whichever way one comes.
  const seen = () =>
    pane.evaluate((aside) => {
      const line = document.activeElement;
      const bar = aside.querySelector('[role="slider"]')?.getBoundingClientRect();
      const { top, bottom } = line?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
      return line?.hasAttribute('data-line') === true && top >= (bar?.bottom ?? 0) && bottom <= aside.getBoundingClientRect().bottom + 1;
    });
  await lines.first().locator('xpath=ancestor::*[@tabindex="0"]').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'End', 'ArrowUp', 'ArrowUp', 'Home']) {
    await agent.keyboard.press(key);
    await expect.poll(seen, { message: key }).toBe(true);
  }
  await expect(lines.first()).toBeInViewport();
  await pane.evaluate((aside) => aside.scrollTo(0, 0));

  const whole = pane.getByRole('button', { name: 'Full view' });
  await expect(whole).toHaveAttribute('aria-expanded', 'true');
  await whole.press('Enter');
  await expect(whole).toHaveAttribute('aria-expanded', 'false');
  await expect(whole).toBeFocused();
  await expect(parts).toHaveCount(0);
  await expect(pane.getByText('Balance')).toBeInViewport();
  await expect(lines.first()).toBeInViewport();
  // So it is for the next customer, too, until it is unfolded.
  await agent.getByRole('grid', { name: 'Inbox' }).getByRole('row').nth(1).click();
  await find(agent, '预计今天18点前到账');
  await expect(whole).toHaveAttribute('aria-expanded', 'false');
  await whole.press('Space');
  await expect(parts).toBeVisible();
  await context.close();
});

test('where else a customer writes meanwhile stands above their account, and on the axis as a later case', async ({ browser, desk }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const agent = await signIn(context, desk);
  await pauseSimulation(agent);
  await find(agent, '预计今天18点前到账');
  const pane = agent.getByRole('complementary', { name: 'Customer' });
  await expect(pane.getByText('Balance')).toBeVisible();
  const elsewhere = pane.getByRole('group', { name: 'Also wrote on' });
  await expect(elsewhere).toHaveCount(0);
  const opened = context.waitForEvent('page');
  await runCommand(agent, 'Open chat as this customer');
  const chat = await opened;
  // A page that another one opened is held up by it where the same machine draws both.
  const customer = await (await browser.newContext()).newPage();
  await expect(chat).toHaveURL(/^http/);
  await customer.goto(chat.url());
  await chat.close();
  await customer.getByRole('button', { name: 'Start chat' }).click();
  await customerWrites(customer, 'I am on the chat now, too');
  // Long before the account is asked for again.
  await expect(elsewhere.getByRole('button', { name: /^Live chat/ })).toBeInViewport({ ratio: 1, timeout: 8_000 });
  await expect(pane.getByRole('listitem').filter({ hasText: 'Later case' }).filter({ hasText: 'I am on the chat now, too' })).toHaveCount(1);
  await clean(agent);
  await elsewhere.getByRole('button', { name: /^Live chat/ }).press('Enter');
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('I am on the chat now, too')).toHaveCount(1);
  await expect(elsewhere.getByRole('button', { name: /^WeChat/ })).toBeInViewport();
  // By itself it is the first line, or one below it that is drawn.
  for (const kind of ['Messages', 'Transactions', 'Security', 'Looks']) await pane.getByRole('checkbox', { name: kind, exact: true }).press('Space');
  await expect(pane.getByRole('listitem').filter({ hasText: 'Earlier case' }).filter({ hasText: 'WeChat' })).toHaveCount(1);
  await customer.context().close();
  await context.close();
});

test('the palette sends what can be sent, and shows and hides on the axis what its bar does', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk);
  await pauseSimulation(agent);
  await find(agent, '预计今天18点前到账');
  const pane = agent.getByRole('complementary', { name: 'Customer' });
  const notes = pane.getByRole('checkbox', { name: 'Notes' });
  await expect(notes).toBeChecked();
  await runCommand(agent, 'Hide from the timeline: Notes');
  await expect(notes).not.toBeChecked();
  await runCommand(agent, 'Show on the timeline: Notes');
  await expect(notes).toBeChecked();
  // Found by what people call it too, and who types what they look for finds it before they hide it.
  const palette = agent.getByRole('dialog', { name: 'Command palette' });
  for (const typed of ['axis', 'transac']) {
    await pressKey(agent, 'Control+K');
    await agent.getByPlaceholder('Type a command').fill(typed);
    await expect(palette.getByRole('button', { name: 'Hide from the timeline: Transactions' })).toBeVisible();
    const offered = await palette.getByRole('button').allTextContents();
    expect(offered.indexOf('Find transactions')).toBe(0);
    await agent.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
  }
  // Where the bar offers no kinds the palette offers none.
  await runCommand(agent, 'Find transactions');
  await expect(pane.getByRole('textbox', { name: 'Reference or counterparty' })).toBeFocused();
  expect(await offers(agent, 'Hide from the timeline: Notes')).toBe(false);
  await runCommand(agent, 'Show everything again');
  await expect(notes).toBeVisible();

  await agent.getByRole('radio', { name: 'Note', exact: true }).press('Space');
  expect(await offers(agent, 'Save note')).toBe(false);
  await agent.getByRole('textbox', { name: 'Internal note' }).fill('Sent by the palette');
  await runCommand(agent, 'Save note');
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('Sent by the palette')).toHaveCount(1);
  expect(await offers(agent, 'Save note')).toBe(false);
  await context.close();
});
