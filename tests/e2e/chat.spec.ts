import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { agentReplies, customerWrites, cuttableLine, expect, holdFrames, openCase, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

const screenshot = path.resolve(import.meta.dirname, '../fixtures/screenshot.png');

test('a stranger’s chat reaches the agent, is answered, and both see typing and read', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'I topped up 200 yesterday and it has not arrived';
  await customer.locator('input[type=file]').setInputFiles(screenshot);
  await customer.getByRole('textbox', { name: 'Message' }).fill(words);
  await customer.getByRole('button', { name: 'Send' }).click();

  const row = agent.getByRole('grid', { name: 'Inbox' }).getByText(words.slice(0, 40)).first();
  await expect(row).toBeVisible();
  await expect(agent).toHaveTitle(/\(\d+\)/);
  await openCase(agent, words);
  const conversation = agent.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText('screenshot.png')).toBeVisible();
  await expect(agent.getByRole('complementary', { name: 'Customer' }).getByText('Visitor').first()).toBeVisible();
  // One word for them, wherever the screen names who writes.
  await expect(conversation.getByText('Visitor', { exact: true }).first()).toBeVisible();
  await expect(agent.getByPlaceholder(/^Write to Visitor…/)).toBeVisible();
  await agent.getByRole('button', { name: 'Accept' }).click();
  await expect(agent.getByRole('button', { name: 'Accept' })).toHaveCount(0);

  await agent.getByRole('textbox', { name: 'Reply' }).pressSequentially('Let me look');
  await expect(customer.getByText(/is typing/)).toBeVisible();
  await agent.getByRole('button', { name: 'Send' }).click();
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText('Let me look')).toHaveCount(1);
  await expect(conversation.getByText('Let me look')).toHaveCount(1);
  await expect(conversation.getByText('Read').first()).toBeVisible();
  await expect(customer.getByText('Read').first()).toBeVisible();
  await customer.getByRole('textbox', { name: 'Message' }).pressSequentially('thanks');
  await expect(agent.getByText(/is typing/)).toBeVisible();
  // By itself it would fade after four seconds.
  await customer.getByRole('textbox', { name: 'Message' }).fill('');
  await expect(agent.getByText(/is typing/)).toHaveCount(0, { timeout: 2_000 });
  await expect(customer.getByText('Lin Xia is looking after you.')).toBeVisible();
  await customer.getByRole('button', { name: '中文' }).click();
  await expect(customer.getByText('客服林夏正在为您服务')).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

test('an address in an answer opens beside the chat, by mouse and by keyboard, and one in the customer’s own words is text', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  await customers.route('https://help.example.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Help</title>' }));
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'Is https://wallet-gift.example really yours?';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept' }).click();
  const answer = 'No. 请看https://help.example.com/cards?from=chat。<b>Not</b> https://\u0430lipay.com';
  await agentReplies(agent, answer);
  const log = customer.getByRole('log', { name: 'Chat' });
  await expect(log.locator('p')).toHaveText([words, answer]);
  const links = log.getByRole('link');
  await expect(links).toHaveText(['https://help.example.com/cards?from=chat', 'https://\u0430lipay.com']);
  // Who would be taken for another by its letters is named in those that tell.
  await expect(links.last()).toHaveAccessibleName(/↗ xn--lipay-3ve\.com$/);
  await expect(links.first()).toHaveAccessibleName('https://help.example.com/cards?from=chat');
  expect((await new AxeBuilder({ page: customer }).analyze()).violations).toEqual([]);

  const opened = async (act: () => Promise<void>) => {
    const [page] = await Promise.all([customers.waitForEvent('page'), act()]);
    await expect(page).toHaveTitle('Help');
    expect(page.url()).toBe('https://help.example.com/cards?from=chat');
    expect(await page.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
    await page.close();
  };
  await opened(() => links.first().click());
  await log.focus();
  await customer.keyboard.press('Tab');
  await expect(links.first()).toBeFocused();
  await opened(() => customer.keyboard.press('Enter'));
  await customer.getByRole('button', { name: '中文' }).click();
  await expect(customer.getByTitle('在新标签页中打开 help.example.com')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close()]);
});

long(test)('what is written while a picture is on its way goes with it', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const frames = await holdFrames(context);
  const customer = await startChat(context, desk);
  frames.hold();
  await customer.locator('input[type=file]').setInputFiles(screenshot);
  await customer.getByRole('textbox', { name: 'Message' }).fill('This is what it shows');
  await customer.getByRole('button', { name: 'Send' }).click();
  frames.release();
  const chat = customer.getByRole('log', { name: 'Chat' });
  await expect(chat.getByText('This is what it shows')).toHaveCount(1);
  await expect(chat.getByText('screenshot.png')).toHaveCount(1);
  await expect(customer.getByRole('textbox', { name: 'Message' })).toHaveValue('');
  await context.close();
});

