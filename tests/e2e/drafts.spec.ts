import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { customerWrites, cuttableLine, expect, holdFrames, openCase, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

/** Where pictures of the screens are put, if somebody wants to look at them. */
const pictures = process.env.PICTURES;

const clean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};

test('a draft with its file is in both windows of a person, in the list of drafts and on its row, survives a kill, and goes in one window when it is sent in the other', async ({
  browser,
  desk,
}) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const [one, two] = [await signIn(agents, desk), await signIn(agents, desk)];
  const customer = await startChat(customers, desk);
  const words = 'The shop was paid, and says it was not';
  await customerWrites(customer, words);
  await Promise.all([openCase(one, words), openCase(two, words)]);
  const box = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
  await box(one).pressSequentially('I ask the shop');
  await one.locator('input[type=file]').setInputFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('paid') });
  await expect(one.getByText('receipt.txt')).toBeVisible();
  await expect(one.getByText('Draft saved')).toBeVisible();
  await expect(box(two)).toHaveValue('I ask the shop');
  await expect(two.getByText('receipt.txt')).toBeVisible();
  // Written on in the second, read on in the first.
  await box(two).press('End');
  await box(two).pressSequentially(' about it');
  await expect(box(one)).toHaveValue('I ask the shop about it');
  await expect(two.getByText('Draft saved')).toBeVisible();

  await one.getByRole('button', { name: '1 draft' }).click();
  const lost = one.getByRole('dialog', { name: 'My drafts' });
  await expect(lost.getByText('I ask the shop about it')).toBeVisible();
  await desk.kill();
  // What could not be discarded is not said to be.
  await lost.getByRole('button', { name: 'Discard' }).click();
  await expect(one.getByRole('alert').getByText('The desk did not answer')).toBeVisible();
  await expect(one.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(lost.getByText('I ask the shop about it')).toBeVisible();
  await desk.start();
  const again = await signIn(agents, desk);
  await expect(again.getByRole('row').filter({ hasText: words }).getByText('Draft')).toBeVisible();
  await again.getByRole('button', { name: '1 draft' }).focus();
  await again.keyboard.press('Enter');
  const list = again.getByRole('dialog', { name: 'My drafts' });
  await expect(list.getByText('I ask the shop about it')).toBeVisible();
  await expect(list.getByText('receipt.txt')).toBeVisible();
  await clean(again);
  if (pictures !== undefined) await again.screenshot({ path: path.join(pictures, 'drafts.png') });
  // Discarded, and not discarded after all.
  await list.getByRole('button', { name: 'Discard' }).click();
  await expect(list.getByText('There are no drafts.')).toBeVisible();
  await again.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByText('I ask the shop about it')).toBeVisible();
  await list.getByRole('button', { name: 'Show case' }).click();
  await expect(box(again)).toHaveValue('I ask the shop about it');
  await expect(again.getByText('receipt.txt')).toBeVisible();

  const other = await signIn(agents, desk);
  await openCase(other, words);
  await expect(box(other)).toHaveValue('I ask the shop about it');
  await again.getByRole('button', { name: 'Send' }).click();
  await expect(again.getByRole('log', { name: 'Conversation' }).getByText('I ask the shop about it')).toHaveCount(1);
  await expect(box(other)).toHaveValue('');
  await expect(other.getByRole('button', { name: /\d+ draft/ })).toHaveCount(0);
  await Promise.all([agents.close(), customers.close()]);
});

