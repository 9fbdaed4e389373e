import path from 'node:path';
import type { Page } from '@playwright/test';
import { agentReplies, customerWrites, expect, openCase, pauseSimulation, signIn, startChat, test } from '#tests/e2e/desk.ts';

const pictures = process.env.PICTURES;
const shot = async (page: Page, name: string) => {
  if (pictures === undefined) return;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: path.join(pictures, `${name}-${scheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: null });
};

test('a second matter is split off, answered on the same thread, and joined again', async ({ browser, desk }) => {
  // High enough for the whole conversation to stand in it.
  const [agents, customers] = await Promise.all([browser.newContext({ viewport: { width: 1280, height: 1300 } }), browser.newContext()]);
  const agent = await signIn(agents, desk);
  await pauseSimulation(agent);
  const chat = await startChat(customers, desk);
  await customerWrites(chat, 'The ochre top up is missing');
  await openCase(agent, 'The ochre top up is missing');
  await agentReplies(agent, 'I am looking for the top up');
  await customerWrites(chat, 'Besides, the ochre card was blocked');
  await customerWrites(chat, 'The ochre top up was 200');
  const conversation = agent.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText('Besides, the ochre card was blocked')).toHaveCount(1);

  await agent.getByRole('button', { name: 'More actions' }).click();
  await agent.getByRole('menuitem', { name: 'Split off a second matter…' }).click();
  const newest = agent.getByRole('checkbox', { name: 'The ochre top up was 200' });
  await expect(newest).toBeChecked();
  await expect(newest).toBeFocused();
  await newest.press('Space');
  await expect(agent.getByRole('button', { name: 'Split off', exact: true })).toBeDisabled();
  await agent.getByRole('checkbox', { name: 'Besides, the ochre card was blocked' }).press('Space');
  await shot(agent, 'split-form');
  await agent.getByRole('button', { name: 'Split off', exact: true }).click();
  await expect(agent.getByText('A second matter was split off. What the customer writes next arrives here.')).toHaveCount(1);
  await shot(agent, 'split-origin');
  // Undone, the two are one case; and it is split off once more.
  await agent.getByRole('button', { name: 'Undo' }).click();
  await expect(conversation.getByText(/merged a case into this one/)).toHaveCount(1);
  await expect(agent.getByRole('button', { name: 'Open the split case' })).toHaveCount(0);
  await agent.getByRole('button', { name: 'More actions' }).click();
  await agent.getByRole('menuitem', { name: 'Split off a second matter…' }).click();
  await newest.press('Space');
  await agent.getByRole('checkbox', { name: 'Besides, the ochre card was blocked' }).press('Space');
  await agent.getByRole('button', { name: 'Split off', exact: true }).click();

  // The new case begins with the message, and says where it comes from.
  await agent.getByRole('button', { name: 'Open the split case' }).click();
  await expect(agent.getByText(/This case was split off/)).toHaveCount(1);
  await expect(conversation.getByText('Besides, the ochre card was blocked')).toHaveCount(1);
  await expect(conversation.getByText('The ochre top up is missing')).toHaveCount(0);
  await expect(conversation.getByText('The ochre top up was 200')).toHaveCount(0);
  await agentReplies(agent, 'The card is free again');
  await expect(chat.getByText('The card is free again')).toHaveCount(1);
  await shot(agent, 'split-case');

  // The customer's next words arrive in the first case, and are read in both.
  await customerWrites(chat, 'Thanks for the ochre card');
  await expect(conversation.getByText('Thanks for the ochre card')).toHaveCount(1);
  await agent.getByRole('button', { name: 'Open the first case' }).click();
  await expect(conversation.getByText('The ochre top up is missing')).toHaveCount(1);
  await expect(conversation.getByText('Thanks for the ochre card')).toHaveCount(1);
  await expect(conversation.getByText('for the split case')).toHaveCount(2);
  await agentReplies(agent, 'And the top up is there');
  await expect(chat.getByText('And the top up is there')).toHaveCount(1);

  // Joined again, the first case goes on alone.
  await agent.getByRole('button', { name: 'Open the split case' }).click();
  await agent.getByRole('button', { name: 'Join again' }).click();
  await expect(conversation.getByText('The ochre top up is missing')).toHaveCount(1);
  await expect(conversation.getByText(/merged a case into this one/)).toHaveCount(2);
  await expect(agent.getByRole('button', { name: 'Open the split case' })).toHaveCount(0);
  await expect(agent.getByRole('radiogroup', { name: 'Answer by' })).toHaveCount(0);
  await agentReplies(agent, 'All in one case again');
  await expect(chat.getByText('All in one case again')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close()]);
});
