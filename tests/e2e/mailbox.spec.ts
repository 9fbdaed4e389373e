import { expect, type Page, test } from '@playwright/test';
import { openCase, pressKey } from '#tests/e2e/desk.ts';
import { DeskProgram } from '#tests/e2e/desk-program.ts';
import { faults } from '#tests/e2e/mail-screen.ts';
import { Dovecot } from '#tests/fakes/mail-dovecot.ts';
import { SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

const dovecot = new Dovecot({ users: { desk: 'secret' } });
const smtp = new SmtpHouse();
const desk = new DeskProgram('provider-desk-process.ts');

// The second goes on with the mailbox that the first has connected.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  await Promise.all([dovecot.start(), smtp.start()]);
  await desk.start();
});
test.afterAll(async () => {
  await desk.stop();
  await Promise.all([dovecot.end(), smtp.stop()]);
});

async function as(page: Page, role: 'Administrator' | 'Agent'): Promise<void> {
  await page.goto(desk.consoleUrl);
  await page
    .getByRole('button', { name: new RegExp(`^${role} `) })
    .first()
    .click();
}

test('an administrator connects a mailbox', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await as(page, 'Administrator');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Desk' }).click();
  await page.getByRole('tab', { name: 'Channels' }).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: 'Add an account' }).press('Enter');
  await page.getByRole('menuitem', { name: 'E-mail' }).press('Enter');
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Name').fill('Wallet service');
  await drawer.getByLabel('E-mail address').fill('service@wallet.example');
  for (const [name, server] of [
    ['IMAP', dovecot.plain],
    ['SMTP', smtp.server],
  ] as const) {
    await drawer.getByLabel(`${name} server`).fill(server.host);
    await drawer.getByLabel(`${name} port`).fill(String(server.port));
    await drawer.getByRole('switch', { name: `${name} over TLS from the start` }).press('Space');
  }
  await drawer.getByLabel('User').fill('desk');
  await drawer.getByLabel('Password', { exact: true }).last().fill('secret');
  await expect(drawer.getByRole('switch', { name: 'Put a copy of what is sent into the mailbox' })).toBeChecked();
  await expect(drawer.getByText('Gmail and Outlook do so themselves')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Save and connect' }).click();
  await expect(drawer).toHaveCount(0);
  const row = panel.getByRole('listitem', { name: 'Wallet service' });
  await expect(row.getByText('Connected')).toBeVisible();
  await row.getByRole('button', { name: 'Wallet service: test' }).click();
  await expect(row.getByRole('status')).toHaveText('It works. The platform knows this account as desk.');
  await context.close();
});

test('a mail that comes in is answered: at once, after its server was away, and not where it is refused', async ({ browser }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  await as(page, 'Agent');
  dovecot.deliver(
    'desk',
    makeMail(['From: Li Lei <li@customer.example>', 'To: service@wallet.example', 'Message-ID: <m1@customer.example>', 'Subject: Refund'], 'Where is it?'),
  );
  await openCase(page, 'Where is it?');
  const conversation = page.getByRole('log', { name: 'Conversation' });
  const answer = async (text: string) => {
    await page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  };
  await answer('It left us on Monday.');
  await expect(conversation.getByText('Sent', { exact: true })).toBeVisible({ timeout: 20_000 });

  await smtp.stop();
  await answer('As soon as the server is back.');
  await expect(conversation.getByText(/^Waiting for the platform, next try \d/)).toBeVisible({ timeout: 20_000 });
  expect(await faults(page)).toEqual([]);
  await smtp.start();
  await expect(conversation.getByText('Sent', { exact: true })).toHaveCount(2, { timeout: 60_000 });
  const read = await Promise.all(smtp.mails.map(({ bytes }) => readMail(bytes)));
  expect(read.map(({ text, inReplyTo }) => [text, inReplyTo])).toEqual([
    ['It left us on Monday.', ['m1@customer.example']],
    ['As soon as the server is back.', ['m1@customer.example']],
  ]);
  expect(smtp.mails.map(({ to }) => to)).toEqual([['li@customer.example'], ['li@customer.example']]);
  await expect.poll(() => dovecot.mails('desk', 'Sent').length).toBe(2);

  smtp.unknown.add('li@customer.example');
  await answer('Are you there?');
  await expect(conversation.getByText('The platform does not know the recipient, or refuses them.')).toBeVisible({ timeout: 20_000 });
  expect(smtp.mails).toHaveLength(2);
  await context.close();
});

