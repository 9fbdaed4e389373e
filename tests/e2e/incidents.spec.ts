import type { Page } from '@playwright/test';
import { customerWrites, expect, openCase, pauseSimulation, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { faults } from '#tests/e2e/faults.ts';

const complaints = [
  'I topped up 200 from ICBC and it has not arrived',
  'My ICBC top-up of 350 is still pending',
  'Where is my top-up? ICBC took the money',
  'ICBC top up failed, but my bank card was charged',
  'topped up 80 with my ICBC card an hour ago, nothing so far',
];

test('five strangers write about late ICBC top-ups: the supervisor is told, makes an incident, and all are answered; at its end all are told', async ({
  browser,
  desk,
}) => {
  test.slow();
  const staff = await Promise.all([browser.newContext(), browser.newContext()]);
  const supervisor = await signIn(staff[0], desk, 'Supervisor');
  await pauseSimulation(supervisor);
  const contexts = await Promise.all(complaints.map(() => browser.newContext()));
  const customers: Page[] = [];
  for (const [index, words] of complaints.entries()) {
    const customer = await startChat(contexts[index] as (typeof contexts)[number], desk);
    await customerWrites(customer, words);
    customers.push(customer);
  }

  const notice = supervisor.getByText(/^\d+ customers in the last hour wrote about ICBC top-ups\. Make an incident\?$/);
  await expect(notice).toBeVisible();
  await supervisor.getByRole('button', { name: 'Make an incident…' }).click();
  const dialog = supervisor.getByRole('dialog');
  await expect(dialog.getByText(/^\d+ open cases match now$/)).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Title (简体中文)' })).toHaveValue(/工商银行充值/);
  await dialog.getByRole('textbox', { name: 'Title (English)' }).fill('ICBC top-ups are late');
  const answer = 'We know that top-ups from ICBC are late today. Please do not send the money again.';
  await dialog.getByRole('textbox', { name: 'What customers are told (English)' }).fill(answer);
  expect(await faults(supervisor)).toEqual([]);
  await dialog.getByRole('button', { name: 'Report it' }).click();

  await expect(supervisor.getByRole('dialog', { name: 'Answer cases: ICBC top-ups are late' })).toBeVisible();
  const listed = dialog.getByRole('list', { name: 'Cases' });
  for (const words of complaints) await expect(listed.getByText(words)).toHaveCount(1);
  expect(await faults(supervisor)).toEqual([]);
  await dialog.getByRole('button', { name: /^Answer \d+ cases$/ }).click();
  await expect(dialog.getByText(/^All \d+ are through\./)).toBeVisible();
  for (const customer of customers) await expect(customer.getByRole('log', { name: 'Chat' }).getByText(answer)).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(notice).toHaveCount(0);

  // One who writes now is known at once: the agent links the case and answers with the same words.
  const late = await browser.newContext();
  const sixth = await startChat(late, desk);
  const words = 'Hello, is the ICBC top-up stuck? 500 is missing';
  await customerWrites(sixth, words);
  const agent = await signIn(staff[1], desk);
  await openCase(agent, words);
  const banner = agent.getByRole('region', { name: 'Known incident' });
  await expect(banner.getByText(/^Known incident: ICBC top-ups are late, since/)).toBeVisible();
  await agent.getByRole('button', { name: 'Accept' }).click();
  await banner.getByRole('button', { name: 'Link case' }).click();
  await expect(banner.getByText(/^Part of a known incident/)).toBeVisible();
  await expect(agent.getByRole('grid', { name: 'Inbox' }).getByTitle('ICBC top-ups are late').first()).toBeVisible();
  await banner.getByRole('button', { name: 'Insert answer' }).click();
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toHaveValue(answer);
  expect(await faults(agent)).toEqual([]);
  await agent.getByRole('button', { name: 'Send' }).click();
  await expect(sixth.getByRole('log', { name: 'Chat' }).getByText(answer)).toHaveCount(1);

  await pressKey(supervisor, 'Control+2');
  const panel = supervisor.getByRole('region', { name: 'Incidents' });
  await expect(panel.getByText(/\d+ open cases linked$/)).toBeVisible();
  await panel.getByRole('button', { name: 'Say that it is over: ICBC top-ups are late' }).click();
  const over = 'ICBC top-ups arrive again; yours should be there now.';
  await dialog.getByRole('textbox', { name: 'What customers may be told now (English)' }).fill(over);
  await dialog.getByRole('button', { name: 'It is over' }).click();
  const sixthCase = dialog.getByRole('listitem').filter({ hasText: 'Gets nothing: taken by' });
  await expect(sixthCase).toHaveCount(1);
  await dialog.getByRole('button', { name: /^Tell \d+ customers$/ }).click();
  await expect(dialog.getByText(/^All \d+ are through\./)).toBeVisible();
  for (const customer of customers) await expect(customer.getByRole('log', { name: 'Chat' }).getByText(over)).toHaveCount(1);
  await expect(sixth.getByRole('log', { name: 'Chat' }).getByText(over)).toHaveCount(0);
  await Promise.all([...staff, ...contexts, late].map((context) => context.close()));
});
