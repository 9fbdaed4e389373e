import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, pressKey, signIn, test } from '#tests/e2e/desk.ts';
import { hostileMail } from '#tests/e2e/hostile-mail.ts';
import { faults, file, frame, importFiles, mailOf, rowOf } from '#tests/e2e/mail-screen.ts';
import { TempFolder } from '#tests/temp-folder.ts';
import { readMail } from '#tests/unit/email/mail-kit.ts';
import { long } from '#tests/whole.ts';

test.describe.configure({ mode: 'serial' });
const answers = new TempFolder('mail-answers-');
test.afterAll(() => answers.remove());

test('files of mails become cases; what is refused is listed with its reason', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Supervisor');
  const box = Buffer.concat(
    ['m1', 'm2'].flatMap((id) => [
      Buffer.from('From li@customer.example Mon Nov 23 08:00:00 2026\r\n'),
      mailOf(id, 'Two of a thread', id, ...(id === 'm2' ? ['References: <m1@customer.example>'] : [])),
      Buffer.from('\r\n\r\n'),
    ]),
  );
  const chooser = page.waitForEvent('filechooser');
  await pressKey(page, 'Control+K');
  await page.getByPlaceholder('Type a command').fill('Import mails');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([file('two.mbox', box), file('bad.eml', Buffer.from('no mail')), file('notes.txt', Buffer.from('x'))]);
  const dialog = page.getByRole('dialog', { name: 'Import of mails' });
  await expect(dialog.getByRole('status')).toHaveText(
    '3 of 3 files are done. Mails: 3. New cases: 1; added to existing ones: 1; known already: 0; refused: 1. 1 file was not taken, see below.',
  );
  await expect(dialog.getByText('This is no .eml or .mbox file.')).toBeVisible();
  await expect(dialog.getByText('bad.eml: it is no mail')).toBeVisible();
  // The reasons are in the language of the screen alone; what the reader of mails adds is English.
  await expect(dialog.getByText('the file does not begin with')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(rowOf(page, 'Two of a thread')).toBeVisible();

  // Dropped on the list as well.
  const data = await page.evaluateHandle((text) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], 'dropped.eml', { type: 'message/rfc822' }));
    return carried;
  }, mailOf('d1', 'Dropped here', 'hello').toString());
  const pane = page.getByRole('region', { name: 'Inbox' });
  await pane.dispatchEvent('dragover', { dataTransfer: data });
  await pane.dispatchEvent('drop', { dataTransfer: data });
  // The way to the case, which may stand far down in the list.
  const told = page.getByRole('dialog', { name: 'Import of mails' });
  await expect(told.getByText('Where they are')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await told.getByRole('button', { name: 'Dropped here' }).press('Enter');
  await expect(told).toHaveCount(0);
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText('hello')).toBeVisible();
  await expect(rowOf(page, 'Dropped here')).toBeVisible();
  await context.close();
});

test('a hostile mail runs nothing, asks for nothing, leads nowhere; a link says where it leads', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const asked: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(new URL(desk.consoleUrl).origin) && !request.url().startsWith('data:')) asked.push(request.url());
  });
  const page = await signIn(context, desk, 'Supervisor');
  page.on('dialog', (dialog) => asked.push(`dialog ${dialog.message()}`));
  context.on('page', (other) => asked.push(`page ${other.url()}`));
  await importFiles(page, file('hostile.eml', hostileMail()));
  await rowOf(page, 'Your prize is waiting').click();
  await expect(frame(page)).toBeVisible();
  await expect(page.getByText(/Not shown: \d+ remote images, 1 form, /)).toBeVisible();
  const inner = page.frameLocator('iframe');
  await expect(inner.getByText('Hello from the mail')).toBeVisible();
  await expect(inner.getByText('Call 138****8000')).toBeVisible();
  expect(await frame(page).getAttribute('sandbox')).toBe('allow-same-origin');
  expect(await inner.locator('html').innerHTML()).not.toMatch(/evil\.test|13800138000|<(?:script|form|input|svg)/);
  await inner.getByText('script link').click();
  await inner.getByText('www.bank.example').click({ button: 'middle' });
  await inner.getByText('www.bank.example').click();
  const question = page.getByRole('dialog', { name: 'Open this link?' });
  await expect(question.getByText('evil.test', { exact: true })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await question.getByRole('button', { name: 'Stay here' }).click();
  expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
  expect(asked).toEqual([]);
  // The list turns pointers off on itself while it scrolls; a click that follows a turn of the wheel counts all the same.
  const scrolling = page.getByRole('log').locator('> :last-child');
  await scrolling.evaluate((list: HTMLElement) => list.style.setProperty('pointer-events', 'none'));
  await expect(scrolling).toHaveCSS('pointer-events', 'auto');
  await page.getByRole('radiogroup', { name: 'How to show the mail' }).getByText('Text').click();
  await expect(page.getByRole('log').getByText('Hello from the mail')).toBeVisible();
  await expect(frame(page)).toHaveCount(0);
  await context.close();
});

