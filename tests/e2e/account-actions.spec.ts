import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customerWrites, cuttableLine, expect, openCase, openPalette, pauseSimulation, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';

/** What stands in the open dialog. */
async function hasNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include('[role=dialog]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Gives the code that the demo's authenticator app would show, and goes on. */
async function confirms(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Use it' }).click({ timeout: 60_000 });
  await dialog.getByRole('button', { name: button, exact: true }).click();
}

test('a customer is verified by the code on their phone; money above the limit is approved by a supervisor, and the customer is told', async ({
  browser,
  desk,
}) => {
  test.setTimeout(240_000);
  const [agents, supervisors, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const asked: string[] = [];
  agents.once('page', (page) => page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload)))));
  const agent = await signIn(agents, desk, 'Agent', /Lin Xia/);
  const line = await cuttableLine(supervisors);
  const supervisor = await signIn(supervisors, desk, 'Supervisor');
  await pauseSimulation(supervisor);
  const customer = await startChat(customers, desk);
  const words = 'My top-up of 200 has been missing since yesterday';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept' }).click();
  await agent
    .getByRole('complementary', { name: 'Customer' })
    .getByRole('button', { name: /^Confirm/ })
    .first()
    .click();
  await expect(agent.getByText('Not verified')).toBeVisible();
  await expect(agent.getByRole('region', { name: 'What can be done' })).toBeVisible();

  // The code comes to the phone that the demo shows on the customer's page; the customer reads it out.
  await agent.getByRole('button', { name: 'Verify', exact: true }).click();
  const dialog = agent.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Send a code' })).toBeFocused();
  await agent.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Code that the customer reads out' })).toBeFocused();
  const phone = customer.getByRole('complementary', { name: 'Demo: your phone' });
  await expect(phone).toContainText(/\d{6}/);
  const code = /\d{6}/.exec((await phone.textContent()) ?? '')?.[0] ?? '';
  // The dialog is closed to tell the customer that a code is coming; the code, and the questions, are still there afterwards.
  await dialog.getByRole('button', { name: 'Ask questions' }).click();
  const question = dialog.getByRole('region', { name: 'Questions' }).getByRole('textbox').first();
  await expect(question).toBeVisible();
  await agent.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await agent.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(dialog.getByText(/^Sent to 1\d{2}\*{4}\d{4}\. Good for 9:\d\d/)).toBeVisible();
  await expect(question).toBeVisible();
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('sent the customer a one-time code')).toHaveCount(1);
  await dialog.getByRole('textbox', { name: 'Code that the customer reads out' }).fill('0');
  await dialog.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(dialog.getByRole('alert')).toHaveText('That is not right.');
  await expect(dialog.getByText('2 tries left')).toBeVisible();
  await hasNoFaults(agent);
  await dialog.getByRole('textbox', { name: 'Code that the customer reads out' }).fill(code);
  await agent.keyboard.press('Enter');
  await expect(dialog.getByText(/^Passed, counts for/)).toBeVisible();
  await agent.keyboard.press('Escape');
  await expect(agent.getByRole('button', { name: 'Verify', exact: true })).toBeFocused();
  await expect(agent.getByText(/^Verified, \d+:\d\d left$/)).toBeVisible();

  // What is above the limit waits for a second person; the sentence says what will be done before it is.
  await openPalette(agent);
  await agent.keyboard.type('Credit a coupon');
  await agent.keyboard.press('Enter');
  await expect(dialog.getByRole('combobox', { name: 'Promotion' })).toBeFocused();
  await dialog.getByRole('combobox', { name: 'Promotion' }).selectOption({ label: 'Goodwill coupon' });
  await dialog.getByRole('textbox', { name: /^Amount/ }).fill('6000');
  await dialog.getByRole('combobox', { name: 'Reason' }).selectOption({ label: 'Goodwill' });
  await expect(dialog.getByRole('region', { name: 'What will be done' })).toContainText(/Credit ¥6,000\.00 from “Goodwill coupon” to/);
  await expect(dialog.getByRole('textbox', { name: 'Message to the customer once it is done' })).toHaveValue(/6,000\.00/);
  await dialog.getByRole('textbox', { name: 'Message to the customer once it is done' }).fill('We have credited 6,000 to your wallet, with our apologies.');
  await hasNoFaults(agent);
  await confirms(agent, 'Ask for approval');
  await expect(dialog.getByRole('status')).toContainText('A second person has to approve it');
  await expect(dialog.getByRole('button', { name: 'Done' })).toBeFocused();
  await agent.keyboard.press('Escape');

  // The supervisor sees it at once, on every page, with the account as it is then.
  const rail = supervisor.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Supervise/ });
  await expect(rail).toHaveAccessibleName(/1/);
  await rail.click();
  const approvals = supervisor.getByRole('region', { name: 'Waiting for approval' });
  await expect(approvals.getByRole('listitem')).toContainText('Credit a coupon, ¥6,000.00');
  // What cannot be read now is asked for once more, from where one is.
  line.cut();
  const lost = approvals.getByRole('alert');
  await expect(lost).toBeVisible();
  await approvals.getByRole('button', { name: 'Look and decide' }).click();
  const deciding = supervisor.getByRole('dialog');
  const again = deciding.getByRole('alert').getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  line.mend();
  await expect(lost).toHaveCount(0);
  await again.click();
  await expect(deciding.getByRole('alert')).toHaveCount(0);
  // The focus is where one writes, and not on what stands in the place of the button that was pressed.
  const proof = deciding.getByRole('textbox', { name: 'Code from your authenticator app' });
  await deciding.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(deciding.getByRole('textbox')).toBeFocused();
  await deciding.getByRole('button', { name: 'Cancel' }).last().click();
  await expect(proof).toBeFocused();
  await expect(supervisor.getByRole('dialog').getByRole('region', { name: 'The account as it is now' })).toContainText('Customer: Verified');
  await hasNoFaults(supervisor);
  await confirms(supervisor, 'Approve');
  await expect(supervisor.getByRole('dialog').getByRole('status')).toContainText('done');
  await expect(deciding.getByRole('button', { name: 'Done' })).toBeFocused();
  await expect(approvals.getByText('Nothing waits for a second person.')).toBeAttached();

  // Whoever asked is told, the case says who did what, and the customer reads the agent's words.
  await expect(agent.getByText('Credit a coupon, ¥6,000.00: done').first()).toBeVisible();
  const log = agent.getByRole('log', { name: 'Conversation' });
  await expect(log.getByText(/approved: Credit a coupon, ¥6,000\.00/)).toHaveCount(1);
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText('We have credited 6,000 to your wallet, with our apologies.')).toHaveCount(1);

  // What was done before is in the customer's page as it is opened: it is asked for once.
  await pressKey(agent, 'Alt+q');
  await expect(log).toHaveCount(0);
  asked.length = 0;
  await openCase(agent, 'We have credited 6,000 to your wallet, with our apologies.');
  await expect(agent.getByRole('list', { name: 'Asked for in this case' })).toContainText('done');
  await expect(agent.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first()).toBeVisible();
  expect(asked.filter((frame) => frame.includes('/customers/account'))).toHaveLength(1);
  for (const context of [agents, supervisors, customers]) await context.close();
});
