import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customerWrites, expect, openCase, pressKey, runCommand, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

const clean = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

test('a full value is shown for a reason, for a while, and the supervisor finds it in an audit that is whole', async ({ browser, desk }) => {
  const [agents, supervisors, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  await agents.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(desk.consoleUrl).origin });
  const agent = await signIn(agents, desk, 'Agent', /Lin Xia/);
  const customer = await startChat(customers, desk);
  const words = 'My refund of 77 did not arrive at all';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept', exact: true }).click();
  await agent.getByRole('textbox', { name: 'Find customer' }).fill('C100001');
  await agent.getByRole('option', { name: /C100001/ }).click();
  const account = agent.getByRole('region', { name: 'Account' });
  await account.getByRole('button', { name: 'Details' }).click();
  await account.getByRole('button', { name: /Show the phone number/ }).click();
  const form = agent.getByRole('dialog', { name: /Show the phone number/ });
  await expect(form.getByRole('button', { name: 'Show for 30 s' })).toBeDisabled();
  await form.getByText('Call the customer back').click();
  await form.getByRole('textbox').fill('asks for a call at six');
  await clean(agent);
  await form.getByRole('button', { name: 'Show for 30 s' }).click();
  const shown = account.locator('bdi', { hasText: /^1\d{10}$/ });
  await expect(shown).toBeVisible();
  const raw = (await shown.textContent()) ?? '';
  await expect(account.getByRole('timer', { name: /Masked again in/ })).toBeVisible();
  // By the keys as by the button: the copy is on record first.
  await shown.selectText();
  await agent.keyboard.press('Control+c');
  await expect(agent.getByText(/^Copied\./)).toBeVisible();
  expect(await agent.evaluate(() => navigator.clipboard.readText())).toContain(raw);
  await account.getByRole('button', { name: 'Mask again' }).click();
  await expect(shown).toHaveCount(0);
  await agent.evaluate((text) => navigator.clipboard.writeText(text), 'something else');

  const supervisor = await signIn(supervisors, desk, 'Supervisor');
  await pressKey(supervisor, 'Control+,');
  const audit = supervisor.getByRole('region', { name: 'Entries of the audit' });
  await supervisor.getByRole('textbox', { name: 'Customer number' }).fill('c100001');
  await expect(audit.getByRole('row', { name: /Full value copied.*phone number/ })).toBeVisible();
  await expect(audit.getByRole('row', { name: /Full value shown.*phone number · Call the customer back · “asks for a call at six”/ })).toBeVisible();
  await expect(audit).not.toContainText(raw);
  await supervisor.getByRole('button', { name: 'Verify now' }).click();
  await expect(supervisor.getByText(/^Whole: \d+ entries verified/)).toBeVisible();
  await clean(supervisor);
  for (const context of [agents, supervisors, customers]) await context.close();
});

