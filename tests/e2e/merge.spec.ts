import path from 'node:path';
import type { Page } from '@playwright/test';
import { agentReplies, customerWrites, expect, openCase, pauseSimulation, signIn, startChat, test } from '#tests/e2e/desk.ts';

const pictures = process.env.PICTURES;
const shot = async (page: Page, name: string) => {
  if (pictures !== undefined) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
};

test('the inbox is ordered by the reply windows, soonest end first', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk);
  await pauseSimulation(agent);
  await agent.getByRole('button', { name: /^Order:/ }).click();
  await agent.getByRole('menuitem', { name: 'Reply window closes first' }).press('Enter');
  await expect(agent.getByRole('button', { name: 'Order: Reply window closes first' })).toBeVisible();
  const rows = agent
    .getByRole('grid', { name: 'Inbox' })
    .locator('[role=row][row-index]')
    .filter({ has: agent.getByRole('gridcell') });
  await expect(rows.getByText(/Reply by/).first()).toBeVisible();
  await shot(agent, 'order');
  // Those with a window stand before those without one.
  const windowed = await rows.evaluateAll((all) =>
    all.toSorted((a, b) => Number(a.getAttribute('row-index')) - Number(b.getAttribute('row-index'))).map((row) => /Reply by/.test(row.textContent ?? '')),
  );
  expect(windowed).toEqual(windowed.toSorted((a, b) => Number(b) - Number(a)));
  expect(windowed[0]).toBe(true);
  await context.close();
});

test('two chats of one person are merged, answered as one conversation, and taken apart again', async ({ browser, desk }) => {
  const [agents, first, second] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  await pauseSimulation(agent);
  const one = await startChat(first, desk);
  await customerWrites(one, 'The turquoise voucher does not arrive');
  const two = await startChat(second, desk);
  await customerWrites(two, 'It is me again about the turquoise one');
  await openCase(agent, 'The turquoise voucher does not arrive');
  await agentReplies(agent, 'I am looking for the voucher');
  const conversation = agent.getByRole('log', { name: 'Conversation' });

  await agent.getByRole('button', { name: 'More actions' }).click();
  await agent.getByRole('menuitem', { name: 'Merge another case into this one…' }).click();
  await agent.getByRole('textbox', { name: 'Find a case' }).fill('again turquoise');
  const found = agent.getByRole('radio', { name: /Live chat/ });
  await expect(found).toHaveCount(1);
  await found.check();
  await expect(agent.getByRole('button', { name: 'Merge', exact: true })).toBeDisabled();
  await agent.getByRole('checkbox', { name: 'I have made sure that both cases are of the same person' }).check();
  await shot(agent, 'merge-form');
  await agent.getByRole('button', { name: 'Merge', exact: true }).click();

  // What was said on both stands in one conversation, each message once.
  await expect(conversation.getByText('It is me again about the turquoise one')).toHaveCount(1);
  await expect(conversation.getByText('The turquoise voucher does not arrive')).toHaveCount(1);
  await expect(conversation.getByText('Lin Xia merged a case into this one (Live chat)')).toHaveCount(1);

  // Answers go where the customer wrote last, which stands above the box and can be chosen.
  const choice = agent.getByRole('radiogroup', { name: 'Answer by' });
  await expect(choice.getByRole('radio', { name: 'Live chat 2' })).toBeChecked();
  await agentReplies(agent, 'To the second window');
  await expect(two.getByText('To the second window')).toHaveCount(1);
  await expect(one.getByText('To the second window')).toHaveCount(0);
  await choice.getByRole('radio', { name: 'Live chat 1' }).check();
  await agentReplies(agent, 'To the first window');
  await expect(one.getByText('To the first window')).toHaveCount(1);
  await expect(two.getByText('To the first window')).toHaveCount(0);
  await customerWrites(two, 'I read it here');
  await expect(conversation.getByText('I read it here')).toHaveCount(1);
  await expect(choice.getByRole('radio', { name: 'Live chat 2' })).toBeChecked();
  await shot(agent, 'merged');

  // What a search finds of it leads to the case that goes on.
  await agent.keyboard.press('Escape');
  await agent.getByRole('searchbox', { name: 'Search' }).fill('again turquoise');
  await agent.getByRole('option', { name: /again/ }).first().click();
  await expect(conversation.getByText('The turquoise voucher does not arrive')).toHaveCount(1);
  await expect(conversation.getByText('It is me again about the turquoise one')).toHaveCount(1);

  await agent.getByRole('button', { name: 'More actions' }).click();
  await agent.getByRole('menuitem', { name: 'Take merged cases apart…' }).click();
  await agent.getByRole('button', { name: /^Take apart: Live chat/ }).click();
  await expect(conversation.getByText('Lin Xia took a merged case apart again')).toHaveCount(1);
  await expect(conversation.getByRole('article').filter({ hasText: 'I read it here' })).toHaveCount(0);
  await expect(choice).toHaveCount(0);
  await customerWrites(two, 'Am I alone again?');
  await openCase(agent, 'Am I alone again?');
  await expect(conversation.getByText('Lin Xia took this case out of the one it was merged into')).toHaveCount(1);
  await Promise.all([agents.close(), first.close(), second.close()]);
});
