import { expect, test } from '@playwright/test';
import { openCase } from '#tests/e2e/desk.ts';
import { DeskProgram } from '#tests/e2e/desk-program.ts';
import { faults } from '#tests/e2e/faults.ts';
import { picture } from '#tests/e2e/picture.ts';
import { whatsappCall, whatsappCustomer } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer, whatsappStatus } from '#tests/fakes/whatsapp-server.ts';

const server = new WhatsappServer();
const desk = new DeskProgram('whatsapp-desk-process.ts');

// The account that the first test makes serves the others.
test.describe.configure({ mode: 'serial' });

const template = (name: string, language: string, body: string, more: object = {}) => ({
  ...{ name, language, status: 'APPROVED', category: 'UTILITY' },
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Case {{1}}' },
    { type: 'BODY', text: body },
    { type: 'FOOTER', text: 'Wallet Care' },
  ],
  ...more,
});

test.beforeAll(async () => {
  await server.start();
  server.templates = [
    template('refund_sent', 'en_US', 'Hello {{1}}, your refund of {{2}} is on its way.'),
    template('refund_sent', 'zh_CN', '您好 {{1}}，您的退款 {{2}} 已发出。'),
    template('survey', 'en_US', 'How did we do?', { status: 'PAUSED' }),
    template('receipt', 'en_US', 'Here is your receipt.', {
      components: [
        { type: 'HEADER', format: 'DOCUMENT' },
        { type: 'BODY', text: 'Here is your receipt.' },
      ],
    }),
    template('promo', 'en_US', 'Only today!', { status: 'REJECTED' }),
  ];
  await desk.start();
});
test.afterAll(async () => {
  await desk.stop();
  await server.stop();
});

let customers = 1;
async function write(text: string): Promise<void> {
  const { sender, contact } = whatsappCustomer(customers++ * 3);
  const message = { ...sender, id: `wamid.${customers}`, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: text } };
  const call = whatsappCall({ ...server.account(), id: 'whatsapp-1' }, { contacts: [contact], messages: [message] });
  expect((await fetch(`${desk.chatUrl}hooks/whatsapp-1`, { method: 'POST', headers: call.headers, body: Buffer.from(call.body) })).status).toBe(200);
}
const receipt = async (status: string) => {
  const sent = server.sent.at(-1);
  if (!sent) throw new Error('nothing left');
  const call = whatsappCall(server.account(), { statuses: [whatsappStatus(sent, status)] });
  expect((await fetch(`${desk.chatUrl}hooks/whatsapp-1`, { method: 'POST', headers: call.headers, body: Buffer.from(call.body) })).status).toBe(200);
};

test('an administrator enters the account with its business account, without which nobody has templates', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByRole('button', { name: /^Administrator / }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Desk' }).click();
  await page.getByRole('tab', { name: 'Channels' }).click();
  await page.getByRole('button', { name: 'Add an account' }).press('Enter');
  await page.getByRole('menuitem', { name: 'WhatsApp' }).press('Enter');
  const drawer = page.getByRole('dialog');
  const { phoneNumberId, accessToken, appSecret, verifyToken, apiBase, wabaId = '' } = server.account();
  await drawer.getByLabel('Name').fill('Our number');
  await drawer.getByLabel('Phone number ID').fill(phoneNumberId);
  await drawer.getByLabel('Access token', { exact: true }).fill(accessToken);
  await drawer.getByLabel('App secret', { exact: true }).fill(appSecret);
  await drawer.getByLabel('Verify token', { exact: true }).fill(verifyToken);
  await drawer.getByLabel('Address of the interface').fill(apiBase);
  await drawer.getByLabel('Business account ID').fill('not a number');
  await page.keyboard.press('Enter');
  await expect(drawer.getByText('Digits alone, at most 40.')).toBeVisible();
  await drawer.getByLabel('Business account ID').fill(wabaId);
  await page.keyboard.press('Enter');
  await expect(drawer).toHaveCount(0);
  await expect(page.getByRole('listitem', { name: 'Our number' })).toBeVisible();
  await context.close();
});

