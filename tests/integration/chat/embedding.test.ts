import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeCode, openSocket } from '#tests/integration/browser-host/raw-socket.ts';
import { ChatDesk } from '#tests/integration/chat/chat-kit.ts';

const shop = 'http://shop.test:8080';
const bank = 'https://www.bank.test';

let desk: ChatDesk;
beforeAll(async () => {
  desk = await ChatDesk.started(false, { origins: [shop, bank] });
});
afterAll(() => desk.stop());

/** A question as a page of another origin asks it. */
const from = (origin: string | undefined, method: string, where: string) =>
  desk.client.ask({
    method,
    path: where,
    headers: [
      ['Host', desk.authority],
      ['Origin', origin],
    ],
    ...(method === 'POST' ? { body: '{}' } : {}),
  });

describe('a page that embeds the chat', () => {
  it.each([shop, bank])('of %s may, and is told the desk’s language', async (origin) => {
    const { status, headers, body } = await from(origin, 'GET', '/embed');
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: { language: 'en' } });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each(['http://shop.test', 'http://shop.test:8081', 'https://shop.test:8080', 'http://www.shop.test:8080', 'http://shop.test:8080.evil.test', 'null'])(
    'of %s is refused by name',
    async (origin) => {
      const { status, body } = await from(origin, 'GET', '/embed');
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 403, body: { error: 'origin-not-allowed', origin } });
      expect(desk.logger.lines).toContainEqual(expect.objectContaining({ fields: expect.objectContaining({ origin }) }));
    },
  );

  it('reads nothing else of the desk, and opens no connection', async () => {
    for (const where of ['/', '/config', '/opening', '/visitor', '/embedded/visitor', '/assets/app.js'])
      expect((await from(shop, 'GET', where)).status).toBe(403);
    for (const where of ['/start', '/embedded/start', '/embed']) expect((await from(shop, 'POST', where)).status).toBe(403);
    for (const where of ['/chat', '/embedded/chat']) {
      const refused = openSocket({ authority: desk.authority, origin: shop }, null, where);
      await expect(refused).rejects.toThrow('403');
    }
  });

  it('under another name of the server is refused for all that', async () => {
    const answer = await desk.client.ask({
      method: 'GET',
      path: '/embed',
      headers: [
        ['Host', `evil.test:${new URL(desk.origin).port}`],
        ['Origin', shop],
      ],
    });
    expect(answer).toMatchObject({ status: 403, body: 'refused: host\n' });
  });

  it('may hold the chat’s page in a frame where it is named, and nobody else may', async () => {
    const { headers } = await desk.ask('GET', '/');
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${shop} ${bank};`);
  });
});

describe('the script', () => {
  const folder = () => path.join(path.dirname(desk.pages), 'widget');
  afterAll(() => rmSync(folder(), { recursive: true, force: true }));

  it('is loaded by pages of all origins, which gives them nothing yet', async () => {
    expect((await from(undefined, 'GET', '/widget.js')).status).toBe(404);
    mkdirSync(folder(), { recursive: true });
    writeFileSync(path.join(folder(), 'widget.js'), '/* widget */');
    for (const origin of [undefined, shop, 'http://evil.test']) {
      const { status, headers, body } = await from(origin, 'GET', '/widget.js');
      expect({ status, body }).toEqual({ status: 200, body: '/* widget */' });
      expect(Object.fromEntries(headers)).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8', 'cross-origin-resource-policy': 'cross-origin' });
    }
  });
});

describe('a visitor in a frame', () => {
  it('is a partitioned cookie that scripts cannot read, for the frame’s own paths', async () => {
    const { setCookie, told } = await desk.begin({}, { framed: true });
    expect(setCookie).toMatch(/^embedded=[\w-]{43}; Path=\/embedded; HttpOnly; SameSite=None; Secure; Partitioned; Max-Age=2592000$/);
    expect(told).toEqual({ started: true });
  });

  it('is nobody on the page by itself, and the other way round', async () => {
    const [framed, alone] = [(await desk.begin({}, { framed: true })).cookie, (await desk.begin({})).cookie];
    const known = async (where: string, cookie: string) =>
      (JSON.parse((await desk.ask('GET', where, undefined, [['Cookie', cookie]])).body) as { known: boolean }).known;
    expect([await known('/embedded/visitor', framed), await known('/visitor', framed)]).toEqual([true, false]);
    expect([await known('/embedded/visitor', alone), await known('/visitor', alone)]).toEqual([false, true]);
    expect(await closeCode(await openSocket(desk, alone, '/embedded/chat'))).toBe(4401);
    expect(await closeCode(await openSocket(desk, framed, '/chat'))).toBe(4401);
    const page = await desk.page(framed, '/embedded/chat');
    await page.calls.typing();
  });
});

describe('behind a proxy', () => {
  const outside = 'https://chat.wallet.test';
  let far: ChatDesk;
  beforeAll(async () => {
    far = await ChatDesk.started(false, { publicOrigin: outside, startsAMinute: 1_000 });
  });
  afterAll(() => far.stop());

  it('each name goes with its own origin, and with no other', async () => {
    const cells = [
      ['chat.wallet.test', outside, 200],
      [far.authority, far.origin, 200],
      ['chat.wallet.test', far.origin, 403],
      [far.authority, outside, 403],
      ['chat.wallet.test', 'http://chat.wallet.test', 403],
      ['chat.wallet.test:443', outside, 403],
      ['evil.test', outside, 403],
    ] as const;
    for (const [host, origin, status] of cells) {
      const headers = [
        ['Host', host],
        ['Origin', origin],
      ] as const;
      const answer = await far.client.ask({ method: 'POST', path: '/start', headers, body: '{}' });
      expect({ host, origin, status: answer.status }).toEqual({ host, origin, status });
      if (status === 200) expect(answer.headers.get('set-cookie')?.includes('Secure')).toBe(origin === outside);
      const upgrade = openSocket({ authority: far.authority, origin }, null, '/chat', host);
      if (status === 200) expect(await closeCode(await upgrade)).toBe(4401);
      else await expect(upgrade).rejects.toThrow('403');
    }
  });

  it('the page may open its connection there', async () => {
    const { headers } = await far.ask('GET', '/');
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ws://${far.authority} wss://chat.wallet.test;`);
  });
});
