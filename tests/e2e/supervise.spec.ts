import { customerWrites, expect, openCase, pauseSimulation, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

test('the live board shows who waits, who works on what, and what a supervisor did about it', async ({ browser, desk }) => {
  const [supervisors, agents, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk, 'Agent', /Zhao Yiming/);
  const supervisor = await signIn(supervisors, desk, 'Supervisor');
  // Nobody else comes meanwhile: the numbers are this test's own.
  await pauseSimulation(supervisor);
  await pressKey(supervisor, 'Control+2');
  const board = supervisor.getByRole('region', { name: 'Live board' });
  const cell = (grid: string, row: string, column: string) =>
    board.getByRole('grid', { name: grid }).locator(`[role=row]:has-text("${row}") [col-id=${column}]`).first();
  const refunds = (column: string) => cell('Queues', 'Refunds', column);
  await expect(refunds('waiting')).toHaveText(/^\d+$/);
  const before = Number(await refunds('waiting').textContent());

  const customer = await startChat(customers, desk);
  const words = 'The shop says refunded and my refund is nowhere';
  await customerWrites(customer, words);
  // At least: one who was on the way when the others were stopped may have come as well.
  await expect.poll(async () => Number(await refunds('waiting').textContent())).toBeGreaterThan(before);
  const open = Number(await refunds('active').textContent());
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept' }).click();
  const newest = 'And my top-up of 200 has been missing since yesterday';
  await customerWrites(customer, newest);
  await agent
    .getByRole('complementary', { name: 'Customer' })
    .getByRole('button', { name: /^Confirm/ })
    .first()
    .click();
  const account = agent.getByRole('region', { name: 'Account' }).getByRole('heading').first();
  await expect(account).toHaveText(/\*/);
  const name = (await account.textContent()) ?? '';
  await agent.getByRole('textbox', { name: 'Reply' }).fill('I am looking into your refund');
  await expect(refunds('active')).toHaveText(String(open + 1));

  // How a figure is reckoned, by hovering and by keyboard alike.
  await refunds('serviceLevel').hover();
  await expect(board.getByText(/^Service level \(Refunds\): Answered within the target/)).toBeVisible();
  await refunds('answered').click();
  await supervisor.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await supervisor.keyboard.press('ArrowRight');
  await expect(board.getByText(/^Speed of answer \(Refunds\)/)).toBeVisible();

  const state = cell('Agents', 'Zhao Yiming', 'state');
  // Who was rung meanwhile and did not pick up stands as away.
  await expect(state).toHaveText(/^(Available|Away)$/);
  await state.click();
  const dialog = supervisor.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Lunch' }).click();
  await expect(state).toHaveText('On a break');
  await expect(agent.getByRole('button', { name: /Zhao Yiming.*Lunch/ })).toBeVisible();

  await cell('Queues', 'All queues', 'active').click();
  // However long a case's newest words are, the button beside them is whole.
  const watching = dialog.getByRole('button', { name: 'Watch silently' });
  await expect(watching.nth(3)).toBeVisible();
  const widths = await watching.evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().width)));
  expect(new Set(widths).size).toBe(1);
  await supervisor.keyboard.press('Escape');
  await refunds('active').click();
  await dialog
    .getByRole('listitem')
    .filter({ hasText: newest.slice(0, 30) })
    .getByRole('button', { name: 'Watch silently' })
    .click();
  await expect(supervisor.getByText(/You are watching silently/)).toBeVisible();
  await expect(supervisor.getByRole('log', { name: 'Conversation' }).getByText(words)).toHaveCount(1);
  await expect(supervisor.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await expect(agent.getByText(/is looking|also/)).toHaveCount(0);

  await supervisor.getByRole('button', { name: 'More actions' }).click();
  await supervisor.getByRole('menuitem', { name: 'Reassign…' }).click();
  await supervisor.getByRole('radio', { name: 'Lin Xia' }).check();
  await supervisor.getByRole('button', { name: 'Reassign now' }).click();
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('He Jing gave the case to Lin Xia')).toHaveCount(1);
  // Who had the case is told where they write; their words stay, and the customer whom they confirmed has a name yet.
  await expect(agent.getByText(/^He Jing gave this case to Lin Xia at /)).toBeVisible();
  await expect(agent.getByText('I am looking into your refund')).toBeVisible();
  // The account closes with that, and not with the next look at the wallet.
  await expect(agent.getByRole('heading', { name: 'Not your case' })).toBeVisible({ timeout: 3_000 });
  await expect(agent.getByRole('complementary', { name: 'Customer' }).getByText('Balance')).toHaveCount(0);
  await expect(agent.getByRole('heading', { name, exact: true })).toBeVisible();
  await expect(agent.getByText('Visitor', { exact: true })).toHaveCount(0);
  await supervisor.getByRole('button', { name: 'Back to the board' }).click();
  await expect(board).toBeVisible();
  await Promise.all([supervisors.close(), agents.close(), customers.close()]);
});

long(test)('an agent has no live board, by rail or by key', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk);
  await pressKey(agent, 'Control+2');
  await expect(agent.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Supervise' })).toHaveCount(0);
  await expect(agent.getByRole('region', { name: 'Live board' })).toHaveCount(0);
  await context.close();
});
