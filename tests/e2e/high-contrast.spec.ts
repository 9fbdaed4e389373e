import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { customerWrites, expect, openCase, pressKey, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { faults } from '#tests/e2e/faults.ts';
import { picture } from '#tests/e2e/picture.ts';

const words = 'My top-up of 200 from yesterday is not there';

/** Letters that stand out less than 7:1 from their ground (WCAG 1.4.6), one readable line each. */
async function pale(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze();
  return violations.flatMap(({ nodes }) => nodes.map(({ target, any }) => `${target.join(' ')}: ${any[0]?.message}`));
}

const looks = (place: Locator) =>
  place.evaluate((element) => {
    const { color, backgroundColor, borderTopColor } = getComputedStyle(element);
    return { color, backgroundColor, borderTopColor };
  });

test('high contrast is another look than dark: black and white, every letter at 7:1', async ({ browser, desk }) => {
  test.setTimeout(120_000);
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const customer = await startChat(customers, desk);
  await customerWrites(customer, words);
  const agent = await signIn(agents, desk, 'Agent', /Lin Xia/);
  const main = agent.getByRole('navigation', { name: 'Main' });
  const toSettings = () => main.getByRole('button', { name: 'Settings' }).click();
  await toSettings();
  const body = agent.locator('body');
  const field = agent.locator('input[type=search]').first();
  await agent.getByRole('radio', { name: 'Dark' }).check();
  const [dark, darkField] = [await looks(body), await looks(field)];
  await agent.getByRole('radio', { name: 'High contrast' }).check();
  await expect(body).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await expect(body).toHaveCSS('color', 'rgb(255, 255, 255)');
  expect(dark).not.toMatchObject({ color: 'rgb(255, 255, 255)' });
  expect(dark).not.toMatchObject({ backgroundColor: 'rgb(0, 0, 0)' });
  expect(await looks(field)).toMatchObject({ backgroundColor: 'rgb(0, 0, 0)', borderTopColor: 'rgb(255, 255, 255)' });
  expect(darkField.borderTopColor).not.toBe('rgb(255, 255, 255)');
  await picture(agent, 'hc-settings');
  expect(await pale(agent)).toEqual([]);

  await main.getByRole('button').first().click();
  await openCase(agent, words);
  await agent.getByRole('button', { name: 'Accept' }).click();
  const reply = agent.getByRole('textbox', { name: 'Reply' });
  await reply.fill('We look into it.');
  await pressKey(agent, 'Control+Enter');
  await expect(agent.getByRole('log').getByText('We look into it.')).toBeVisible();
  await picture(agent, 'hc-case');
  expect(await pale(agent)).toEqual([]);
  expect(await faults(agent)).toEqual([]);
  // Where one is at, a ring stands out as well.
  await main.getByRole('button').first().focus();
  await agent.keyboard.press('Tab');
  await expect(agent.locator(':focus')).toHaveCSS('outline-color', 'rgb(255, 215, 0)');
  await pressKey(agent, 'Control+K');
  await expect(agent.getByPlaceholder('Type a command')).toBeVisible();
  await picture(agent, 'hc-palette');
  expect(await pale(agent)).toEqual([]);
  await agent.keyboard.press('Escape');
  // What is found, with the one that Enter would open.
  await field.fill('top-up');
  await agent.keyboard.press('ArrowDown');
  await expect(agent.locator('[role=option][aria-selected=true]')).toBeVisible();
  await picture(agent, 'hc-search');
  expect(await pale(agent)).toEqual([]);
  await agent.keyboard.press('Escape');

  // Another case, with a customer who is known: the pane is full.
  await agent.getByRole('grid', { name: 'Inbox' }).getByRole('row').filter({ hasText: '**' }).first().click();
  await expect(agent.getByRole('complementary', { name: 'Customer' }).getByRole('heading').first()).toBeVisible();
  await picture(agent, 'hc-known');
  expect(await pale(agent)).toEqual([]);
  await Promise.all([agents.close(), customers.close()]);
});