long(test)('of two windows that wrote without hearing of each other both words are kept, and the choice is seen', async ({ browser, desk }) => {
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const [first, second, customers] = contexts;
  const line = await holdFrames(first);
  const [one, two] = [await signIn(first, desk), await signIn(second, desk)];
  const customer = await startChat(customers, desk);
  const words = 'My card was swallowed at the station';
  await customerWrites(customer, words);
  await Promise.all([openCase(one, words), openCase(two, words)]);
  const box = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
  line.hold();
  await box(two).fill('Words of the second window');
  await expect(two.getByText('Draft saved')).toBeVisible();
  await box(one).fill('Words of the first window');
  // The newest is in the box, what it took the place of above it.
  await expect(box(two)).toHaveValue('Words of the first window');
  line.release();
  for (const page of [one, two]) await expect(page.getByRole('list', { name: 'Kept words' }).getByText('Words of the second window')).toBeVisible();
  await expect(box(one)).toHaveValue('Words of the first window');
  await clean(two);
  if (pictures !== undefined) await two.screenshot({ path: path.join(pictures, 'windows.png') });
  await two.getByRole('list', { name: 'Kept words' }).getByRole('button', { name: 'Into the reply' }).click();
  await expect(box(two)).toHaveValue('Words of the second window\nWords of the first window');
  await expect(box(one)).toHaveValue('Words of the second window\nWords of the first window');
  for (const page of [one, two]) await expect(page.getByRole('list', { name: 'Kept words' })).toHaveCount(0);
  await Promise.all(contexts.map((context) => context.close()));
});

test('the list of drafts says what was written in another window, and discards nothing of it that it has not shown', async ({ browser, desk }) => {
  const contexts = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const [first, second, customers] = contexts;
  const line = await holdFrames(first);
  const [one, two] = [await signIn(first, desk), await signIn(second, desk)];
  const customer = await startChat(customers, desk);
  const words = 'The machine kept my banknotes';
  await customerWrites(customer, words);
  await openCase(two, words);
  const box = two.getByRole('textbox', { name: 'Reply' });
  await box.fill('I ask the bank');
  await one.getByRole('button', { name: '1 draft' }).click();
  const list = one.getByRole('dialog', { name: 'My drafts' });
  await expect(list.getByText('I ask the bank', { exact: true })).toBeVisible();
  await box.fill('I ask the bank today');
  await expect(list.getByText('I ask the bank today', { exact: true })).toBeVisible();
  // The list hears no more of what is written there.
  line.hold();
  await box.fill('I have asked the bank');
  await expect(two.getByText('Draft saved')).toBeVisible();
  await list.getByRole('button', { name: 'Discard' }).click();
  const kept = two.getByRole('list', { name: 'Kept words' });
  await expect(kept.getByText('I have asked the bank')).toBeVisible();
  line.release();
  await expect(list.getByText('I have asked the bank')).toBeVisible();
  // What is written since is not gone by the undoing either.
  line.hold();
  await box.fill('They answer tomorrow');
  await expect(two.getByText('Draft saved')).toBeVisible();
  await one.getByRole('button', { name: 'Undo' }).click();
  await expect(box).toHaveValue('I ask the bank today');
  await expect(kept.getByText('They answer tomorrow')).toBeVisible();
  line.release();
  await Promise.all(contexts.map((context) => context.close()));
});

test('what one window sends stands no more at the head of what is written on in another', async ({ browser, desk }) => {
  const [agents, others, customers] = await Promise.all([browser.newContext(), browser.newContext(), browser.newContext()]);
  const line = await cuttableLine(others);
  const [one, two] = [await signIn(agents, desk), await signIn(others, desk)];
  const customer = await startChat(customers, desk);
  const words = 'May I pay by two cards at once?';
  await customerWrites(customer, words);
  await Promise.all([openCase(one, words), openCase(two, words)]);
  const box = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
  await box(one).fill('Not at once.');
  await expect(box(two)).toHaveValue('Not at once.');
  line.cut();
  await expect(two.getByRole('alert').getByText(/No connection to the desk/)).toBeVisible();
  await box(two).press('End');
  await box(two).pressSequentially(' One after the other works.');
  await box(one).press('Enter');
  await expect(customer.getByText('Not at once.')).toHaveCount(1);
  line.mend();
  await expect(box(two)).toHaveValue('One after the other works.', { timeout: 20_000 });
  await expect(box(one)).toHaveValue('One after the other works.');
  await box(two).press('Enter');
  await expect(customer.getByText('One after the other works.')).toHaveCount(1);
  await expect(customer.getByText('Not at once.')).toHaveCount(1);
  await Promise.all([agents.close(), others.close(), customers.close()]);
});
