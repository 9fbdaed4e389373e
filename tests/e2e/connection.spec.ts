import { customerWrites, cuttableLine, expect, holdFrames, openCase, signIn, startChat, test } from '#tests/e2e/desk.ts';

test('a lost connection is told, what is written stays, and a page of an earlier run says so', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  await agents.grantPermissions(['clipboard-read', 'clipboard-write']);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'Please raise my limit for travelling';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await expect(agent.getByText(/In sync up to \d\d:\d\d:\d\d/)).toBeVisible();
  await desk.kill();
  await expect(agent.getByRole('alert').getByText(/No connection to the desk/)).toBeVisible();
  await expect(agent.getByText(/Connection lost, trying again/)).toBeVisible();
  await agent.getByRole('textbox', { name: 'Reply' }).fill('Sent while nobody listened');
  await agent.getByRole('button', { name: 'Send' }).click();
  const unsent = agent.getByRole('log', { name: 'Conversation' }).getByRole('article').filter({ hasText: 'Sent while nobody listened' });
  await expect(unsent).toContainText('Not sent: no connection. It goes out once this page is connected again');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('Written while nobody listened');
  await expect(agent.getByText('Draft not saved: no connection')).toBeVisible();
  await customer.getByRole('textbox', { name: 'Message' }).fill('Are you there?');
  await customer.getByRole('button', { name: 'Send' }).click();

  await desk.startAgain();
  await expect(agent.getByRole('alert').getByText(/this page belongs to the earlier run/)).toBeVisible({ timeout: 20_000 });
  // What an agent can do: they have no terminal to read an address from.
  await expect(agent.getByRole('alert').getByText(/then open the console anew/)).toBeVisible();
  // The foot of the window says the same: nothing is tried again.
  await expect(agent.getByText(/Connection lost, trying again/)).toHaveCount(0);
  await expect(agent.getByText(/This page is of an earlier run/)).toBeVisible();
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toHaveValue('Written while nobody listened');
  // What was sent in vain promises nothing any more, and can be taken to the newest page.
  await expect(unsent).toContainText('Not sent: this page belongs to an earlier run');
  await expect(unsent).not.toContainText('It goes out');
  await unsent.getByRole('button', { name: 'Copy' }).click();
  await expect(agent.getByText('Copied.')).toBeVisible();
  expect(await agent.evaluate(() => navigator.clipboard.readText())).toBe('Sent while nobody listened');
  // What this window alone has stands in its list of drafts, and is not left without a question.
  await agent.getByRole('button', { name: '1 draft' }).click();
  const drafts = agent.getByRole('dialog', { name: 'My drafts' });
  const unsaved = drafts.getByRole('listitem').filter({ hasText: 'Written while nobody listened' });
  await expect(unsaved).toContainText('Not saved');
  await unsaved.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => agent.evaluate(() => navigator.clipboard.readText())).toBe('Written while nobody listened');
  await agent.keyboard.press('Escape');
  const asked = agent.waitForEvent('dialog');
  await agent.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toHaveValue('Written while nobody listened');
  // The customer's page holds its message and sends it when the desk is back.
  const again = await signIn(agents, desk);
  await openCase(again, 'Are you there?');
  await expect(again.getByRole('log', { name: 'Conversation' }).getByText('Are you there?')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close()]);
});

test('of a message that was given to a connection that broke the page says that nobody knows, and the same run is asked again', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const line = await cuttableLine(agents);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'Is my card on its way?');
  await openCase(agent, 'Is my card on its way?');
  line.mend('cases/act');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('It left yesterday');
  await agent.getByRole('textbox', { name: 'Reply' }).press('Enter');
  const log = agent.getByRole('log', { name: 'Conversation' });
  const sent = log.getByRole('article').filter({ hasText: 'It left yesterday' });
  await expect(sent).toContainText('On its way');
  await expect.poll(() => line.lost()).toBe(1);
  line.cut();
  await expect(sent).toContainText('Not known whether it went out: the connection was lost');
  // The next waits behind it, and was given to nothing.
  await agent.getByRole('textbox', { name: 'Reply' }).fill('It takes three days');
  await agent.getByRole('textbox', { name: 'Reply' }).press('Enter');
  await expect(log.getByRole('article').filter({ hasText: 'It takes three days' })).toContainText('Not sent: no connection');
  line.mend();
  await expect(customer.getByText('It takes three days')).toHaveCount(1, { timeout: 20_000 });
  await expect(customer.getByText('It left yesterday')).toHaveCount(1);
  await expect(sent).toHaveCount(1);
  await expect(sent).not.toContainText('Not known');
  await Promise.all([agents.close(), customers.close()]);
});

test('of a message that went out as the desk was killed the page of that run never says that it will', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const frames = await holdFrames(agents);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'Which bank do you work with?');
  await openCase(agent, 'Which bank do you work with?');
  const reply = agent.getByRole('textbox', { name: 'Reply' });
  await reply.fill('With several');
  // Until the draft is saved nothing is sent.
  await expect(agent.getByText(/Draft saved/)).toBeVisible();
  frames.hold();
  await reply.press('Enter');
  await expect(customer.getByText('With several')).toHaveCount(1);
  await desk.kill();
  const sent = agent.getByRole('log', { name: 'Conversation' }).getByRole('article').filter({ hasText: 'With several' });
  await expect(sent).toContainText('Not known whether it went out: the connection was lost');
  frames.release();
  await desk.startAgain();
  await expect(sent).toContainText('Not known whether it went out: this page belongs to an earlier run', { timeout: 20_000 });
  await expect(sent).not.toContainText('It goes out');
  await expect(sent.getByRole('button', { name: 'Copy' })).toBeVisible();
  const again = await signIn(agents, desk);
  await openCase(again, 'With several');
  await expect(again.getByRole('log', { name: 'Conversation' }).getByText('With several')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close()]);
});

test('a page without the link’s token, or with a wrong one, shows nothing', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { origin } = new URL(desk.consoleUrl);
  await page.goto(origin);
  await expect(page.getByRole('heading', { name: /needs the link/ })).toBeVisible();
  await page.goto(`${origin}/#token=wrong`);
  await page.reload();
  await expect(page.getByRole('heading', { name: /needs the link/ })).toBeVisible();
  await context.close();
});

test('a desk that hangs is told as a lost connection, and what is sent meanwhile goes out once when it goes on', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'Does my card work abroad?');
  await openCase(agent, 'Does my card work abroad?');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('Everywhere');
  await expect(agent.getByText('Draft saved')).toBeVisible();
  desk.hang();
  await agent.getByRole('button', { name: 'Send' }).click();
  const sent = agent.getByRole('log', { name: 'Conversation' }).getByRole('article').filter({ hasText: 'Everywhere' });
  await expect(sent).toContainText('On its way');
  await expect(agent.getByRole('alert').getByText(/No connection to the desk/)).toBeVisible({ timeout: 30_000 });
  await expect(agent.getByText(/Connection lost, trying again/)).toBeVisible();
  await expect(sent).toContainText('Not known whether it went out');
  desk.goOn();
  await expect(agent.getByRole('alert').getByText(/No connection to the desk/)).toHaveCount(0, { timeout: 30_000 });
  await expect(customer.getByText('Everywhere')).toHaveCount(1, { timeout: 30_000 });
  await expect(sent).toHaveCount(1);
  await expect(sent).toContainText(/Sent|Delivered|Read/);
  await Promise.all([agents.close(), customers.close()]);
});
