import type { Page } from '@playwright/test';
import { mailStopwatch, openNext } from '#tests/bench/mail-screens.ts';
import { expect, pauseSimulation, signIn, test } from '#tests/e2e/desk.ts';
import { faults, file, frame, importFiles, rowOf } from '#tests/e2e/mail-screen.ts';
import { watchContext, watchPage } from '#tests/e2e/remote-zone.ts';
import { mailVectors } from '#tests/fixtures/mail-vectors/read-vectors.ts';
import { framedMail, framedPlaces, textMail } from '#tests/integration/email/vector-mails.ts';
import { makeMail } from '#tests/unit/email/mail-kit.ts';

/** One red dot. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

/** A mail of HTML with one picture of its own. */
function richMail(id: string, subject: string, html: string): Buffer {
  const lines = [
    `From: Li Lei <${id}@customer.example>`,
    'To: service@wallet.example',
    `Message-ID: <${id}@customer.example>`,
    `Subject: ${subject}`,
    'Content-Type: multipart/related; boundary="edge"',
  ];
  const body = `--edge
Content-Type: text/html; charset=utf-8

${html}
--edge
Content-Type: image/png
Content-ID: <dot@customer.example>
Content-Transfer-Encoding: base64

${DOT}
--edge--
`;
  return Buffer.from(makeMail(lines, body));
}

const html = `<p>Please look.</p><img src="cid:dot@customer.example" alt="a dot" width="9" height="9">
<img src="https://evil.test/1.png"><img src="https://evil.test/2.png"><td background="https://evil.test/3.png">
<form action="https://evil.test/"><input name="pin"></form>
<p><a href="https://evil.test/landing">www.bank.example</a></p>
<p><a href="https://xn--ypal-43d9g.com/">a shop</a></p>
<p><a href="https://www.bank.example:@evil.test/">a name</a></p>
<p><a href="javascript:alert(1)">a trick</a></p>
<p><a href="https://help.bank.example/">bank.example</a></p>
<blockquote>What was said before</blockquote>`;

const question = (page: Page, name: string) => page.getByRole('dialog', { name });

test('a mail shows its own pictures, tells what is left out, and says where a link leads, by keyboard', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await signIn(context, desk, 'Supervisor');
  await importFiles(page, file('rich.eml', richMail('rich', 'A rich mail', html)));
  await rowOf(page, 'A rich mail').click();
  await expect(frame(page)).toBeVisible();
  await expect(page.getByText('Not shown: 3 remote images, 1 form, and 1 link that cannot be opened.')).toBeVisible();
  const inner = page.frameLocator('iframe');
  await expect(inner.getByAltText('a dot')).toHaveJSProperty('naturalWidth', 1);
  await expect(inner.getByText('What was said before')).toBeHidden();
  await inner.getByText('Show quoted text').press('Enter');
  await expect(inner.getByText('What was said before')).toBeVisible();

  const dialog = question(page, 'Open this link?');
  await inner.getByRole('link', { name: 'www.bank.example' }).press('Enter');
  await expect(dialog.getByText('evil.test', { exact: true })).toBeVisible();
  await expect(dialog.getByText('The link’s words say www.bank.example. It leads to another site.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Stay here' })).toBeFocused();
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await inner.getByRole('link', { name: 'a shop' }).press('Enter');
  await expect(dialog.getByText('xn--ypal-43d9g.com', { exact: true })).toBeVisible();
  await expect(dialog.getByText(/Written out it is раypal\.com\./)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);

  await inner.getByRole('link', { name: 'a name' }).click();
  await expect(dialog.getByText('evil.test', { exact: true })).toBeVisible();
  await expect(dialog.getByText('What stands before the @ is a name and not where the link leads.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await inner.getByText('a trick').click();
  await inner.getByRole('link', { name: 'bank.example', exact: true }).click();
  await expect(dialog.getByText('help.bank.example', { exact: true })).toBeVisible();
  await expect(dialog.getByText(/another site/)).toHaveCount(0);
  await expect(dialog.getByRole('link', { name: 'Open outside the console' })).toHaveAttribute('rel', /noopener noreferrer/);
  await context.close();
});

test('the same in Chinese', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(desk.consoleUrl);
  await page.getByText('简体中文', { exact: true }).click();
  await page
    .getByRole('button', { name: /^班长 / })
    .first()
    .click();
  const chinese = '<p>请登录 <a href="https://evil.test/">登录bank.example查看</a></p><meta http-equiv="refresh" content="0;url=https://evil.test/">';
  await importFiles(page, file('zh.eml', richMail('zh-rich', '=?utf-8?B?5a6J5YWo5o+Q6YaS?=', chinese)));
  await rowOf(page, '请登录').click();
  await expect(frame(page)).toBeVisible();
  await expect(page.getByText('未显示：1 处自动跳转。')).toBeVisible();
  await page.frameLocator('iframe').getByRole('link').press('Enter');
  const dialog = question(page, '要打开这个链接吗？');
  await expect(dialog.getByText('链接文字写的是 bank.example，实际指向另一个网站。')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await context.close();
});

test('vectors in every place of a mail stay what they are: words', async ({ browser, desk }) => {
  const origin = new URL(desk.consoleUrl).origin;
  const context = await browser.newContext();
  const watched = await watchContext(context, [origin]);
  await context.addInitScript(mailStopwatch);
  const page = await signIn(context, desk, 'Supervisor');
  // So that nobody's new case comes between.
  await pauseSimulation(page);
  watchPage(page, watched, (url) => url.startsWith(`${origin}/`) || url.startsWith('about:'));
  const some = mailVectors().filter(({ kindOf, charset }, index, all) => charset === 'utf-8' && (kindOf !== all[index - 1]?.kindOf || index % 50 === 0));
  const texts = some.filter((_vector, index) => index % 3 === 0);
  // A page of frames has no body, and is a mail that is shown all the same.
  const frameset = mailVectors().find((vector) => vector.html.startsWith('<frameset>'));
  const framed = some.filter((_vector, index) => index % 3 === 1).map((vector, index) => ({ vector, place: framedPlaces[index % 3] ?? 'body' }));
  const all = [...framed, ...(frameset ? [{ vector: frameset, place: 'body' as const }] : [])];
  const mails = [
    ...texts.map((vector) => file(`t${vector.number}.eml`, textMail(vector))),
    ...all.map(({ vector, place }) => file(`f${vector.number}.eml`, framedMail(vector, place))),
  ];
  await importFiles(page, ...mails);
  await page.getByRole('grid', { name: 'Inbox' }).getByRole('row').nth(1).click();
  const states: string[] = [];
  for (let n = 1; n < mails.length; n++) states.push((await openNext(page)).state);
  expect(states.filter((state) => state === 'html').length).toBeGreaterThanOrEqual(all.length - 1);
  expect(states.filter((state) => state !== 'html' && state !== 'text')).toEqual([]);
  expect([...watched.fired]).toEqual([]);
  expect(watched.requests).toEqual([]);
  expect(watched.acts).toEqual([]);
  await context.close();
});
