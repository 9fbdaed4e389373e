import type { Page } from '@playwright/test';
import { agentReplies, customerWrites, expect, openCase, startChat, test } from '#tests/e2e/desk.ts';

type Role = Parameters<Page['getByRole']>[0];

/** What scripts and other programs rely on: each stands once, and no other control of its role has the words in its name. */
const always: readonly (readonly [Role, string])[] = [
  ['navigation', 'Main'],
  ['grid', 'Inbox'],
  ['searchbox', 'Search'],
  ['complementary', 'Customer'],
];
const withCase: readonly (readonly [Role, string])[] = [...always, ['log', 'Conversation'], ['textbox', 'Reply'], ['button', 'Send'], ['button', 'Resolve']];

async function standsOnce(page: Page, surface: readonly (readonly [Role, string])[]): Promise<void> {
  for (const [role, name] of surface) await expect(page.getByRole(role, { name }), `${role} "${name}"`).toHaveCount(1);
}

test('what scripts rely on stands once: without a case, for a stranger, for a known customer', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await agents.newPage();
  await agent.goto(desk.consoleUrl);
  for (const role of ['Agent', 'Supervisor', 'Trainer']) await expect(agent.getByRole('button', { name: new RegExp(`^${role} \\S`) }).first()).toBeVisible();
  await agent
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  await expect(agent.getByRole('grid', { name: 'Inbox' }).getByRole('row').nth(1)).toBeVisible();
  await expect(agent.getByRole('dialog')).toHaveCount(0);
  await expect(agent.getByText('Agent · Available')).toBeVisible();
  await standsOnce(agent, always);

  const customer = await startChat(customers, desk);
  const words = 'The 200 I topped up yesterday evening is not in my balance, please look';
  await customerWrites(customer, words);
  // The newest arrival is on the first screen, with its first 40 characters as text.
  await expect(agent.getByRole('grid', { name: 'Inbox' }).getByText(words.slice(0, 40))).toBeInViewport();
  await openCase(agent, words);
  await standsOnce(agent, [...withCase, ['button', 'Accept']]);
  await expect(agent.getByLabel('Timeline')).toHaveCount(1);
  // Answering a case that nobody has claims it.
  await agentReplies(agent, 'I am on it');
  await expect(agent.getByRole('button', { name: 'Accept' })).toHaveCount(0);
  await agent
    .getByRole('complementary', { name: 'Customer' })
    .getByRole('button', { name: /^Confirm/ })
    .first()
    .click();
  await standsOnce(agent, [...withCase, ['region', 'Account'], ['list', 'Timeline']]);
  await Promise.all([agents.close(), customers.close()]);
});
