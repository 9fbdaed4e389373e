import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { agentReplies, customerWrites, expect, openCase, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { EmbeddingDesk } from '#tests/e2e/embedding.ts';

const at = new EmbeddingDesk();
test.beforeAll(async () => {
  test.setTimeout(120_000);
  await at.start({ offline: 'form' });
});
test.afterAll(() => at.stop());

const clean = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);

test('while nobody is there a customer leaves a message and an address, which wait at the desk as a case', async ({ browser }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const customer = await customers.newPage();
  await customer.goto(at.desk.chatUrl);
  await expect(customer.getByText('Nobody is here just now')).toBeVisible();
  await clean(customer);
  const leave = customer.getByRole('button', { name: 'Leave it with us' });
  await leave.click();
  await expect(customer.getByRole('textbox', { name: 'E-mail (optional)' })).toBeFocused();
  await expect(customer.getByRole('textbox', { name: 'E-mail (optional)' })).toHaveAccessibleDescription(/to answer you/);
  await customer.getByRole('textbox', { name: 'E-mail (optional)' }).fill('no address');
  await customer.getByRole('textbox', { name: 'How can we help?' }).fill('My voucher ran out in the night');
  await leave.click();
  await expect(customer.getByText('That is not an e-mail address.')).toBeVisible();
  await clean(customer);
  await customer.getByRole('textbox', { name: 'E-mail (optional)' }).fill('li@example.com');
  await leave.click();
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText('My voucher ran out in the night')).toHaveCount(1);
  await expect(customer.getByRole('status').first()).toHaveText('Thank you. We have it and will answer you.');

  // A page that was left open since before the desk closed is asked at its first message.
  const late = await customers.browser()?.newContext();
  const other = await late?.newPage();
  if (!late || !other) throw new Error('a second customer');
  await late.request.post(`${at.desk.chatUrl}start`, { data: {}, headers: { origin: new URL(at.desk.chatUrl).origin } });
  await other.goto(at.desk.chatUrl);
  await other.getByRole('textbox', { name: 'Message' }).fill('And mine is still pending');
  await other.getByRole('button', { name: 'Send' }).click();
  await other.getByRole('region', { name: 'Tell us a little first' }).getByRole('textbox', { name: 'Phone number (optional)' }).fill('13800138000');
  await clean(other);
  await other.getByRole('button', { name: 'Go on' }).click();
  await expect(other.getByRole('log', { name: 'Chat' }).getByText('Not sent')).toHaveCount(0);
  await expect(other.getByRole('log', { name: 'Chat' }).getByText('And mine is still pending')).toHaveCount(1);
  await expect(other.getByRole('status').first()).toHaveText('Thank you. We have it and will answer you.');

  const agent = await signIn(agents, at.desk);
  await openCase(agent, 'And mine is still pending');
  await openCase(agent, 'My voucher ran out in the night');
  await customer.reload();
  await expect(customer.getByRole('log', { name: 'Chat' }).getByText('My voucher ran out in the night')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close(), late.close()]);
});

