import type { Page } from '@playwright/test';
import { customerWrites, expect, openCase, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

/** What a person reads or hears that is the console's own: names of controls, headings, hints; not what people wrote. */
async function ownWords(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const said = new Set<string>();
    const written = '[role=log], [role=grid], [aria-label="时间轴"], [aria-label="Timeline"], bdi, code, kbd';
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (element.closest(written) || element.closest('style, script, [aria-hidden=true]')) continue;
      for (const name of ['aria-label', 'title', 'placeholder']) said.add(element.getAttribute(name)?.trim() ?? '');
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.add(node.textContent?.trim() ?? '');
    }
    return [...said].filter((text) => text !== '');
  });
}

/** A key that no catalogue knows shows as itself: namespace:key, or camelCase or snake_case in one word. */
const aKey = /^[a-z]+(?::[A-Za-z_-]+)+$|^[a-z]+[A-Z_][A-Za-z_-]*$/;
/** Chinese screens keep names of things that have no other: languages, keys, units, numbers, card schemes, the data set's name. */
const latinAllowed = /^(?:English|Ctrl|Alt|Shift|Enter|Esc|[A-Z]|F\d+|×[\d.]+|PNG|kB|MB|BANKING77|PolyAI|CC BY|Console ready)$/;

for (const lang of ['en', 'zh-CN'] as const) {
  const declare = lang === 'zh-CN' ? test : long(test);
  declare(`every word of the console is in its catalogue: ${lang}`, async ({ browser, desk }) => {
    const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
    const customer = await startChat(customers, desk);
    const words = lang === 'en' ? 'The fee of 3 was taken twice' : '手续费3元扣了两次';
    await customerWrites(customer, words);
    const agent = await agents.newPage();
    await agent.goto(desk.consoleUrl);
    await agent.getByRole('button').first().waitFor();
    await agent.getByText(lang === 'en' ? 'English' : '简体中文', { exact: true }).click();
    const heard = new Set(await ownWords(agent));
    const listen = async () => {
      for (const text of await ownWords(agent)) heard.add(text);
    };
    await agent
      .getByRole('button', { name: /^(Agent|客服) / })
      .first()
      .click();
    await openCase(agent, words);
    await listen();
    await agent.getByRole('button', { name: lang === 'en' ? 'Accept' : '接入', exact: true }).click();
    await agent.getByRole('textbox', { name: lang === 'en' ? 'Reply' : '回复' }).fill('…');
    await expect(agent.getByText(lang === 'en' ? 'Draft saved' : '草稿已保存')).toBeVisible();
    await listen();
    for (const key of ['Alt+t', 'Alt+s', 'Control+Shift+Enter', 'Alt+g', 'Alt+p']) {
      await agent.keyboard.press(key);
      await expect(agent.getByRole('dialog')).toBeVisible();
      await listen();
      await agent.keyboard.press('Escape');
      await expect(agent.getByRole('dialog')).toHaveCount(0);
    }
    await pressKey(agent, 'Control+k');
    await expect(agent.getByRole('dialog')).toBeVisible();
    await listen();
    await agent.keyboard.press('Escape');
    await expect(agent.getByRole('dialog')).toHaveCount(0);
    for (const view of await agent
      .getByRole('radiogroup', { name: lang === 'en' ? 'View' : '视图' })
      .getByRole('radio')
      .all()) {
      await view.click();
      await listen();
    }
    await pressKey(agent, 'Control+,');
    await expect(agent.getByRole('table')).toBeVisible();
    await listen();

    expect([...heard].filter((text) => aKey.test(text) || text.includes('{{'))).toEqual([]);
    const han = /\p{Script=Han}/u;
    if (lang === 'en') {
      expect([...heard].filter((text) => han.test(text) && text !== '简体中文')).toEqual([]);
    } else {
      const latin = (text: string) => (text.match(/[A-Za-z][A-Za-z\d ]*[A-Za-z\d]|[A-Za-z]/g) ?? []).filter((word) => !latinAllowed.test(word.trim()));
      expect([...heard].filter((text) => !han.test(text) && latin(text).length > 0)).toEqual([]);
    }
    await Promise.all([agents.close(), customers.close()]);
  });
}

test('the customer’s page speaks the language that the desk was started with, until the customer chooses', async ({ browser, desk }) => {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(desk.chatUrl);
  await expect(page.getByRole('button', { name: 'Start chat' })).toBeVisible();
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  expect((await ownWords(page)).filter((text) => aKey.test(text))).toEqual([]);
  await context.close();
  const agents = await browser.newContext();
  const agent = await signIn(agents, desk, 'Supervisor');
  await expect(agent.locator('html')).toHaveAttribute('lang', 'en');
  await agents.close();
});