long(test)('a colleague’s customer opens for a reason and a code; the supervisor is told at once, and the conversation shows it', async ({ browser, desk }) => {
  const [others, zhaos, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const customer = await startChat(customers, desk);
  const words = 'The shop refunded and my refund of 78 is nowhere';
  await customerWrites(customer, words);
  await customer.close();
  const lin = await signIn(others, desk, 'Agent', /Lin/);
  await openCase(lin, words);
  await lin.getByRole('button', { name: 'Accept', exact: true }).click();
  await lin.getByRole('textbox', { name: 'Find customer' }).fill('C100002');
  await lin.getByRole('option', { name: /C100002/ }).click();
  await expect(lin.getByRole('region', { name: 'Account' }).getByText('C100002').first()).toBeVisible();
  await lin.close();

  const supervisor = await signIn(others, desk, 'Supervisor');
  const zhao = await signIn(zhaos, desk, 'Agent', /Zhao Yiming/);
  await zhao.getByRole('radiogroup', { name: 'View' }).getByText('All').click();
  await openCase(zhao, words);
  const account = zhao.getByRole('region', { name: 'Account' });
  await expect(account.getByRole('heading', { name: 'Not your case' })).toBeVisible();
  await expect(account.getByRole('button', { name: 'Open all the same' })).toBeVisible();
  await runCommand(zhao, 'Open without a case of yours');
  const form = zhao.getByRole('dialog', { name: 'Open without a case of yours' });
  await form.getByText('The colleague is away').click();
  await form.getByRole('textbox', { name: 'In your words (needed)' }).fill('Lin went home');
  await clean(zhao);
  await form.getByRole('button', { name: 'Use it' }).click();
  await form.getByRole('button', { name: 'Open for ten minutes' }).click();
  await expect(account.getByText('C100002').first()).toBeVisible();
  await expect(zhao.getByRole('timer').filter({ hasText: /Open to you for \d+:\d\d more/ })).toBeVisible();
  await expect(zhao.getByRole('log', { name: 'Conversation' }).getByText(/Zhao Yiming opened the case without having it/)).toBeVisible();

  const told = /Zhao Yiming opened a case without having it: The colleague is away/;
  await expect(supervisor.getByText(told).first()).toBeVisible();
  await pressKey(supervisor, 'Control+2');
  await expect(supervisor.getByRole('list', { name: 'Told at once' }).getByText(told)).toBeVisible();
  for (const context of [others, zhaos, customers]) await context.close();
});

test('a customer without any case is found by their full number and opened for a reason and a code', async ({ browser, desk }) => {
  const [agents, supervisors] = await Promise.all([browser.newContext(), browser.newContext()]);
  const supervisor = await signIn(supervisors, desk, 'Supervisor');
  const agent = await signIn(agents, desk, 'Agent', /Zhao Yiming/);
  await agent.getByRole('searchbox', { name: 'Search' }).fill('my number is 13812345678');
  await agent.getByRole('option', { name: 'Whose number is this? Ask the wallet' }).click();
  const finding = agent.getByRole('dialog', { name: 'Find a customer in the wallet' });
  await expect(finding.getByRole('textbox', { name: 'Find customer' })).toHaveValue('my number is 13812345678');
  await expect(finding.getByRole('textbox', { name: 'Find customer' })).toBeFocused();
  // Nobody of the demo wallet has that number; whose it is not can be found by name and number all the same.
  await finding.getByRole('textbox', { name: 'Find customer' }).fill('C100150');
  await expect(agent.getByRole('option', { name: /C100150/ })).toBeVisible();
  await clean(agent);
  await agent.getByRole('option', { name: /C100150/ }).click();
  const page = agent.getByRole('region', { name: 'Customer without a case' });
  await expect(page.getByText(/C100150/)).toBeVisible();
  const pane = agent.getByRole('complementary', { name: 'Customer' });
  await expect(pane.getByRole('heading', { name: 'The account is closed' })).toBeVisible();
  await clean(agent);
  // The palette knows it by the button's words too.
  await pressKey(agent, 'Control+K');
  await agent.getByPlaceholder('Type a command').fill('all the same');
  await expect(agent.getByRole('dialog', { name: 'Command palette' }).getByRole('button', { name: 'Open a customer without a case' })).toBeVisible();
  await agent.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open the account all the same' }).click();
  const form = agent.getByRole('dialog', { name: 'Open a customer without a case' });
  await form.getByText('Suspected fraud').click();
  await form.getByRole('textbox', { name: 'In your words (needed)' }).fill('a bank has warned of this account');
  await form.getByRole('button', { name: 'Use it' }).click();
  await form.getByRole('button', { name: 'Open for ten minutes' }).click();
  const account = pane.getByRole('region', { name: 'Account' });
  await expect(account.getByText('Balance')).toBeVisible();
  await expect(pane.getByRole('timer').filter({ hasText: /Open to you for \d+:\d\d more/ })).toBeVisible();
  await expect(pane.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first()).toBeVisible();
  await account.getByRole('button', { name: 'More about this customer' }).click();
  await expect(agent.getByRole('menuitem', { name: 'Not this customer' })).toHaveCount(0);
  await agent.keyboard.press('Escape');
  await clean(agent);
  // Gone from the screen and found again within its time, it is still open.
  await pressKey(agent, 'Alt+q');
  await expect(page).toHaveCount(0);
  await agent.getByRole('button', { name: 'Find a customer in the wallet' }).click();
  await finding.getByRole('textbox', { name: 'Find customer' }).fill('C100150');
  await agent.getByRole('option', { name: /C100150/ }).click();
  await expect(account.getByText('Balance')).toBeVisible();

  const told = /Zhao Yiming opened a customer without any case: Suspected fraud/;
  await expect(supervisor.getByText(told).first()).toBeVisible();
  await pressKey(supervisor, 'Control+2');
  await expect(supervisor.getByRole('list', { name: 'Told at once' }).getByText(told)).toBeVisible();
  await expect(supervisor.getByRole('list', { name: 'Told at once' })).toContainText('C100150');
  await expect(supervisor.getByRole('list', { name: 'Told at once' })).toContainText('a bank has warned of this account');

  await pressKey(agent, 'Alt+q');
  await agent.getByRole('button', { name: 'Find a customer in the wallet' }).click();
  await finding.getByRole('textbox', { name: 'Find customer' }).fill('C100150');
  // Escape closes the form at the first press, whatever was found.
  await expect(agent.getByRole('option', { name: /C100150/ })).toBeVisible();
  await agent.keyboard.press('Escape');
  await expect(finding).toHaveCount(0);
  for (const context of [agents, supervisors]) await context.close();
});
