import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect, pressKey, test } from '#tests/e2e/desk.ts';
import { TelephoneDesk } from '#tests/e2e/telephone-desk.ts';
import type { PhoneSystem } from '#tests/fakes/phone-system.ts';

const faults = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
};

/** Where pictures are kept for whoever looks at them; nowhere unless asked for. */
const shot = async (page: Page, name: string) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

let desk: TelephoneDesk;
let system: PhoneSystem;

test.beforeAll(async () => {
  desk = new TelephoneDesk();
  system = await desk.start();
});
test.afterAll(() => desk.stop());

async function signedIn(browser: Browser, who: RegExp, language: 'English' | '简体中文' = 'English'): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(desk.consoleUrl);
  if (language !== 'English') await page.getByText(language, { exact: true }).click();
  await page.getByRole('button', { name: who }).first().click();
  await expect(page.getByRole('grid', { name: /^(Inbox|收件箱)$/ })).toBeVisible();
  return page;
}

test('a list without anybody says so', async ({ browser }) => {
  const page = await signedIn(browser, /Sari Dewi/);
  await pressKey(page, 'Alt+U');
  await expect(page.getByRole('dialog', { name: 'Call-backs' }).getByText('Nobody is to be called back.')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await page.context().close();
});

test('a call rings over the work, is its agent’s once they answer, and asks how it went when it is hung up', async ({ browser }) => {
  const page = await signedIn(browser, /Lin Xia/);
  const pop = page.getByRole('region', { name: 'Phone call' });
  const told = { call: 'one', agent: 'agent-lin', from: '+86 139 0013 9000' };
  await system.tell({ ...told, event: 'ringing' });
  await expect(pop.getByText('Call from 139****9000')).toBeVisible();
  await expect(pop.getByText('no customer has this number')).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await shot(page, 'rings');
  await system.tell({ ...told, event: 'answered' });
  await expect(pop).toHaveCount(0);
  const bar = page.getByRole('region', { name: 'Call', exact: true });
  await expect(bar.getByRole('timer')).toBeVisible();
  expect(await page.content()).not.toContain('13900139000');

  // A second one while the first runs is told and taken by nobody but the person: by key it is let go.
  await system.tell({ ...told, call: 'two', event: 'ringing', from: 'anonymous' });
  await expect(pop.getByText('Call from a withheld number')).toBeVisible();
  await pop.getByRole('button', { name: 'Note this call' }).click();
  await expect(page.getByRole('alert')).toContainText('you are on a call since');
  await pressKey(page, 'Alt+Shift+H');
  await expect(pop).toHaveCount(0);

  await page.getByRole('log', { name: 'Conversation' }).click();
  await system.tell({ ...told, event: 'ended' });
  const ending = page.getByRole('dialog', { name: 'How did the call go?' });
  await expect(ending.getByRole('radio', { name: 'Line dropped' })).toBeChecked();
  await expect(bar.getByText(/Hung up after 0\d:\d\d/)).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await shot(page, 'hung-up');
  await ending.getByRole('radio', { name: 'Solved' }).check();
  await ending.getByLabel('Disposition').selectOption({ label: 'Solved' });
  await ending.getByRole('button', { name: 'Save' }).click();
  await expect(ending).toHaveCount(0);
  await expect(page.getByRole('log', { name: 'Conversation' }).getByText('The line is free again')).toHaveCount(1);
  await page.context().close();
});

test('a call that is hung up while its agent writes does not take what they type', async ({ browser }) => {
  const page = await signedIn(browser, /Lin Xia/);
  const told = { call: 'three', agent: 'agent-lin' };
  await system.tell({ ...told, event: 'ringing' });
  await expect(page.getByRole('region', { name: 'Phone call' })).toBeVisible();
  await system.tell({ ...told, event: 'answered' });
  await page.getByRole('textbox', { name: 'Internal note' }).click();
  await page.keyboard.type('asks about a ');
  await system.tell({ ...told, event: 'ended' });
  const bar = page.getByRole('region', { name: 'Call', exact: true });
  await expect(bar.getByText(/Hung up after/)).toBeVisible();
  await page.keyboard.type('refund');
  await expect(page.getByRole('textbox', { name: 'Internal note' })).toHaveValue('asks about a refund');
  await bar.getByRole('button', { name: 'Say how it went' }).click();
  const ending = page.getByRole('dialog', { name: 'How did the call go?' });
  await ending.getByRole('radio', { name: 'Wait for the other side', exact: false }).check();
  await ending.getByRole('button', { name: 'Save' }).click();
  await expect(ending).toHaveCount(0);
  await page.context().close();
});

test('a missed call is to be called back: moved, given, called, done, by keyboard and in Chinese too', async ({ browser }) => {
  const page = await signedIn(browser, /Lin Xia/);
  await page.keyboard.press('Alt+U');
  const list = page.getByRole('dialog', { name: 'Call-backs' });
  await expect(list).toBeVisible();
  await page.keyboard.press('Escape');
  for (const [call, from] of [
    ['m1', '13700137001'],
    ['m2', '02162345602'],
    ['m3', '13700137003'],
    ['m4', 'anonymous'],
  ] as const) {
    await system.tell({ call, event: 'ringing', from });
    await system.tell({ call, event: 'ended', from });
  }
  await expect(page.getByRole('button', { name: /call-backs, \d overdue/ })).toBeVisible();
  await pressKey(page, 'Alt+U');
  const of = (number: string) => list.getByRole('listitem').filter({ hasText: number });
  await expect(of('137****7001').getByText(/Overdue since/)).toBeVisible();
  expect(await faults(page)).toEqual([]);
  await shot(page, 'call-backs');

  await of('137****7001').getByRole('button', { name: /^Move/ }).press('Enter');
  await list.getByLabel('Call back at').fill('2030-01-02T10:30');
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(of('137****7001').getByText(/^Due/)).toBeVisible();
  await expect(of('137****7001').getByText('yours', { exact: false })).toBeVisible();
  await expect(list.getByRole('listitem').last()).toContainText('137****7001');

  await of('137****7001').getByRole('button', { name: /^Give/ }).click();
  await list.getByLabel('Who calls back').selectOption({ label: 'Chen Si' });
  await shot(page, 'call-backs-give');
  await list.getByRole('button', { name: 'Give', exact: true }).click();
  await expect(of('137****7001').getByText('Chen Si', { exact: false })).toBeVisible();
  await expect(of('137****7001').getByRole('button')).toHaveCount(1);

  // Who withheld their number cannot be called: that is said, and not offered.
  const withheld = of('The caller withheld their number');
  await expect(withheld.getByRole('button', { name: /^Call now/ })).toHaveCount(0);
  await withheld.getByRole('button', { name: /^Done/ }).click();
  await expect(withheld).toHaveCount(0);

  await of('137****7003').getByRole('button', { name: /^Done/ }).click();
  await expect(of('137****7003')).toHaveCount(0);
  await of('0216******02')
    .getByRole('button', { name: /^Call now/ })
    .click();
  await expect(list).toHaveCount(0);
  const bar = page.getByRole('region', { name: 'Call', exact: true });
  await expect(bar.getByText('Outgoing call')).toBeVisible();
  await expect(bar.getByText('0216******02')).toBeVisible();
  // The promise is kept once the call is made; what follows is said at its end.
  await pressKey(page, 'Alt+E');
  await page.getByRole('radio', { name: 'To be called back' }).check();
  await page.getByRole('button', { name: 'Hang up' }).click();
  await pressKey(page, 'Alt+U');
  await expect(of('0216******02').getByText(/^Due/)).toBeVisible();
  await page.context().close();

  const chen = await signedIn(browser, /Chen Si|陈思/, '简体中文');
  await pressKey(chen, 'Alt+U');
  const theirs = chen.getByRole('dialog', { name: '待回拨' });
  await expect(theirs.getByRole('listitem').filter({ hasText: '137****7001' }).getByText('由您负责', { exact: false })).toBeVisible();
  expect(await faults(chen)).toEqual([]);
  await shot(chen, 'call-backs-zh');
  await chen.context().close();
});

test('a link’s number stands in the note’s form and nowhere else; while a call is on it is taken or let go', async ({ browser }) => {
  const page = await signedIn(browser, /Sari Dewi/);
  const origin = new URL(desk.consoleUrl).origin;
  const pop = (fragment: string) =>
    page.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
  await page.getByRole('navigation', { name: 'Main' }).click({ position: { x: 2, y: 2 } });
  await pop('#call?from=%2B8613800138000&to=4008000000&call=pbx-1');
  const dialog = page.getByRole('dialog', { name: 'New call note' });
  await expect(dialog.getByRole('textbox', { name: 'Phone number' })).toHaveValue('+8613800138000');
  await expect(dialog.getByText('No customer has this number', { exact: false })).toBeVisible();
  expect(page.url()).toBe(`${origin}/`);
  expect(await faults(page)).toEqual([]);
  await shot(page, 'link');
  await dialog.getByRole('button', { name: 'Start the call note' }).click();
  await expect(page.getByRole('region', { name: 'Call', exact: true }).getByRole('timer')).toBeVisible();

  // A hostile one tells nothing; a new tab that nobody signed in to hands its call over.
  await pop('#call?from=<b>&call=x');
  const other = await page.context().newPage();
  await other.goto(`${origin}/#call?from=13900139000&call=pbx-2`);
  await expect(other.getByRole('dialog')).toHaveCount(0);
  expect(other.url()).toBe(`${origin}/`);
  const card = page.getByRole('region', { name: 'Phone call' });
  await expect(card.getByText('Call from 139****9000')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  expect(await faults(page)).toEqual([]);
  await shot(page, 'link-while-on-a-call');
  await pressKey(page, 'Alt+H');
  await expect(dialog.getByRole('textbox', { name: 'Phone number' })).toHaveValue('13900139000');
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.context().close();
});
