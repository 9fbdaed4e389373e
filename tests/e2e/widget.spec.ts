import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, FrameLocator, Page } from '@playwright/test';
import { agentReplies, expect, openCase, signIn, test } from '#tests/e2e/desk.ts';
import { EmbeddingDesk, tokenOf } from '#tests/e2e/embedding.ts';

const at = new EmbeddingDesk();
test.beforeAll(async () => {
  test.setTimeout(120_000);
  await at.start();
});
test.afterAll(() => at.stop());

let agents: BrowserContext;
let agent: Page;
test.beforeEach(async ({ browser }) => {
  agents = await browser.newContext();
  agent = await signIn(agents, at.desk);
});
test.afterEach(() => agents.close());

const chatIn = (page: Page): FrameLocator => page.frameLocator('iframe[title="Wallet support"]');
const launcher = (page: Page) => page.getByRole('button', { name: 'Chat with us' });

async function startIn(page: Page): Promise<FrameLocator> {
  const chat = chatIn(page);
  await chat.getByRole('button', { name: 'Start chat' }).click();
  await expect(chat.getByRole('textbox', { name: 'Message' })).toBeVisible();
  return chat;
}

async function write(chat: FrameLocator, text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(text);
  await chat.getByRole('button', { name: 'Send' }).click();
  await expect(chat.getByRole('log', { name: 'Chat' }).getByText(text)).toHaveCount(1);
  await expect(chat.getByRole('log', { name: 'Chat' }).getByText('Sending')).toHaveCount(0);
}

for (const name of ['localhost', '127.0.0.1'] as const) {
  test(`a customer chats on a site at ${name}, is told of answers while the panel is closed, and goes on after a reload`, async ({ page }) => {
    await page.goto(at.site.at(name));
    await launcher(page).click();
    const chat = await startIn(page);
    const words = `My parcel at ${name} was paid twice`;
    await write(chat, words);
    await openCase(agent, words);
    await agent.getByRole('button', { name: 'Accept' }).click();
    await expect(chat.getByRole('status').first()).toContainText('is looking after you');

    await page.getByRole('button', { name: 'Close the chat' }).click();
    await expect(chat.getByRole('textbox', { name: 'Message' })).toBeHidden();
    await agentReplies(agent, 'I see both payments');
    await expect(page.getByRole('button', { name: 'Chat with us: 1 new' })).toBeVisible();
    await expect(page.getByRole('status').getByText('Wallet support wrote to you.')).toHaveCount(1);
    // What came while the panel was closed has not been read.
    await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('Read', { exact: true })).toHaveCount(0);
    await page.getByRole('button', { name: 'Chat with us: 1 new' }).click();
    await expect(chat.getByText('I see both payments')).toBeVisible();
    await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('Read', { exact: true }).first()).toBeVisible();
    await expect(launcher(page)).toHaveAccessibleName('Chat with us');

    await page.reload();
    await expect(chat.getByRole('log', { name: 'Chat' }).getByText(words)).toHaveCount(1);
    await expect(chat.getByText('I see both payments')).toHaveCount(1);
    await write(chat, 'So which one comes back?');
    await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('So which one comes back?')).toHaveCount(1);
  });
}

test('a site that is not named shows no button, says why, and cannot hold the page in a frame', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(at.stranger.at('localhost'));
  await expect.poll(() => said.join('\n')).toContain(`origin-not-allowed: ${at.stranger.at('localhost')}`);
  await expect(launcher(page)).toHaveCount(0);
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
  }, at.desk.chatUrl);
  await expect.poll(() => said.join('\n')).toContain('frame-ancestors');
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Start chat' })).toHaveCount(0);
});

test('the site’s styles do not come in, and ours do not go out', async ({ page }) => {
  await page.goto(at.site.at('localhost'));
  const own = page.locator('.own');
  const styleOf = (locator: typeof own) =>
    locator.evaluate((element) => {
      const { color, fontSize, letterSpacing, display, paddingTop, width } = getComputedStyle(element);
      return { color, fontSize, letterSpacing, display, paddingTop, width };
    });
  await expect(launcher(page)).toBeVisible();
  const before = await styleOf(own);
  await launcher(page).click();
  await startIn(page);
  expect(await styleOf(own)).toEqual(before);
  expect(before).toMatchObject({ color: 'rgb(120, 0, 0)', fontSize: '31px', display: 'block', paddingTop: '7px' });
  expect(await styleOf(page.getByRole('dialog').getByText('Wallet support'))).toMatchObject({
    color: 'rgb(255, 255, 255)',
    fontSize: '15px',
    letterSpacing: 'normal',
  });
  expect(await styleOf(launcher(page))).toMatchObject({ display: 'grid', width: '56px' });
  expect(await styleOf(page.locator('iframe[title="Wallet support"]'))).toMatchObject({ width: '378px' });
});

