import type { Page } from '@playwright/test';
import { customerWrites, expect, openCase, signIn, startChat, test } from '#tests/e2e/desk.ts';
import { long } from '#tests/whole.ts';

const toSettings = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click();

test('choices are kept: language, theme, sending by Enter, a key of one’s own', async ({ browser, desk }) => {
  const context = await browser.newContext();
  const agent = await signIn(context, desk, 'Agent', /Chen Si/);
  await toSettings(agent);
  await agent.getByRole('radio', { name: 'Dark' }).check();
  await agent.getByRole('switch', { name: 'Enter sends' }).click();
  await agent.getByRole('button', { name: /^Show mine: Alt\+2/ }).click();
  await agent.keyboard.press('Control+Alt+m');
  await expect(agent.getByRole('button', { name: /^Show mine: Ctrl\+Alt\+M/ })).toBeVisible();
  // A key that writes text is refused, and taking another command's key says so.
  await agent.getByRole('button', { name: /^Show all: / }).click();
  await agent.keyboard.press('x');
  await expect(agent.getByText('X writes text')).toBeVisible();
  await agent.keyboard.press('Control+Alt+m');
  await expect(agent.getByText(/was the key of “Show mine”/)).toBeVisible();
  await agent.getByRole('radio', { name: '简体中文' }).check();
  await expect(agent.getByRole('heading', { name: '设置', level: 1 })).toBeVisible();

  await agent.reload();
  await expect(agent.getByRole('grid', { name: '收件箱' })).toBeVisible();
  await expect(agent.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(agent.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await agent.keyboard.press('Control+Alt+m');
  await expect(agent.getByRole('radio', { name: /^全部/ })).toBeChecked();
  await context.close();
});

test('the parts of the settings stand beside them, are gone to by keyboard, and follow the scroll', async ({ browser, desk }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const agent = await signIn(context, desk, 'Agent', /Lin Xia/);
  await toSettings(agent);
  const parts = agent.getByRole('navigation', { name: 'Parts of this page' });
  const part = (name: string) => parts.getByRole('button', { name });
  await expect(part('Look')).toHaveAttribute('aria-current', 'true');
  // Each part has its entry, those that the host tells of only later, too.
  const headings = agent.getByRole('main').getByRole('heading', { level: 2 });
  await expect(part('Files on this machine')).toBeVisible();
  expect(await parts.getByRole('button').allTextContents()).toEqual(await headings.allTextContents());
  await part('Queue engine').press('Enter');
  const heading = agent.getByRole('heading', { name: 'Queue engine', level: 2 });
  await expect(heading).toBeInViewport();
  await expect(heading).toBeFocused();
  await expect(part('Queue engine')).toHaveAttribute('aria-current', 'true');
  // The last part never comes to the upper edge, and is where one is all the same.
  await part('About').press('Enter');
  await expect(part('About')).toHaveAttribute('aria-current', 'true');
  await expect(parts.locator('[aria-current]')).toHaveCount(1);
  await agent.getByRole('main').evaluate((page) => page.scrollTo(0, 0));
  await expect(part('Look')).toHaveAttribute('aria-current', 'true');
  await agent.getByRole('radio', { name: '简体中文' }).check();
  await expect(agent.getByRole('navigation', { name: '本页目录' }).getByRole('button', { name: '外观' })).toBeVisible();
  await agent.getByRole('radio', { name: 'English' }).check();
  await context.close();
});

long(test)('an arrival sounds once, stands in the title, and its clock runs', async ({ browser, desk }) => {
  const [agents, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  await agents.addInitScript(() => {
    const counted = globalThis as unknown as { tones: number };
    counted.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      counted.tones += 1;
      return start.call(this, when);
    };
  });
  const agent = await signIn(agents, desk, 'Agent', /Lin Xia/);
  const tones = () => agent.evaluate(() => (globalThis as unknown as { tones: number }).tones);
  const before = await tones();
  const waiting = async () => Number(/^\((\d+)\)/.exec(await agent.title())?.[1] ?? 0);
  const stood = await waiting();
  const customer = await startChat(customers, desk);
  await customerWrites(customer, 'My scan code is broken since noon');
  const row = agent.getByRole('grid', { name: 'Inbox' }).getByRole('row').filter({ hasText: 'My scan code is broken' });
  const clock = row.getByText(/^\d+:\d\d$/);
  const first = await clock.textContent();
  await expect(clock).not.toHaveText(first ?? '');
  await expect.poll(tones).toBeGreaterThan(before);
  await expect.poll(waiting).toBeGreaterThan(stood);

  await toSettings(agent);
  await agent.getByRole('switch', { name: 'Play a sound' }).click();
  const silent = await tones();
  const others = await browser.newContext();
  const other = await startChat(others, desk);
  await customerWrites(other, 'It is still broken');
  await agent.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: /Inbox/ }).click();
  await expect(agent.getByRole('grid', { name: 'Inbox' }).getByText('It is still broken')).toBeVisible();
  expect(await tones()).toBe(silent);
  await toSettings(agent);
  await agent.getByRole('switch', { name: 'Play a sound' }).click();
  await Promise.all([agents.close(), customers.close(), others.close()]);
});

test('a trainer may read and not write; sign-out forgets everything', async ({ browser, desk }) => {
  const [trainers, customers] = await Promise.all([browser.newContext(), browser.newContext()]);
  const customer = await startChat(customers, desk);
  const words = 'Is the wallet safe for my savings';
  await customerWrites(customer, words);
  const trainer = await signIn(trainers, desk, 'Trainer');
  await openCase(trainer, words);
  await expect(trainer.getByRole('button', { name: 'Accept' })).toHaveCount(0);
  await expect(trainer.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await expect(trainer.getByText('Your role can read this case, not answer it.')).toBeVisible();
  await trainer.getByRole('button', { name: /Tang Wei/ }).click();
  await trainer.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(trainer.getByRole('button', { name: /^Agent / }).first()).toBeVisible();
  expect(await trainer.content()).not.toContain(words);
  await Promise.all([trainers.close(), customers.close()]);
});
