import type { Page } from '@playwright/test';
import { agentReplies, customerWrites, expect, holdFrames, openCase, openPalette, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

/** What can be pressed or typed into and lies under what is told just now. */
const covered = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.mantine-Notification-root')].flatMap((toast) => {
      const over = toast.getBoundingClientRect();
      return [...document.querySelectorAll<HTMLElement>('button, a, input, select, textarea, [role="row"]')]
        .filter((control) => !toast.contains(control) && control.checkVisibility({ visibilityProperty: true }))
        .filter((control) => {
          const { left, right, top, bottom, width } = control.getBoundingClientRect();
          return width > 0 && left < over.right && right > over.left && top < over.bottom && bottom > over.top;
        })
        .map((control) => control.outerHTML.slice(0, 200));
    }),
  );

test('a case is noted, tagged, transferred, snoozed, resolved, and opens again when the customer writes', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'My coupon was refused at the till twice';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agentReplies(agent, 'I am looking at the coupon');
  const conversation = agent.getByRole('log', { name: 'Conversation' });

  // By the arrow keys, which stay where they are though the box is another; then by the pointer.
  await agent.getByRole('radio', { name: 'Reply' }).press('ArrowRight');
  await expect(agent.getByRole('radio', { name: 'Note' })).toBeFocused();
  await agent.getByRole('radio', { name: 'Note' }).press('ArrowLeft');
  await expect(agent.getByRole('radio', { name: 'Reply' })).toBeFocused();
  await agent.getByRole('radio', { name: 'Note' }).check();
  await agent.getByRole('textbox', { name: 'Internal note' }).fill('Till 4 was offline today');
  await agent.getByRole('button', { name: 'Save note' }).click();
  await expect(conversation.getByText('Till 4 was offline today')).toHaveCount(1);
  await expect(customer.getByText('Till 4 was offline today')).toHaveCount(0);

  await agent.getByRole('button', { name: 'More actions' }).click();
  await agent.getByRole('menuitem', { name: 'Tags' }).click();
  await agent.getByRole('checkbox', { name: 'VIP' }).check();
  await agent.getByRole('button', { name: 'Apply' }).click();
  await expect(conversation.getByText('Lin Xia added VIP')).toHaveCount(1);
  await agent.getByRole('button', { name: 'Undo' }).click();
  await expect(conversation.getByText('Lin Xia removed VIP')).toHaveCount(1);

  await agent.getByRole('button', { name: 'Snooze', exact: true }).click();
  await agent.getByRole('button', { name: /^10 minutes/ }).click();
  await expect(agent.getByRole('button', { name: 'Wake' })).toBeVisible();
  await agent.getByRole('button', { name: 'Wake' }).click();
  await expect(conversation.getByText('Lin Xia woke the case')).toHaveCount(1);

  await agent.getByRole('button', { name: 'Resolve' }).click();
  await agent.getByRole('radio', { name: 'Solved' }).check();
  await agent.getByRole('button', { name: 'Close case' }).click();
  await expect(conversation.getByText('Lin Xia closed the case: Solved')).toHaveCount(1);
  await expect(agent.getByRole('button', { name: 'Reopen' })).toBeVisible();
  // What is told of it lies over nothing that can be pressed, and goes with what it would undo.
  const undo = agent.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  expect(await covered(agent)).toEqual([]);

  await customerWrites(customer, 'It was refused once more');
  await expect(undo).toHaveCount(0, { timeout: 3_000 });
  await expect(conversation.getByText('It was refused once more')).toHaveCount(1);
  await expect(conversation.getByText('Open again: the customer wrote')).toHaveCount(1);

  await agent.getByRole('button', { name: 'Transfer', exact: true }).click();
  await agent.getByRole('combobox', { name: 'To queue' }).selectOption({ label: 'Promotions' });
  await agent.getByRole('button', { name: 'Transfer now' }).click();
  await expect(conversation.getByText('Lin Xia transferred the case to Promotions')).toHaveCount(1);
  await expect(agent.getByRole('button', { name: 'Accept' })).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

long(test)('two agents accept one case: one has it, the other is told by whom', async ({ browser, desk }) => {
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const frames = await holdFrames(contexts[1]);
  const [first, second] = await Promise.all([signIn(contexts[0], desk, 'Agent', /Lin Xia/), signIn(contexts[1], desk, 'Agent', /Zhao Yiming/)]);
  const customer = await startChat(contexts[2], desk);
  const words = 'A transfer of mine failed and I paid twice';
  await customerWrites(customer, words);
  await Promise.all([openCase(first, words), openCase(second, words)]);
  // The second console hears late that the first has the case, as over a slow line: its button is still there to press.
  frames.hold();
  await first.getByRole('button', { name: 'Accept' }).click();
  await expect(first.getByText('Yours').first()).toBeVisible();
  await second.getByRole('button', { name: 'Accept' }).click();
  frames.release();
  await expect(second.getByRole('alert').getByText(/taken by Lin Xia/)).toHaveCount(1);
  await expect(first.getByRole('alert').getByText(/taken by/)).toHaveCount(0);
  await Promise.all(contexts.map((context) => context.close()));
});

test('who sent, or took out what they wrote, types no longer for the other, also where the other was first', async ({ browser, desk }) => {
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const [first, second, customers] = contexts;
  if (!first || !second || !customers) throw new Error('three browsers');
  const [one, other] = [await signIn(first, desk, 'Agent'), await signIn(second, desk, 'Agent', /Sari/)];
  const agents = [one, other];
  const customer = await startChat(customers, desk);
  const words = 'Both of you answer me';
  await customerWrites(customer, words);
  for (const page of agents) await openCase(page, words);
  const box = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
  const typing = (page: Page) => page.getByText(/ is typing…$/);
  for (const page of agents) await box(page).pressSequentially('It is on its way');
  for (const page of agents) await expect(typing(page)).toBeVisible();
  // By itself it would fade after four seconds.
  await box(one).fill('');
  await expect(typing(other)).toHaveCount(0, { timeout: 2_000 });
  await box(one).pressSequentially('It is on its way');
  await expect(typing(other)).toBeVisible();
  await Promise.all(agents.map((page) => box(page).press('Enter')));
  for (const page of agents) await expect(typing(page)).toHaveCount(0, { timeout: 2_000 });
  await expect(customer.getByText('It is on its way')).toHaveCount(1);
  await Promise.all(contexts.map((context) => context.close()));
});

test('the keyboard alone is enough: find, open, accept, answer, close', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'The voucher number zebra77 is not taken';
  await customerWrites(customer, words);
  await expect(agent.getByRole('grid', { name: 'Inbox' }).getByText(words.slice(0, 40))).toBeVisible();
  await pressKey(agent, 'Control+f');
  await agent.keyboard.type('zebra77');
  await expect(agent.getByRole('option').first()).toBeVisible();
  await agent.keyboard.press('Enter');
  const conversation = agent.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText(words)).toHaveCount(1);
  await pressKey(agent, 'Alt+a');
  await expect(conversation.getByText('Lin Xia took the case')).toHaveCount(1);
  await pressKey(agent, 'Alt+r');
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await agent.keyboard.type('It works again now');
  await agent.keyboard.press('Control+Enter');
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText('It works again now')).toHaveCount(1);
  // The list is one stop of Tab, at the case where its arrow keys left it.
  await agent.getByRole('radio', { name: /^Waiting and mine/ }).focus();
  await agent.keyboard.press('Tab');
  await agent.keyboard.press('ArrowDown');
  const cell = agent.getByRole('grid', { name: 'Inbox' }).locator('[role="gridcell"]:focus');
  await expect(cell).toHaveCount(1);
  const row = await cell.locator('xpath=ancestor::*[@row-index]').getAttribute('row-index');
  await agent.keyboard.press('Tab');
  await expect(agent.getByRole('button', { name: 'Transfer', exact: true })).toBeFocused();
  await agent.keyboard.press('Shift+Tab');
  expect(await cell.locator('xpath=ancestor::*[@row-index]').getAttribute('row-index')).toBe(row);
  // A dialog that a menu opened gives the focus back to the menu's button.
  const more = agent.getByRole('button', { name: 'More actions' });
  await more.press('Enter');
  await agent.getByRole('menuitem', { name: 'Priority' }).press('Enter');
  await expect(agent.getByRole('dialog')).toBeVisible();
  await agent.keyboard.press('Escape');
  await expect(more).toBeFocused();
  // What is told is gone to by a key, and leads back once it is answered.
  await pressKey(agent, 'Alt+r');
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await pressKey(agent, 'Alt+g');
  await agent.getByRole('checkbox', { name: 'VIP' }).press('Space');
  await agent.getByRole('button', { name: 'Apply' }).press('Enter');
  await expect(conversation.getByText('Lin Xia added VIP')).toHaveCount(1);
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await pressKey(agent, 'Alt+Shift+l');
  await expect(agent.getByRole('button', { name: 'Undo' })).toBeFocused();
  await agent.keyboard.press('Enter');
  await expect(conversation.getByText('Lin Xia removed VIP')).toHaveCount(1);
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  // One that goes by itself, since it was undone elsewhere, leads back as well.
  await pressKey(agent, 'Alt+g');
  await agent.getByRole('checkbox', { name: 'VIP' }).press('Space');
  await agent.getByRole('button', { name: 'Apply' }).press('Enter');
  await expect(conversation.getByText('Lin Xia added VIP')).toHaveCount(2);
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await pressKey(agent, 'Alt+Shift+l');
  await expect(agent.getByRole('button', { name: 'Undo' })).toBeFocused();
  const beside = await signIn(agents, desk);
  await openCase(beside, 'It works again now');
  await expect(beside.getByRole('log', { name: 'Conversation' }).getByText('Lin Xia added VIP')).toHaveCount(2);
  await pressKey(beside, 'Alt+g');
  await expect(beside.getByRole('checkbox', { name: 'VIP' })).toBeChecked();
  await beside.getByRole('checkbox', { name: 'VIP' }).press('Space');
  await expect(beside.getByRole('checkbox', { name: 'VIP' })).not.toBeChecked();
  await beside.getByRole('button', { name: 'Apply' }).press('Enter');
  await expect(conversation.getByText('Lin Xia removed VIP')).toHaveCount(2);
  await beside.close();
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await pressKey(agent, 'Control+Shift+Enter');
  await expect(agent.getByRole('dialog').getByRole('radio').first()).toBeFocused();
  await agent.keyboard.press('Space');
  await agent.keyboard.press('Control+Enter');
  await expect(conversation.getByText(/Lin Xia closed the case/)).toHaveCount(1);
  await openPalette(agent);
  await agent.keyboard.type('settings');
  await agent.keyboard.press('Enter');
  await expect(agent.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

test('files are attached and the list is ordered by command too', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [agent, customer] = [await signIn(agents, desk), await startChat(customers, desk)];
  await customerWrites(customer, 'Which papers do you want of me?');
  await openCase(agent, 'Which papers do you want of me?');
  // Listened for before the keys: the browser is told to pass the chooser on, which takes a moment of its own.
  const asked = agent.waitForEvent('filechooser');
  await openPalette(agent);
  await agent.keyboard.type('Attach files');
  await agent.keyboard.press('Enter');
  await (await asked).setFiles({ name: 'papers.txt', mimeType: 'text/plain', buffer: Buffer.from('a passport') });
  await expect(agent.getByText('papers.txt')).toBeVisible();
  await openPalette(agent);
  await agent.keyboard.type('Order: Longest wait first');
  await agent.keyboard.press('Enter');
  await expect(agent.getByRole('button', { name: 'Order: Longest wait first' })).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

test('sensitive numbers stand masked everywhere until they are shown with a reason', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  await customer.getByRole('textbox', { name: 'Message' }).fill('Please call me at 13912345678 about it');
  await customer.getByRole('button', { name: 'Send' }).click();
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText(/Please call me at/)).toHaveCount(1);
  await openCase(agent, 'Please call me at');
  const conversation = agent.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText(/139\*\*\*\*5678/)).toHaveCount(1);
  expect(await agent.content()).not.toContain('13912345678');
  await conversation.getByRole('button', { name: /Show the phone number/ }).click();
  const form = agent.getByRole('dialog', { name: /Show the phone number/ });
  await form.getByText('Call the customer back').click();
  await form.getByRole('textbox').fill('The customer asked for a call');
  await form.getByRole('button', { name: 'Show for 30 s' }).click();
  await expect(conversation.getByText('13912345678')).toBeVisible();
  await conversation.getByRole('button', { name: 'Mask again' }).click();
  await expect(conversation.getByText('13912345678')).toHaveCount(0);
  await Promise.all([agents.close(), customers.close()]);
});