test('a customer sees their place, rates the contact by keyboard, and the rating stands in the case in both languages', async ({ browser }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, at.desk);
  const customer = await startChat(customers, at.desk);
  // A window that the thread does not fit into: what appears below takes its room from the newest messages.
  await customer.setViewportSize({ width: 420, height: 620 });
  for (const n of [1, 2, 3, 4, 5, 6]) await customerWrites(customer, `Coupon ${n} was refused at the till`);
  await customerWrites(customer, 'Is my coupon good for this promotion?');
  await expect(customer.getByRole('status').first()).toHaveText(/^You are number \d+ in the queue/);
  await openCase(agent, 'Is my coupon good for this promotion?');
  await agent.getByRole('button', { name: 'Accept' }).click();
  await agentReplies(agent, 'Yes, until Sunday');
  await agent.getByRole('button', { name: 'Resolve' }).click();
  await agent.getByRole('dialog').getByRole('radio').first().check();
  await agent.getByRole('dialog').locator('button[type=submit]').click();

  const newest = customer.getByRole('log', { name: 'Chat' }).getByText('Yes, until Sunday');
  await expect(customer.getByRole('radio', { name: '1 of 5' })).toBeVisible();
  await expect(newest).toBeInViewport({ ratio: 1 });
  await customer.getByRole('radio', { name: '1 of 5' }).focus();
  for (const n of [2, 3, 4]) {
    await customer.keyboard.press('ArrowRight');
    await expect(customer.getByRole('radio', { name: `${n} of 5` })).toBeChecked();
  }
  await expect(customer.getByRole('textbox', { name: 'A few words (optional)' })).toBeVisible();
  await expect(newest).toBeInViewport({ ratio: 1 });
  await clean(customer);
  await customer.getByRole('textbox', { name: 'A few words (optional)' }).fill('Quick and kind');
  await customer.getByRole('button', { name: 'Submit rating' }).click();
  await expect(customer.getByText('Thank you for your rating: 4 of 5.')).toBeVisible();
  await customer.reload();
  await expect(customer.getByText('Thank you for your rating: 4 of 5.')).toBeVisible();
  await customer.getByRole('button', { name: '中文' }).click();
  await expect(customer.getByText('感谢您的评价：4 分（满分 5 分）。')).toBeVisible();

  const conversation = agent.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText('The customer rated the contact 4 of 5')).toHaveCount(1);
  await expect(conversation.getByText('Quick and kind')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close()]);
});

test('a visitor whom the agent blocks is told so and has nothing to write with, until the tag is gone', async ({ browser }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const agent = await signIn(agents, at.desk);
  const customer = await startChat(customers, at.desk);
  await customerWrites(customer, 'You will all be sorry');
  await openCase(agent, 'You will all be sorry');
  const setTag = async () => {
    await agent
      .getByRole('button', { name: 'More actions' })
      .or(agent.getByRole('button', { name: 'More' }))
      .first()
      .click();
    await agent.getByRole('menuitem', { name: /tags/i }).click();
    await agent.getByRole('checkbox', { name: 'Visitor blocked (chat)' }).click();
    await agent
      .getByRole('dialog')
      .getByRole('button', { name: /save|set|apply/i })
      .click();
  };
  await setTag();
  await expect(customer.getByRole('alert')).toContainText('This chat is closed to you');
  await expect(customer.getByRole('textbox', { name: 'Message' })).toHaveCount(0);
  await clean(customer);
  await setTag();
  await expect(customer.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await customerWrites(customer, 'I am sorry myself');
  await Promise.all([agents.close(), customers.close()]);
});

test('who writes too much too fast is told to slow down, and keeps what the desk did not take', async ({ browser }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  await signIn(agents, at.desk);
  const customer = await startChat(customers, at.desk);
  await customerWrites(customer, 'The first of very many');
  // The same visitor on a connection of their own, as a page that runs wild would.
  const taken = await customer.evaluate(async () => {
    const socket = new WebSocket(`ws://${location.host}/chat`);
    await new Promise((open) => socket.addEventListener('open', open));
    let answers = 0;
    let taken = 0;
    const all = new Promise<void>((done) => {
      socket.addEventListener('message', ({ data }) => {
        answers += 1;
        if (!String(data).includes('too-many-messages')) taken += 1;
        if (answers === 1_000) done();
      });
    });
    for (let n = 0; n < 1_000; n += 1)
      socket.send(
        JSON.stringify({ i: String(n), p: { u: '/send', b: { json: { commandId: `wild-${n}`, text: `wild ${n}`, attachments: [], language: 'en' } } } }),
      );
    await all;
    socket.close();
    return taken;
  });
  expect(taken).toBe(239);
  await customer.getByRole('textbox', { name: 'Message' }).fill('And the one that matters');
  await customer.getByRole('button', { name: 'Send' }).click();
  const log = customer.getByRole('log', { name: 'Chat' });
  await expect(customer.getByRole('status').first()).toHaveText('That was a lot of messages. Please wait a minute.');
  await expect(log.getByText('Kept for a moment')).toHaveCount(1);
  await customer.reload();
  await expect(log.getByText('And the one that matters')).toHaveCount(1);
  await expect(log.getByText('Kept for a moment')).toHaveCount(1);
  await Promise.all([agents.close(), customers.close()]);
});
