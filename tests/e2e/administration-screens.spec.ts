import { faults } from '#tests/e2e/faults.ts';
import { picture } from '#tests/e2e/picture.ts';
import { addGroup, addPerson, addQueue, expect, setUp, test, toDesk } from '#tests/e2e/real-desk.ts';
import { long } from '#tests/whole.ts';

// Names hang on the language, contrasts on the colours: each is seen once.
for (const [language, colorScheme, words] of [
  ['English', 'light', { desk: 'Desk', main: 'Main', close: 'Close' }],
  ['简体中文', 'dark', { desk: '管理', main: '主导航', close: '关闭' }],
] as const) {
  const declare = language === 'English' ? long(test) : test;
  declare(`no screen of a real desk has a fault that axe finds: ${language}`, async ({ browser, empty: desk }) => {
    test.setTimeout(300_000);
    const context = await browser.newContext({ colorScheme });
    const first = await context.newPage();
    await first.goto(desk.consoleUrl);
    await first.getByText(language, { exact: true }).click();
    await expect(first.locator('form')).toBeVisible();
    expect(await faults(first)).toEqual([]);
    await picture(first, `set-up ${language}`);
    await first.locator('form button[type=submit]').click();
    expect(await faults(first)).toEqual([]);
    await first.close();
    // What the place is made of comes late: that is a screen as well.
    const { promise: comes, resolve: come } = Promise.withResolvers<void>();
    await context.route(/admin-page[^/]*\.js/, async (route) => {
      await comes;
      await route.continue();
    });
    const admin = await setUp(context, desk);
    await toDesk(admin);
    await expect(admin.locator('main[aria-busy]')).toBeVisible();
    expect(await faults(admin)).toEqual([]);
    come();
    await expect(admin.getByRole('tab').first()).toBeVisible();
    await picture(admin, `empty ${language}`);
    expect(await faults(admin)).toEqual([]);
    await addGroup(admin, 'Retail');
    await addQueue(admin, 'Payments');
    await addPerson(admin, 'Lin Xia', 'Payments', 'lin.xia');
    await admin.close();
    const page = await context.newPage();
    await page.goto(desk.consoleUrl);
    await page.getByText(language, { exact: true }).click();
    await expect(page.locator('form')).toBeVisible();
    expect(await faults(page)).toEqual([]);
    await picture(page, `sign-in ${language} ${colorScheme}`);
    await page.locator('input[autocomplete=username]').fill('zhou.ning');
    await page.locator('input[autocomplete=current-password]').fill('harbour lantern 42');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: words.main }).getByRole('button', { name: words.desk }).click();
    const tabs = page.getByRole('tab');
    await expect(tabs).toHaveCount(12);
    for (let index = 0; index < 12; index++) {
      await tabs.nth(index).click();
      await expect(page.getByRole('tabpanel').getByRole('heading', { level: 2 }).last()).toBeVisible();
      expect(await faults(page), `tab ${index}`).toEqual([]);
      await picture(page, `tab ${index} ${language} ${colorScheme}`);
      if (index > 8) continue;
      // The form of a new item, and where there is none that of the first.
      const add = page.getByRole('tabpanel').locator('button[data-variant=light]').last();
      if ((await add.count()) > 0) await add.click();
      else await page.getByRole('tabpanel').getByRole('listitem').first().getByRole('button').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await faults(page), `form ${index}`).toEqual([]);
      await picture(page, `form ${index} ${language} ${colorScheme}`);
      await page.getByRole('dialog').getByRole('button', { name: words.close, exact: true }).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await context.close();
  });
}
