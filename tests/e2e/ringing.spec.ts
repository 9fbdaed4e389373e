import { customerWrites, expect, openCase, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

test('a waiting case rings in the head of the window, is picked up above a dialog, and passed on there by key', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk, 'Agent', /Chen Si/);
  const ring = agent.getByRole('region', { name: 'Ringing case' });
  await expect(ring).toBeVisible();
  await expect(ring.getByText(/waited \d+:\d\d/)).toBeVisible();
  // A dialog that stands open holds off neither a press on it nor its keys.
  const dialog = agent.getByRole('dialog', { name: 'Call-backs' });
  await pressKey(agent, 'Alt+u');
  await expect(dialog).toBeVisible();
  await ring.getByRole('button', { name: 'Pick up' }).click();
  await agent.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('Chen Si took the case')).toBeVisible();
  await expect(agent.getByText('Yours', { exact: true }).first()).toBeVisible();

  await expect(ring.getByRole('button', { name: 'Not now' })).toBeEnabled();
  // A narrow window takes from what is said of the case, not from its buttons.
  const wide = agent.viewportSize();
  await agent.setViewportSize({ width: 820, height: 700 });
  const cut = await ring.getByRole('button').evaluateAll(
    (all) =>
      all.filter((one) => {
        const [inner, card] = [one.getBoundingClientRect(), one.closest('section')?.getBoundingClientRect()];
        const words = one.querySelector('.mantine-Button-label');
        return !words || words.scrollWidth > words.clientWidth || one.scrollWidth > one.clientWidth || !card || inner.right > card.right;
      }).length,
  );
  const [card, person] = [await ring.boundingBox(), await agent.getByRole('button', { name: /Chen Si/ }).boundingBox()];
  expect([cut, (card?.x ?? 0) + (card?.width ?? 0) <= (person?.x ?? 0)]).toEqual([0, true]);
  if (wide) await agent.setViewportSize(wide);
  await pressKey(agent, 'Alt+u');
  await expect(dialog).toBeVisible();
  const before = await ring.textContent();
  await agent.keyboard.press('Alt+Shift+z');
  await expect.poll(async () => (await ring.allTextContents()).join('')).not.toBe(before);
  await expect(dialog).toBeVisible();
  await agent.keyboard.press('Escape');

  await agent.getByRole('button', { name: /Chen Si/ }).click();
  await expect(agent.getByText(/chats [1-4]\/4/)).toBeVisible();
  await agent.getByRole('menuitem', { name: 'Meeting' }).click();
  await expect(agent.getByRole('button', { name: /Meeting/ })).toBeVisible();
  await expect(ring).toHaveCount(0);
  await context.close();
});

long(test)('a queue with after-call work gives time to write it up, and asks for a disposition', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'I want to complain about your service, my complaint is old';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept' }).click();
  await agent.getByRole('button', { name: 'Resolve' }).click();
  const form = agent.getByRole('dialog', { name: 'How did it end?' });
  await expect(form.getByText(/After-call work: [01]:\d\d left/)).toBeVisible();
  await expect(form.getByRole('button', { name: 'Close case' })).toBeDisabled();
  await agent.keyboard.press('Escape');
  await expect(agent.getByText(/After-call work: [01]:\d\d left/)).toBeVisible();
  await customerWrites(customer, 'And one more thing');
  await expect(agent.getByText(/After-call work/)).toHaveCount(0);
  await agent.getByRole('button', { name: 'Resolve' }).click();
  await form.getByRole('radio', { name: 'Solved' }).check();
  await form.getByRole('button', { name: 'Close case' }).click();
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText(/closed the case: Solved/)).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});
