import type { Page } from '@playwright/test';
import { customerWrites, expect, openCase, pressKey, startChat, test } from '#tests/e2e/desk.ts';
import { faults } from '#tests/e2e/faults.ts';
import { long } from '#tests/whole.ts';

const words = '我昨天充值了200元还没到账';

/** The places that only some roles have, each with what shows that it is there. */
const places = [
  {
    who: /^(Supervisor|班长) /,
    at: 1,
    shown: async (page: Page) => {
      await page.getByRole('button', { name: /^(Columns|显示列)$/ }).press('Enter');
      await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      return page.getByRole('grid').nth(1);
    },
  },
  {
    who: /^(Trainer|培训师) /,
    at: 1,
    shown: async (page: Page) => {
      // Of a case whose customer is known: one that was erased takes no note.
      const known = page.getByRole('navigation').nth(1).getByRole('listitem').filter({ hasText: '**' });
      await known.first().getByRole('button').click();
      await page.getByRole('slider').press('End');
      await page.getByRole('search').getByRole('button').first().click();
      await page.getByRole('tab').nth(1).click();
      await page.getByRole('textbox', { name: /Note at|处批注/ }).fill('…');
      await page.getByRole('button', { name: /Pin note|添加批注/ }).click();
      await page
        .getByRole('button', { name: /Remove note at|^删除/ })
        .first()
        .click();
      return page.getByRole('log').locator('[data-row]').first();
    },
  },
] as const;

for (const [language, names] of [
  [
    'English',
    {
      settings: 'Settings',
      inbox: 'Inbox',
      resolve: 'Resolve',
      snooze: 'Snooze',
      transfer: 'Transfer',
      palette: 'Type a command',
      more: 'More actions',
      order: /^Order:/,
    },
  ],
  [
    '简体中文',
    { settings: '设置', inbox: '收件箱', resolve: '结案', snooze: '挂起', transfer: '转接', palette: '输入命令', more: '更多操作', order: /^排序：/ },
  ],
] as const) {
  const [inEnglish, inChinese] = language === 'English' ? [test, long(test)] : [long(test), test];
  inEnglish(`no screen has a fault that axe finds: ${language}`, async ({ browser, desk }) => {
    test.setTimeout(240_000);
    const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
    const customer = await startChat(customers, desk);
    await customerWrites(customer, words);
    expect(await faults(customer)).toEqual([]);
    const agent = await agents.newPage();
    await agent.goto(desk.consoleUrl);
    await agent
      .getByRole('button', { name: /^Agent / })
      .first()
      .waitFor();
    await agent.getByText(language, { exact: true }).click();
    expect(await faults(agent)).toEqual([]);
    await agent
      .getByRole('button', { name: /^(Agent|客服) / })
      .first()
      .click();
    await expect(agent.getByRole('grid', { name: names.inbox })).toBeVisible();
    await agent.getByRole('navigation').getByRole('button', { name: names.settings }).click();
    await agent.getByRole('radio', { name: language }).check();
    for (const theme of language === 'English' ? [1, 3] : [2]) {
      await agent
        .getByRole('radio')
        .nth(2 + theme)
        .check();
      expect(await faults(agent)).toEqual([]);
      await agent.getByRole('navigation').getByRole('button').first().click();
      await openCase(agent, words);
      expect(await faults(agent)).toEqual([]);
      await agent.getByRole('navigation').getByRole('button', { name: names.settings }).click();
    }
    await agent.getByRole('radio').nth(2).check();
    await agent.getByRole('navigation').getByRole('button').first().click();
    for (const dialog of [names.transfer, names.snooze, names.resolve]) {
      await agent.getByRole('button', { name: dialog, exact: true }).click();
      await expect(agent.getByRole('dialog')).toBeVisible();
      expect(await faults(agent)).toEqual([]);
      await agent.keyboard.press('Escape');
      await expect(agent.getByRole('dialog')).toHaveCount(0);
    }
    for (const menu of [names.more, names.order, /(Lin Xia|林夏).*(Available|空闲)/]) {
      await agent.getByRole('button', { name: menu }).first().press('Enter');
      await expect(agent.getByRole('menuitem').first()).toBeFocused();
      expect(await faults(agent)).toEqual([]);
      await agent.keyboard.press('Escape');
      await expect(agent.getByRole('menu')).toHaveCount(0);
    }
    await pressKey(agent, 'Control+K');
    await expect(agent.getByPlaceholder(names.palette)).toBeVisible();
    expect(await faults(agent)).toEqual([]);
    await Promise.all([agents.close(), customers.close()]);
  });

  inChinese(`no place of a role has a fault that axe finds: ${language}`, async ({ browser, desk }) => {
    test.setTimeout(240_000);
    for (const { who, at, shown } of places) {
      // Names hang on the language, contrasts on the colours: each is seen once.
      for (const colorScheme of language === 'English' ? (['light'] as const) : (['dark'] as const)) {
        const context = await browser.newContext({ colorScheme });
        const page = await context.newPage();
        await page.goto(desk.consoleUrl);
        await page.getByRole('button').first().waitFor();
        await page.getByText(language, { exact: true }).click();
        await page.getByRole('button', { name: who }).first().click();
        await page.getByRole('navigation').getByRole('button').nth(at).click();
        await expect(await shown(page)).toBeVisible();
        expect(await faults(page)).toEqual([]);
        await context.close();
      }
    }
  });
}
