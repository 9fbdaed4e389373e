import { expect, signIn, test } from '#tests/e2e/desk.ts';

test('on a low window the customer’s pane scrolls as one, and its account is folded by keyboard and stays so', async ({ browser, desk }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const agent = await signIn(context, desk);
  const find = async (words: string) => {
    await agent.getByRole('searchbox', { name: 'Search' }).fill(words);
    await agent.getByRole('listbox').getByRole('option').first().click();
    await expect(agent.getByRole('log', { name: 'Conversation' }).getByText(words)).toHaveCount(1);
  };
  await find('预计今天18点前到账');
  const pane = agent.getByRole('complementary', { name: 'Customer' });
  const parts = pane.getByRole('group', { name: 'More of this customer' });
  await expect(parts).toBeVisible();
  // The account is whole, and the axis has room for its lines; what does not fit is scrolled to.
  const heights = await pane.evaluate((aside) => {
    const [account, list] = [aside.querySelector('section'), aside.querySelector('[data-line]')?.closest('[tabindex="0"]')];
    return { cut: (account?.parentElement?.scrollHeight ?? 0) - (account?.parentElement?.clientHeight ?? 0), axis: list?.clientHeight ?? 0 };
  });
  expect(heights.cut).toBeLessThanOrEqual(1);
  expect(heights.axis).toBeGreaterThan(200);
  await pane.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first().scrollIntoViewIfNeeded();
  await expect(pane.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first()).toBeInViewport();

  const whole = pane.getByRole('button', { name: 'Full view' });
  await expect(whole).toHaveAttribute('aria-expanded', 'true');
  await whole.press('Enter');
  await expect(whole).toHaveAttribute('aria-expanded', 'false');
  await expect(whole).toBeFocused();
  await expect(parts).toHaveCount(0);
  await expect(pane.getByText('Balance')).toBeInViewport();
  await expect(pane.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first()).toBeInViewport();
  // So it is for the next customer, too, until it is unfolded.
  await agent.getByRole('grid', { name: 'Inbox' }).getByRole('row').nth(1).click();
  await find('预计今天18点前到账');
  await expect(whole).toHaveAttribute('aria-expanded', 'false');
  await whole.press('Space');
  await expect(parts).toBeVisible();
  await context.close();
});