test('after the window an agent finds, fills in and sends a template by keyboard, and sees how far it got', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: /^Agent / })
    .first()
    .click();
  await write('Where is my refund of yesterday?');
  await openCase(page, 'Where is my refund of yesterday?');
  await expect(page.getByText('Until then it takes approved templates alone.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'templates closed en light');
  await page.getByRole('button', { name: 'Use a template…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Approved template' });
  await expect(dialog.getByRole('radio')).toHaveCount(5);
  await expect(dialog.getByRole('radio', { name: /^survey/ })).toBeDisabled();
  await expect(dialog.getByText('Paused by the platform, since customers complained.')).toBeVisible();
  await expect(dialog.getByText('Rejected by the platform.')).toBeVisible();
  await expect(dialog.getByText('Has a picture, a file or a place at its head')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Find a template' })).toBeFocused();
  await page.keyboard.type('refund amer');
  await expect(dialog.getByRole('radio')).toHaveCount(1);
  await dialog.getByRole('textbox', { name: 'Find a template' }).fill('refund');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: 'refund_sent · American English' })).toBeChecked();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('group', { name: 'What the customer reads' })).toContainText('您好 {{1}}，您的退款 {{2}} 已发出。');
  await page.keyboard.press('ArrowUp');
  await dialog.getByRole('textbox', { name: 'Value for 1 at the head' }).fill('A-7');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('This is needed.')).toHaveCount(2);
  await expect(dialog.getByRole('textbox', { name: 'Value for 1', exact: true })).toBeFocused();
  expect(await faults(page)).toEqual([]);
  await picture(page, 'templates faults en light');
  await page.keyboard.type('Sheena');
  await page.keyboard.press('Tab');
  await page.keyboard.type('50.00');
  await expect(dialog.getByRole('group', { name: 'What the customer reads' })).toHaveText(
    /Case A-7\s+Hello Sheena, your refund of 50.00 is on its way.\s+Wallet Care/,
  );
  await picture(page, 'templates filled en light');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const conversation = page.getByRole('log', { name: 'Conversation' });
  await expect(conversation.getByText('Hello Sheena, your refund of 50.00 is on its way.')).toBeVisible();
  await expect(conversation.getByText('Sent', { exact: true })).toBeVisible();
  expect(server.sent.at(-1)?.body.template).toMatchObject({ name: 'refund_sent', language: { code: 'en_US' } });
  await receipt('delivered');
  await expect(conversation.getByText('Delivered', { exact: true })).toBeVisible();
  await receipt('read');
  await expect(conversation.getByText(/^Read/)).toBeVisible();
  await picture(page, 'templates sent en light');

  // One that the platform refuses says why, and goes once more when asked.
  server.refusals.push({ status: 400, code: 132015 });
  await page.getByRole('button', { name: 'Use a template…' }).click();
  await dialog.getByRole('radio', { name: 'refund_sent · American English' }).check();
  for (const [field, value] of [
    ['Value for 1 at the head', 'B-8'],
    ['Value for 1', 'Sheena'],
    ['Value for 2', '7.00'],
  ] as const)
    await dialog.getByRole('textbox', { name: field, exact: true }).fill(value);
  await dialog.getByRole('button', { name: 'Message the customer' }).click();
  await expect(conversation.getByText('The platform has paused or switched off the template.')).toBeVisible();
  await picture(page, 'templates refused en light');
  await conversation.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => server.sent.length).toBe(2);
  await context.close();
});

test('in Chinese and dark, and while the platform is away, the dialog says what there is', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByText('简体中文', { exact: true }).click();
  await page
    .getByRole('button', { name: /^客服 / })
    .first()
    .click();
  await write('我的退款什么时候到？');
  await openCase(page, '我的退款什么时候到？');
  await expect(page.getByText('平台只接受已审核的模板消息')).toBeVisible();
  await page.getByRole('button', { name: '使用模板消息…' }).click();
  const dialog = page.getByRole('dialog', { name: '模板消息' });
  await dialog.getByRole('radio', { name: 'refund_sent · 中文' }).check();
  await dialog.getByRole('textbox', { name: '标题变量 1' }).fill('A-7');
  await dialog.getByRole('textbox', { name: '变量 1', exact: true }).fill('王小明');
  await dialog.getByRole('textbox', { name: '变量 2' }).fill('50 元');
  expect(await faults(page)).toEqual([]);
  await picture(page, 'templates filled zh dark');
  await page.keyboard.press('Escape');
  await server.stop();
  await page.getByRole('button', { name: '使用模板消息…' }).click();
  await expect(dialog.getByText(/^平台没有应答.*以下是 .* 的列表。$/)).toBeVisible();
  await expect(dialog.getByRole('radio')).toHaveCount(5);
  await picture(page, 'templates away zh dark');
  await server.start();
  await context.close();
});