long(test)('mails in a watched folder become cases; a folder that vanishes is told, and is watched again when it is back', async ({ browser, desk }) => {
  const watched = realpathSync(mkdtempSync(path.join(tmpdir(), 'mail-watched-')));
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Supervisor');
  const toSettings = () => page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();
  const watch = async (folder: string) => {
    await page.getByRole('textbox', { name: 'Watched folder' }).fill(folder);
    await page.getByRole('button', { name: 'Save e-mail settings' }).click();
  };
  await toSettings();
  await watch(path.join(watched, 'nowhere'));
  await expect(page.getByText('There is no such folder.')).toBeVisible();
  await watch(watched);
  await expect(page.getByText('The folder is being watched.')).toBeVisible();
  writeFileSync(path.join(watched, 'one.eml'), mailOf('w1', 'Found in the folder', 'My card was refused.'));
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(rowOf(page, 'Found in the folder')).toBeVisible();

  rmSync(watched, { recursive: true });
  await toSettings();
  await expect(page.getByText('The watched folder is not there. It is watched again as soon as it is back.')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  mkdirSync(watched);
  writeFileSync(path.join(watched, 'two.eml'), mailOf('w2', 'Found when it was back', 'My card was refused again.'));
  await expect(page.getByText('The folder is being watched.')).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(rowOf(page, 'Found when it was back')).toBeVisible();
  await toSettings();
  await watch('');
  await expect(page.getByText('No folder is watched.')).toBeVisible();
  rmSync(watched, { recursive: true });
  await context.close();
});

test('an answer waits to be taken back, comes back as it was typed, then leaves as a mail', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Supervisor');
  await importFiles(page, file('refund.eml', mailOf('a1', 'Where is my refund', 'It has not arrived.')));
  await rowOf(page, 'Where is my refund').click();
  await expect(page.getByRole('log').getByText('It has not arrived.')).toBeVisible();
  await expect(page.getByText('Li Lei <l***@customer.example>')).toBeVisible();
  await expect(page.getByText('Re: Where is my refund')).toBeVisible();
  // No folder yet: said, with the way there, and what is typed stays.
  const box = page.getByRole('textbox', { name: 'Reply' });
  await box.fill('Call me at 13800138000.');
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Open the settings' }).locator('span').last()).toBeInViewport({ ratio: 1 });
  const agents = await browser.newContext();
  const agent = await signIn(agents, desk, 'Agent');
  await rowOf(agent, 'Where is my refund').click();
  await expect(agent.getByText('A supervisor or an administrator sets it in the settings.')).toBeVisible();
  await expect(agent.getByRole('button', { name: 'Open the settings' })).toHaveCount(0);
  await agents.close();
  await page.getByRole('button', { name: 'Open the settings' }).click();
  await expect(page.getByRole('heading', { name: 'E-mail of this desk' })).toBeFocused();
  await page.getByRole('textbox', { name: 'Folder for answers' }).fill('somewhere');
  await page.getByRole('button', { name: 'Save e-mail settings' }).click();
  await expect(page.getByText('Give the whole path, from the root on.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Folder for answers' }).fill(answers.path);
  await page.getByRole('button', { name: 'Save e-mail settings' }).click();
  // Said in green: what went well is no warning.
  await expect(page.getByText('Saved.')).toHaveAttribute('data-told', 'saved');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(box).toHaveValue('Call me at 13800138000.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log').getByText('Leaves in a moment')).toBeVisible();
  await page.getByRole('log').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('log').getByText('took a message back before it left')).toBeVisible();
  await expect(box).toHaveValue('Call me at 13800138000.');
  expect(readdirSync(answers.path)).toEqual([]);
  await box.fill('It is on its way.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log').getByText('Leaves in a moment')).toBeVisible();
  // Looked through here, where the message may leave meanwhile: it takes longer than one may take it back.
  expect(await faults(page)).toEqual([]);
  await expect(page.getByRole('log').getByText('Sent', { exact: true })).toBeVisible({ timeout: 15_000 });
  const [written = ''] = readdirSync(answers.path);
  expect(await readMail(readFileSync(path.join(answers.path, written)))).toMatchObject({
    subject: 'Re: Where is my refund',
    text: 'It is on its way.',
    to: [{ address: 'li.lei@customer.example' }],
    inReplyTo: ['a1@customer.example'],
  });
  // The folder goes: the next answer says why it did not leave, and goes again when wanted.
  answers.remove();
  await box.fill('One more thing.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('log').getByText('The export folder is not there.')).toBeVisible({ timeout: 15_000 });
  expect(await faults(page)).toEqual([]);
  await expect(page.getByRole('log').getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.getByRole('log').getByRole('button', { name: 'Back to the box' }).click();
  await expect(box).toHaveValue('One more thing.');
  await context.close();
});

long(test)('in Chinese, by keyboard, without a fault that axe finds', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByText('简体中文', { exact: true }).click();
  await page
    .getByRole('button', { name: /^班长 / })
    .first()
    .click();
  await importFiles(
    page,
    file(
      'zh.eml',
      mailOf('z1', '=?utf-8?B?6YCA5qy+?=', '<p>您好，退款还没有到账。</p><blockquote>之前的内容</blockquote>', 'Content-Type: text/html; charset=utf-8'),
    ),
  );
  // By its words: a queue is called 退款, too.
  await rowOf(page, '您好，退款还没有到账').click();
  await expect(frame(page)).toBeVisible();
  await expect(page.frameLocator('iframe').getByText('您好，退款还没有到账。')).toBeVisible();
  await page.frameLocator('iframe').getByText('显示引用内容').press('Enter');
  await expect(page.frameLocator('iframe').getByText('之前的内容')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.getByRole('navigation').getByRole('button', { name: '设置' }).click();
  await expect(page.getByRole('textbox', { name: '回复的导出文件夹' })).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await context.close();
});
