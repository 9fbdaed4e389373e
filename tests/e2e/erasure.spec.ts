import { customerWrites, expect, holdFrames, offers, openCase, openPalette, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { faults } from '#tests/e2e/faults.ts';
import { long } from '#tests/whole.ts';

test('an administrator erases a person from the customer’s panel: why, typed, and nothing of it is left to read', async ({ browser, desk }) => {
  const [admins, agents, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'Please forget me: cassowaryword');
  const agent = await signIn(agents, desk, 'Agent', /Lin Xia/);
  await openCase(agent, 'Please forget me: cassowaryword');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('half written about cassowaryword');
  await expect(agent.getByRole('complementary', { name: 'Customer' }).getByRole('button', { name: 'Erase this person…' })).toHaveCount(0);

  const admin = await signIn(admins, desk, 'Administrator');
  await openCase(admin, 'Please forget me: cassowaryword');
  await admin.getByRole('button', { name: 'Erase this person…' }).focus();
  await admin.keyboard.press('Enter');
  const dialog = admin.getByRole('dialog', { name: 'Erase this person' });
  await expect(dialog.getByText('Nobody is confirmed for this case')).toBeVisible();
  const erase = dialog.getByRole('button', { name: 'Erase for good' });
  await expect(erase).toBeDisabled();
  await dialog.getByRole('radio', { name: 'The person asked for it' }).check();
  await expect(erase).toBeDisabled();
  const confirm = dialog.getByRole('textbox', { name: /^Type .+ to confirm$/ });
  const number = /Type (\S+) to confirm/.exec((await dialog.getByText(/^Type .+ to confirm$/).textContent()) ?? '')?.[1] ?? '';
  await confirm.fill(`${number}x`);
  await expect(erase).toBeDisabled();
  expect(await faults(admin)).toEqual([]);
  await confirm.fill(number);
  await erase.click();
  await expect(dialog).toHaveCount(0);

  await expect(agent.getByRole('alert').filter({ hasText: 'What you had written is gone: the person of its case was erased' })).toBeVisible();
  for (const page of [admin, agent]) {
    // One label, in the case, at its messages and in the list; and nobody has taken the case by it.
    await expect(page.getByRole('heading', { name: 'Erased person', level: 2 })).toBeVisible();
    await expect(page.getByRole('log', { name: 'Conversation' }).getByRole('article', { name: /^Erased person, / })).toHaveCount(1);
    await expect(page.locator('[data-case]').getByText(/^Yours$|took the case/)).toHaveCount(0);
    await expect(page.getByRole('log', { name: 'Conversation' }).getByText('This text was erased.')).toHaveCount(1);
    await expect(page.getByRole('log', { name: 'Conversation' }).getByText(/erased what was said in this case: The person asked for it/)).toHaveCount(1);
    await expect(page.getByText(/^Erased .+ Nothing can be added to this case\.$/)).toBeVisible();
    await expect(page.getByText('cassowaryword')).toHaveCount(0);
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
    await expect(page.getByRole('complementary', { name: 'Customer' }).getByRole('heading', { name: /^Erased / })).toBeVisible();
  }
  expect(await faults(admin)).toEqual([]);
  await agent.getByRole('radio', { name: /^Closed/ }).click();
  await expect(agent.getByRole('grid', { name: 'Inbox' }).getByText('Erased person')).toHaveCount(1);
  await agent.getByRole('searchbox', { name: 'Search' }).fill('cassowaryword');
  await expect(agent.getByText('Nothing found')).toBeVisible();

  // Its replay takes no note: there is no key left to seal one with.
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Replay' }).click();
  await admin.getByRole('navigation', { name: 'Closed cases' }).getByRole('listitem').first().getByRole('button').click();
  await admin.getByRole('tab', { name: /^Notes/ }).click();
  await expect(admin.getByText('This case was erased: nothing can be noted on it any more.')).toBeVisible();
  await expect(admin.getByRole('textbox', { name: /^Note at/ })).toHaveCount(0);
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Inbox/ }).click();

  // Who writes again begins anew.
  await customerWrites(customer, 'I am back: kookaburraword');
  await openCase(admin, 'I am back: kookaburraword');
  await expect(admin.getByText('This text was erased.')).toHaveCount(0);
  await Promise.all([admins, agents, customers].map((context) => context.close()));
});