test('a stranger who names a pending top-up is recognised as “may be”, and once confirmed the top-up stands beside the chat', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'Hello, the 200 I topped up yesterday is still missing';
  await customerWrites(customer, words);
  await openCase(agent, words);
  const panel = agent.getByRole('complementary', { name: 'Customer' });
  await panel
    .getByRole('button', { name: /confirm/i })
    .first()
    .click();
  await expect(panel.getByRole('region', { name: 'Account' })).toBeVisible();
  await expect(
    agent
      .getByLabel('Timeline')
      .getByText(/200\.00/)
      .first(),
  ).toBeVisible();
  await expect(
    agent
      .getByLabel('Timeline')
      .getByText(/pending|processing/i)
      .first(),
  ).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

test('an answer that came while the line was away stands before the message that waited for the line, and what was read stays so', async ({
  browser,
  desk,
}) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const line = await cuttableLine(customers);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'My cash-out is on hold since noon';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept' }).click();
  const own = customer.getByRole('log', { name: 'Chat' }).getByRole('article');
  await expect(own.filter({ hasText: words }).getByText('Read')).toBeVisible();
  line.cut();
  await expect(customer.getByText(/^Reconnecting/)).toBeVisible();
  await customer.getByRole('textbox', { name: 'Message' }).fill('Still there?');
  await customer.getByRole('button', { name: 'Send' }).click();
  await expect(own.filter({ hasText: 'Still there?' })).toContainText('Sending');
  await agentReplies(agent, 'It is released now');
  // What waited goes out before the page has asked for what it missed, and the line breaks once more.
  line.mend('follow');
  await expect(own.filter({ hasText: 'Still there?' })).toContainText('Sent', { timeout: 20_000 });
  line.cut();
  line.mend();
  await expect(own.filter({ hasText: 'It is released now' })).toHaveCount(1, { timeout: 20_000 });
  await expect(own.locator('p')).toHaveText([words, 'It is released now', 'Still there?']);
  await expect(own.filter({ hasText: words }).getByText('Read')).toBeVisible();
  await Promise.all([agents.close(), customers.close()]);
});

test('a page that was left open as another customer began beside it shows that one’s chat alone, and sends nothing of the one before', async ({
  browser,
  desk,
}) => {
  const customers = await browser.newContext();
  const line = await cuttableLine(customers);
  const before = await startChat(customers, desk);
  await customerWrites(before, 'My sister must not see this');
  const after = await customers.newPage();
  await after.goto(desk.chatUrl);
  // What the page of a signed link does.
  await after.evaluate(() => fetch('/start', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }));
  await after.reload();
  await customerWrites(after, 'I am her sister');
  line.cut();
  await expect(before.getByText(/^Reconnecting/)).toBeVisible();
  const box = before.getByRole('textbox', { name: 'Message' });
  await box.fill('And this was not sent');
  await before.getByRole('button', { name: 'Send' }).click();
  await expect(before.getByText('And this was not sent')).toHaveCount(1);
  await box.fill('Nor was this');
  line.mend();
  const said = (page: Page) => page.getByRole('log', { name: 'Chat' }).locator('p');
  await expect(said(before)).toHaveText(['I am her sister'], { timeout: 20_000 });
  await expect(box).toHaveValue('');
  await customerWrites(before, 'It is one chat in both');
  await expect(said(after)).toHaveText(['I am her sister', 'It is one chat in both'], { timeout: 20_000 });
  await after.reload();
  await expect(said(after)).toHaveText(['I am her sister', 'It is one chat in both']);
  await expect(after.getByRole('textbox', { name: 'Message' })).toHaveValue('');
  await customers.close();
});

test('a name that would turn its letters round is shown as it is on both sides, and what was wrong with a file goes with the next action', async ({
  browser,
  desk,
}) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  await customer.locator('input[type=file]').setInputFiles({ name: 'inv\u202egnp.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\0\0') });
  const fault = customer.getByText(/^invgnp\.exe /);
  await expect(fault).toBeVisible();
  await customer.getByRole('textbox', { name: 'Message' }).fill('Why was inv\u202egnp.exe refused?');
  await expect(fault).toHaveCount(0);
  await customer.getByRole('button', { name: 'Send' }).click();
  const shown = 'Why was invgnp.exe refused?';
  await expect(customer.getByRole('log', { name: 'Chat' }).locator('p')).toHaveText([shown]);
  await openCase(agent, shown);
  await Promise.all([agents.close(), customers.close()]);
});

test('nothing is lost or doubled when both pages are reloaded and the host is killed', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, desk);
  const customer = await startChat(customers, desk);
  const words = 'My transfer to Wang is gone since this morning';
  await customerWrites(customer, words);
  await openCase(agent, words);
  await agentReplies(agent, 'I will trace it now');
  await agent.getByRole('textbox', { name: 'Reply' }).fill('A sentence not yet sent');
  await expect(agent.getByText('Draft saved')).toBeVisible();
  await agent.getByRole('radio', { name: /^Mine/ }).click();

  await Promise.all([agent.reload(), customer.reload()]);
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText(words)).toHaveCount(1);
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText('I will trace it now')).toHaveCount(1);
  // The page comes back to where its agent was.
  await expect(agent.getByRole('radio', { name: /^Mine/ })).toBeChecked();
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText(words)).toHaveCount(1);
  await expect(agent.getByRole('textbox', { name: 'Reply' })).toHaveValue('A sentence not yet sent');

  // The host dies in the middle: the customer's page comes back by itself, with all of it once, and goes on.
  await desk.kill();
  await desk.startAgain();
  const chat = customer.getByRole('log', { name: 'Chat' });
  await customerWrites(customer, 'Are you still there?');
  await expect(chat.getByText(words)).toHaveCount(1);
  await expect(chat.getByText('I will trace it now')).toHaveCount(1);
  const again = await signIn(agents, desk);
  await openCase(again, 'Are you still there?');
  const conversation = again.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText(words)).toHaveCount(1);
  await expect(conversation.getByText('I will trace it now')).toHaveCount(1);
  await expect(again.getByRole('textbox', { name: 'Reply' })).toHaveValue('A sentence not yet sent');
  await again.getByRole('button', { name: 'Send' }).click();
  await expect(conversation.getByText('A sentence not yet sent')).toHaveCount(1);
  await expect(chat.getByText('A sentence not yet sent')).toHaveCount(1);
  await expect(again.getByRole('textbox', { name: 'Reply' })).toHaveValue('');
  await Promise.all([agents.close(), customers.close()]);
});