test('a reply goes to all whom the customer wrote to, copies are added by keyboard, and a message is forwarded to a partner', async ({ browser }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext();
  const page = await context.newPage();
  await as(page, 'Agent');
  const before = smtp.mails.length;
  dovecot.deliver(
    'desk',
    makeMail(
      [
        'From: Han Mei <mei@customer.example>',
        'To: service@wallet.example, Pay <pay@partner.example>',
        'Cc: hua@customer.example',
        'Message-ID: <n1@customer.example>',
        'Subject: Chargeback',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary="b"',
      ],
      ['--b', '', 'Who pays me back?', '--b', 'Content-Type: text/plain', 'Content-Disposition: attachment; filename="slip.txt"', '', 'paid 88', '--b--'].join(
        '\r\n',
      ),
    ),
  );
  await openCase(page, 'Who pays me back?');
  const conversation = page.getByRole('log', { name: 'Conversation' });
  // Addresses that nobody typed are masked.
  await expect(conversation.getByText('Also to')).toContainText('p***@partner.example');
  await page.getByRole('button', { name: 'Reply all (2 more)' }).press('Enter');
  const cc = page.getByRole('textbox', { name: 'Cc', exact: true });
  await expect(page.getByRole('button', { name: 'Remove h***@customer.example' })).toBeVisible();
  await cc.press('Backspace');
  await expect(page.getByRole('button', { name: 'Remove h***@customer.example' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Reply all (1 more)' })).toBeVisible();
  await pressKey(page, 'Alt+Shift+R');
  await expect(page.getByRole('button', { name: 'Remove h***@customer.example' })).toBeVisible();
  await cc.press('Backspace');
  const box = page.getByRole('textbox', { name: 'Reply' });
  await box.fill('Your bank does.');
  // What is no address is named, and nothing leaves.
  await cc.fill('nobody');
  await cc.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '“nobody” is no e-mail address.' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  expect(await faults(page)).toEqual([]);
  await cc.press('Backspace');
  await cc.pressSequentially('Boss@Head.example,');
  await expect(page.getByRole('button', { name: 'Remove boss@head.example' })).toBeVisible();
  await page.getByRole('button', { name: 'Add Bcc' }).press('Enter');
  const bcc = page.getByRole('textbox', { name: 'Bcc', exact: true });
  await expect(bcc).toBeFocused();
  await bcc.evaluate((field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', text);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, 'Audit <audit@head.example>; law@head.example；audit@head.example');
  await expect(page.getByRole('button', { name: /^Remove (audit|law)@head\.example$/ })).toHaveCount(2);
  // The draft remembers them.
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.reload();
  await openCase(page, 'Who pays me back?');
  await expect(page.getByRole('button', { name: /^Remove / })).toHaveCount(4);
  await expect(box).toHaveValue('Your bank does.');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send' }).click();
  // Taken back before it left, they are there again.
  await conversation.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /^Remove / })).toHaveCount(4);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(conversation.getByText('Sent', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(conversation.getByText('Bcc')).toContainText('a***@head.example');
  const sent = smtp.mails[before];
  expect(sent?.to).toEqual(['mei@customer.example', 'pay@partner.example', 'boss@head.example', 'audit@head.example', 'law@head.example']);
  const read = await readMail(sent?.bytes ?? new Uint8Array());
  expect([read.to, read.cc].map((list) => list.map(({ address }) => address))).toEqual([
    ['mei@customer.example'],
    ['pay@partner.example', 'boss@head.example'],
  ]);
  expect(Buffer.from(sent?.bytes ?? []).toString('latin1')).not.toMatch(/bcc|audit@|law@/i);

  await conversation
    .getByRole('article', { name: /^Han Mei,/ })
    .getByRole('button', { name: 'Forward this message' })
    .press('Enter');
  const to = page.getByRole('textbox', { name: 'To', exact: true });
  await expect(to).toBeFocused();
  await expect(page.getByText('Fwd: Chargeback')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Remove slip.txt' })).toBeVisible();
  const forward = page.getByRole('button', { name: 'Forward', exact: true });
  await expect(forward).toBeDisabled();
  await to.fill('mei@customer.example');
  await to.press('Enter');
  await forward.click();
  await expect(page.getByText('“mei@customer.example” is the customer’s address')).toBeVisible();
  await to.press('Backspace');
  await to.pressSequentially('bank@partner.example;');
  await box.fill('Please refund.');
  expect(await faults(page)).toEqual([]);
  await forward.click();
  // Taken back while an answer to the customer is written, it stands beside that and not in it.
  await box.fill('Dear Han Mei');
  await conversation.getByRole('button', { name: 'Undo' }).click();
  const kept = page.getByRole('list', { name: 'Kept words' });
  await expect(kept.getByText('Please refund.')).toBeVisible();
  await expect(kept.getByText('Forwarded to')).toContainText('bank@partner.example');
  await expect(box).toHaveValue('Dear Han Mei');
  await expect(page.getByText('Fwd: Chargeback')).toHaveCount(0);
  await kept.getByRole('button', { name: 'Into the reply' }).click();
  await expect(page.getByRole('alert').getByText('What stands in the box goes to others.')).toBeVisible();
  await expect(box).toHaveValue('Dear Han Mei');
  expect(await faults(page)).toEqual([]);
  // The ledger has it: it is there after the window was loaded anew.
  await page.reload();
  await openCase(page, 'Your bank does.');
  await expect(kept.getByText('Please refund.')).toBeVisible();
  await box.fill('');
  await kept.getByRole('button', { name: 'Into the reply' }).click();
  await expect(kept).toHaveCount(0);
  await expect(box).toHaveValue('Please refund.');
  await expect(page.getByRole('button', { name: 'Remove bank@partner.example' })).toBeVisible();
  await forward.click();
  await expect(conversation.getByText('Sent', { exact: true })).toHaveCount(2, { timeout: 20_000 });
  await expect(conversation.getByText('Forwarded to')).toContainText('b***@partner.example');
  await expect(conversation.getByText('Not to the customer')).toBeVisible();
  const forwarded = smtp.mails[before + 1];
  expect(forwarded?.to).toEqual(['bank@partner.example']);
  const original = await readMail(forwarded?.bytes ?? new Uint8Array());
  expect(original.subject).toMatch(/^Fwd: Chargeback/);
  expect([original.text, original.quoted].join('\n')).toMatch(/Please refund\.[\s\S]*Who pays me back\?/);
  expect(original.attachments.map(({ name }) => name)).toEqual(['slip.txt']);
  expect(await faults(page)).toEqual([]);

  // A forward is sent on as the message that it began with.
  await conversation.getByRole('button', { name: 'Forward the original again' }).press('Enter');
  await expect(to).toBeFocused();
  await page.getByText('What is forwarded').click();
  await expect(page.getByRole('group').getByText('Who pays me back?')).toBeVisible();
  await context.close();
});
