import { customerWrites, expect, lateAnswers, openCase, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { addGroup, adminLogin, adminPassword, test as emptyDesk, enter, setUp, tab, toDesk } from '#tests/e2e/real-desk.ts';

test('how a customer stood before a code was sent is not shown again when that answer comes late', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const answers = await lateAnswers(agents);
  const agent = await signIn(agents, desk, 'Agent', /Lin Xia/);
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
  await agent.getByRole('button', { name: 'Verify', exact: true }).click();
  const dialog = agent.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Send a code' })).toBeEnabled();
  await agent.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // The dialog asks once more how the customer stands, and is answered when the code was sent.
  answers.hold('verification/standing');
  await agent.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect.poll(() => answers.held()).toBe(1);
  answers.holdNoMore();
  await dialog.getByRole('button', { name: 'Send a code' }).click();
  const code = dialog.getByRole('textbox', { name: 'Code that the customer reads out' });
  await expect(code).toBeVisible();
  await code.fill('123');
  answers.release();
  await agent.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(code).toHaveValue('123');
  await expect(dialog.getByText(/^Sent to/)).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

test('a passkey that was removed is not listed again when an answer from before comes late', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const answers = await lateAnswers(context);
  const page = await signIn(context, desk, 'Agent', /Zhao Yiming/);
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await pressKey(page, 'Control+,');
  const panel = page.getByRole('region', { name: 'Your second proof' });
  await panel.getByRole('button', { name: 'Set up a passkey' }).click();
  await panel.getByRole('textbox', { name: 'Name of the passkey' }).fill('blue key');
  await panel.getByRole('button', { name: 'Use it' }).click();
  await panel.getByRole('textbox', { name: 'Code of the app that you have now' }).press('Enter');
  const keys = panel.getByRole('list', { name: 'Passkeys' });
  await keys.getByRole('button', { name: 'Remove the passkey blue key' }).click();
  await panel.getByRole('button', { name: 'Use a passkey' }).click();
  // It is asked once as the proof was given, and once more as the passkey was removed: the first is answered last.
  answers.hold('stepUp/state');
  await panel.getByRole('button', { name: 'Remove the passkey', exact: true }).click();
  await expect(page.getByText('The passkey “blue key” is removed.')).toBeVisible();
  await expect.poll(() => answers.held()).toBe(2);
  answers.releaseLast();
  await expect(keys).toHaveCount(0);
  answers.release();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(keys).toHaveCount(0);
  await context.close();
});

emptyDesk('the desk’s history has its newest change, also when an answer from before comes late', async ({ browser, empty: desk }) => {
  const [ones, others] = await Promise.all([browser.newContext(), browser.newContext()]);
  const answers = await lateAnswers(ones);
  const one = await setUp(ones, desk);
  await toDesk(one);
  await addGroup(one, 'Retail');
  const history = (await tab(one, 'History')).getByRole('list', { name: 'History' });
  await expect(history.getByText('Retail').first()).toBeVisible();
  const other = await others.newPage();
  await other.goto(desk.consoleUrl);
  await enter(other, adminLogin, adminPassword);
  await toDesk(other);
  answers.hold('admin/history');
  await addGroup(other, 'Wholesale');
  await expect.poll(() => answers.held()).toBe(1);
  await addGroup(other, 'Banking');
  await expect.poll(() => answers.held()).toBe(2);
  answers.releaseLast();
  await expect(history.getByText('Banking').first()).toBeVisible();
  answers.release();
  await one.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(history.getByText('Banking').first()).toBeVisible();
  await Promise.all([ones.close(), others.close()]);
});
