import { agentReplies, customerWrites, openCase, startChat } from '#tests/e2e/desk.ts';
import { addGroup, addPerson, addQueue, choosePassword, enter, expect, setUp, test, toDesk } from '#tests/e2e/real-desk.ts';

test('a new desk: administrator, group, queue and agent are made, and a customer is answered', async ({ browser, empty: desk }) => {
  test.setTimeout(120_000);
  const [admins, agents, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const admin = await setUp(admins, desk);
  await toDesk(admin);
  await expect(admin.getByRole('heading', { name: 'Before the first customer' })).toBeVisible();
  // A desk without a wallet says so before anybody looks for a customer, and where one is named.
  const step = admin.getByRole('listitem').filter({ hasText: 'Connect your wallet' });
  await expect(step.getByRole('img', { name: 'to do' })).toBeVisible();
  await addGroup(admin, 'Retail');
  await addQueue(admin, 'Payments');
  const oneTime = await addPerson(admin, 'Lin Xia', 'Payments', 'lin.xia');
  await expect(admin.getByRole('heading', { name: 'Before the first customer' })).toHaveCount(0);

  const agent = await agents.newPage();
  await agent.goto(desk.consoleUrl);
  await expect(agent.getByRole('list')).toHaveCount(0);
  await enter(agent, 'lin.xia', 'not the password');
  await expect(agent.getByRole('alert')).toContainText('do not go together');
  await enter(agent, 'lin.xia', oneTime);
  await choosePassword(agent, 'rivers run to the sea');
  await expect(agent.getByRole('grid', { name: 'Inbox' })).toBeVisible();
  await expect(agent.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Desk' })).toHaveCount(0);

  const customer = await startChat(customers, desk);
  const words = 'I was charged twice for one coffee';
  await customerWrites(customer, words);
  await openCase(agent, words);
  const pane = agent.getByRole('complementary', { name: 'Customer' });
  await expect(pane.getByText('No wallet is connected to this desk')).toBeVisible();
  await expect(pane.getByText('--config')).toBeVisible();
  await expect(agent.getByText('does not answer')).toHaveCount(0);
  await agentReplies(agent, 'I am looking into it');
  await expect(customer.getByText('I am looking into it')).toBeVisible();
  await Promise.all([admins.close(), agents.close(), customers.close()]);
});