test('by keyboard alone: into the panel, through a chat, around and out again to where one was', async ({ page }) => {
  await page.goto(at.site.at('localhost'));
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await page.getByRole('link', { name: 'More' }).focus();
  await page.keyboard.press('Tab');
  await expect(launcher(page)).toBeFocused();
  await page.keyboard.press('Enter');
  const chat = chatIn(page);
  await expect(chat.getByRole('button', { name: 'Start chat' })).toBeFocused();
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Enter');
  const box = chat.getByRole('textbox', { name: 'Message' });
  await expect(box).toBeVisible();
  while (!(await box.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.type('Written without a mouse');
  await page.keyboard.press('Enter');
  await expect(chat.getByRole('log', { name: 'Chat' }).getByText('Written without a mouse')).toHaveCount(1);
  // Past the last control of the frame comes the panel's first, and the other way round.
  await page.keyboard.press('Tab');
  await expect(chat.getByRole('button', { name: 'Send' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Close the chat' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(chat.getByRole('button', { name: 'Send' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(launcher(page)).toBeFocused();
  await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Enter');
  await expect(box).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Escape');
  await expect(launcher(page)).toBeFocused();
});

test('an address in an answer opens outside the site’s page, which stays as it is', async ({ page }) => {
  await page.context().route('https://help.example.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Help</title>' }));
  await page.goto(at.site.at('localhost'));
  await launcher(page).click();
  const chat = await startIn(page);
  await write(chat, 'Where does it say so?');
  await openCase(agent, 'Where does it say so?');
  await agent.getByRole('button', { name: 'Accept' }).click();
  await agentReplies(agent, '在https://help.example.com/fees里。');
  const [outside] = await Promise.all([
    page.context().waitForEvent('page'),
    chat.getByRole('link', { name: 'https://help.example.com/fees', exact: true }).click(),
  ]);
  await expect(outside).toHaveTitle('Help');
  expect(await outside.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  await expect(chat.getByText('在https://help.example.com/fees里。')).toBeVisible();
});

test('nothing is left for axe to find, closed, open and in a chat', async ({ page }) => {
  await page.goto(at.site.at('localhost'));
  await expect(launcher(page)).toBeVisible();
  // The site's own colours and headings are the site's.
  const look = async () =>
    (await new AxeBuilder({ page }).exclude('main').analyze()).violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target) }));
  expect(await look()).toEqual([]);
  await launcher(page).click();
  await expect(chatIn(page).getByRole('button', { name: 'Start chat' })).toBeVisible();
  expect(await look()).toEqual([]);
  await write(await startIn(page), 'A message for axe');
  expect(await look()).toEqual([]);
});

test('on a phone the panel takes the whole screen, in Chinese', async ({ browser }) => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true });
  const page = await phone.newPage();
  await page.goto(`${at.site.at('localhost')}/?lang=zh-CN`);
  await page.getByRole('button', { name: '在线客服' }).tap();
  const panel = page.getByRole('dialog', { name: '钱包客服' });
  expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 760 });
  const chat = page.frameLocator('iframe[title="钱包客服"]');
  await chat.getByRole('button', { name: '开始咨询' }).tap();
  await chat.getByRole('textbox', { name: '输入消息' }).fill('我的退款还没到账');
  await chat.getByRole('button', { name: '发送' }).tap();
  await expect(chat.getByRole('log', { name: '对话' }).getByText('我的退款还没到账')).toHaveCount(1);
  await expect(page.getByRole('button', { name: '在线客服' })).toBeHidden();
  await page.getByRole('button', { name: '关闭对话' }).tap();
  await expect(page.getByRole('button', { name: '在线客服' })).toBeFocused();
  await phone.close();
});

test('what is written without a network is kept, said so, and goes once when it is back, over a reload too', async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(at.site.at('localhost'));
  await launcher(page).click();
  const chat = await startIn(page);
  await write(chat, 'In the tunnel the train stops');
  await context.setOffline(true);
  await expect(chat.getByRole('status').first()).toContainText('Reconnecting');
  for (const text of ['First from the tunnel', 'Second from the tunnel']) {
    await chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await chat.getByRole('button', { name: 'Send' }).click();
  }
  await expect(chat.getByText('Sending')).toHaveCount(2);
  await context.setOffline(false);
  await expect(chat.getByText('Sending')).toHaveCount(0);
  await expect(chat.getByRole('status').first()).not.toContainText('Reconnecting');
  await page.reload();
  const log = chat.getByRole('log', { name: 'Chat' });
  await expect(log.getByText('from the tunnel')).toHaveText(['First from the tunnel', 'Second from the tunnel']);
  await openCase(agent, 'Second from the tunnel');
  await expect(agent.getByRole('log', { name: 'Conversation' }).getByText('from the tunnel')).toHaveCount(2);
  await context.close();
});

test('the app says who the customer is: in the tag, later by a call, and no longer with an old token', async ({ page }) => {
  const known = await tokenOf('C-900001', 'Mei Ling');
  await page.goto(`${at.site.at('localhost')}/?identity=${known}`);
  await launcher(page).click();
  await write(await startIn(page), 'It is me, the app says');
  await openCase(agent, 'It is me, the app says');
  await expect(
    agent
      .getByRole('heading', { name: /Mei Ling/ })
      .or(agent.getByText('Mei Ling'))
      .first(),
  ).toBeVisible();

  await page.context().clearCookies();
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(at.site.at('127.0.0.1'));
  await launcher(page).click();
  await write(await startIn(page), 'Nobody knows me yet here');
  await page.evaluate(
    async (token) => (window as unknown as { walletChat: { identify(token: string): void } }).walletChat.identify(token),
    await tokenOf('C-900002', 'Wang Fang'),
  );
  await openCase(agent, 'Nobody knows me yet here');
  await expect(agent.getByText('The customer came signed in').first()).toBeVisible();

  await page.evaluate(
    async (token) => (window as unknown as { walletChat: { identify(token: string): void } }).walletChat.identify(token),
    await tokenOf('C-900002', 'Wang Fang', -300),
  );
  await expect(chatIn(page).getByRole('alert')).toContainText('too old to say who you are');
  await write(chatIn(page), 'I go on all the same');
});