long(test)('who had words kept beside a draft of an erased person is told once that they are gone, whatever case is open', async ({ browser, desk }) => {
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext(), browser.newContext()]);
  const [first, second, admins, customers] = contexts;
  const line = await holdFrames(first);
  const [one, two, admin] = [await signIn(first, desk), await signIn(second, desk), await signIn(admins, desk, 'Administrator')];
  const customer = await startChat(customers, desk);
  const words = 'Please forget me as well: potooword';
  await customerWrites(customer, words);
  await Promise.all([openCase(one, words), openCase(two, words)]);
  const box = two.getByRole('textbox', { name: 'Reply' });
  line.hold();
  await box.fill('Words of the second window');
  await expect(two.getByText('Draft saved')).toBeVisible();
  await one.getByRole('textbox', { name: 'Reply' }).fill('Words of the first window');
  await expect(two.getByRole('list', { name: 'Kept words' }).getByText('Words of the second window')).toBeVisible();
  line.release();
  await first.close();
  // No draft is left, and the case is not the open one any more.
  await box.fill('');
  await expect(two.getByText('Draft saved')).toHaveCount(0);
  await two.getByRole('searchbox', { name: 'Search' }).fill('customer:C100010');
  await two.getByRole('listbox').getByRole('option').first().click();
  await expect(two.getByRole('list', { name: 'Kept words' })).toHaveCount(0);

  await openCase(admin, words);
  await admin.getByRole('button', { name: 'Erase this person…' }).press('Enter');
  const dialog = admin.getByRole('dialog', { name: 'Erase this person' });
  await dialog.getByRole('radio', { name: 'The person asked for it' }).check();
  const confirm = dialog.getByRole('textbox', { name: /^Type .+ to confirm$/ });
  await confirm.fill(/Type (\S+) to confirm/.exec((await dialog.getByText(/^Type .+ to confirm$/).textContent()) ?? '')?.[1] ?? '');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(two.getByRole('alert').filter({ hasText: 'the person of its case was erased' })).toHaveCount(1);
  await Promise.all(contexts.slice(1).map((context) => context.close()));
});

test('what stands in the customer’s “…” menu are commands too, each for who may and where there is somebody', async ({ browser, desk }) => {
  const [admins, agents] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [admin, agent] = [await signIn(admins, desk, 'Administrator'), await signIn(agents, desk, 'Agent')];
  for (const page of [admin, agent]) {
    expect(await offers(page, 'Not this customer')).toBe(false);
    expect(await offers(page, 'Erase this person')).toBe(false);
    await page.getByRole('searchbox', { name: 'Search' }).fill('customer:C100010');
    await page.getByRole('listbox').getByRole('option').first().click();
    await expect(page.getByRole('region', { name: 'Account' })).toBeVisible();
  }
  for (const command of ['Call note with this customer', 'Refresh the customer', 'Open chat as this customer', 'Not this customer'])
    expect([command, await offers(admin, command)]).toEqual([command, true]);
  expect(await offers(agent, 'Erase this person')).toBe(false);

  await openPalette(admin);
  await admin.keyboard.type('Erase this person');
  await admin.keyboard.press('Enter');
  const dialog = admin.getByRole('dialog', { name: 'Erase this person' });
  await expect(dialog.getByText(/C100010/).first()).toBeVisible();
  expect(await faults(admin)).toEqual([]);
  await admin.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await openPalette(admin);
  await admin.keyboard.type('Not this customer');
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('heading', { name: 'Visitor' })).toBeVisible();
  expect(await offers(admin, 'Not this customer')).toBe(false);
  expect(await offers(admin, 'Erase this person')).toBe(true);
  await Promise.all([admins.close(), agents.close()]);
});

long(test)('an administrator fills the cache again and says how long closed cases are kept', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const admin = await signIn(context, desk, 'Administrator');
  const count = admin.getByRole('radio', { name: /^Closed/ });
  // The number comes a moment after the word.
  await expect(count).toHaveText(/\d/);
  const before = await count.textContent();
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  const section = admin.getByRole('region', { name: 'What this machine keeps' });
  await expect(section.getByText(/closed ones for 30 days/)).toBeVisible();
  await section.getByRole('button', { name: 'Rebuild the cache' }).click();
  await section.getByRole('button', { name: 'Leave it' }).click();
  await section.getByRole('button', { name: 'Rebuild the cache' }).click();
  expect(await faults(admin)).toEqual([]);
  await section.getByRole('button', { name: 'Rebuild now' }).click();
  await expect(section.getByRole('button', { name: 'Rebuild the cache' })).toBeEnabled();
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Inbox' }).click();
  await expect(count).toHaveText(before ?? '');

  await admin.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Desk' }).click();
  await admin.getByRole('tab', { name: 'Retention' }).click();
  await admin.getByRole('button', { name: /Closed cases on this desk’s machines/ }).click();
  await admin.getByRole('textbox', { name: 'Days' }).fill('7');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(admin.getByText('7 days after the last activity')).toBeVisible();
  await admin.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  await expect(section.getByText(/closed ones for 7 days/)).toBeVisible();
  await context.close();
});
