import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signClaim } from '#electron/channels/chat/signed-link.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { DAY, MINUTE } from '#shared/lib/time.ts';
import { inLanes, type RawHeaders } from '#tests/integration/browser-host/raw-http.ts';
import { call, closeCode, openSocket } from '#tests/integration/browser-host/raw-socket.ts';
import { ChatDesk, linkKey } from '#tests/integration/chat/chat-kit.ts';

let desk: ChatDesk;
beforeAll(async () => {
  desk = await ChatDesk.started(false);
});
afterAll(() => desk.stop());

/** A fresh minute, so that no test spends another's allowance. */
const nextMinute = () => {
  desk.ahead += MINUTE;
};

describe('every Host × Origin at the customers’ port', () => {
  const others = (port: number) => ({
    hosts: [
      undefined,
      '',
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      `127.1:${port}`,
      `2130706433:${port}`,
      `evil.test:${port}`,
      `127.0.0.1:${port}.evil.test`,
    ],
    origins: [
      undefined,
      'null',
      '',
      'http://127.0.0.1',
      `http://127.0.0.1:${port + 1}`,
      `http://localhost:${port}`,
      `https://127.0.0.1:${port}`,
      `ws://127.0.0.1:${port}`,
      `http://evil.test:${port}`,
    ],
  });

  it('answers its own alone', async () => {
    const port = Number(new URL(desk.origin).port);
    const { hosts, origins } = others(port);
    const cells = [desk.authority, ...hosts].flatMap((host) =>
      [desk.origin, ...origins].flatMap((origin) => (['GET', 'POST', 'upgrade'] as const).map((kind) => ({ host, origin, kind }))),
    );
    const wrong: unknown[] = [];
    await inLanes(port, 8, cells, async ({ host, origin, kind }, client) => {
      nextMinute();
      const headers: RawHeaders = [
        ['Host', host],
        ['Origin', origin],
      ];
      const upgrade: RawHeaders = [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Version', '13'],
        ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
      ];
      const { status, headers: answered } =
        kind === 'upgrade'
          ? await client.ask({ method: 'GET', path: '/chat', headers: [...headers, ...upgrade] })
          : await client.ask({ method: kind, path: kind === 'GET' ? '/' : '/start', headers, ...(kind === 'POST' ? { body: '{}' } : {}) });
      if (kind === 'upgrade') client.close();
      const own = host === desk.authority && (origin === desk.origin || (kind === 'GET' && origin === undefined));
      const due = own ? (kind === 'upgrade' ? 101 : 200) : host === undefined && kind !== 'upgrade' ? 400 : 403;
      if (status !== due || answered.has('set-cookie') !== (own && kind === 'POST')) wrong.push({ host, origin, kind, status });
    });
    expect(wrong.slice(0, 10)).toEqual([]);
  });

  it('has the customers’ page framed nowhere, and shared with no other origin', async () => {
    const { headers } = await desk.ask('GET', '/');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ws://${desk.authority}`);
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});

describe('a visitor', () => {
  it('is a cookie that scripts cannot read and other sites cannot send', async () => {
    nextMinute();
    const { headers, body } = await desk.ask('POST', '/start', '{}');
    expect(headers.get('set-cookie')).toMatch(/^visitor=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
    expect(JSON.parse(body)).toEqual({ started: true });
  });

  it('is another one at each start', async () => {
    expect(await desk.start()).not.toBe(await desk.start());
  });

  it('is known again by the cookie, and by nothing less', async () => {
    const cookie = await desk.start();
    const known = async (header: string | undefined) =>
      (JSON.parse((await desk.ask('GET', '/visitor', undefined, [['Cookie', header]])).body) as { known: boolean }).known;
    expect(await known(cookie)).toBe(true);
    expect(await known(`console=x; ${cookie}`)).toBe(true);
    for (const other of [undefined, '', 'visitor=', 'visitor=abc', cookie.slice(0, -1), `${cookie}x`, cookie.replace('visitor', 'console')])
      expect(await known(other)).toBe(false);
  });

  it.each(['not JSON', '[]', 'null', '{"as":7}', `{"as":"${'x'.repeat(2_001)}"}`])('is not made by a body like %.20s', async (body) => {
    nextMinute();
    const { status, headers } = await desk.ask('POST', '/start', body);
    expect(status).toBe(400);
    expect(headers.has('set-cookie')).toBe(false);
  });

  it('is told the desk’s language', async () => {
    expect(JSON.parse((await desk.ask('GET', '/config')).body)).toEqual({ language: 'en' });
  });

  it('can be started sixty times a minute, by all together', async () => {
    desk.ahead += 2 * MINUTE;
    const statuses: number[] = [];
    for (let time = 0; time < 62; time += 1) statuses.push((await desk.ask('POST', '/start', '{}')).status);
    expect(statuses).toEqual([...Array(60).fill(200), 429, 429]);
    desk.ahead += MINUTE;
    expect((await desk.ask('POST', '/start', '{}')).status).toBe(200);
  });
});

describe('a signed link', () => {
  const customer = 'c-1' as CustomerId;
  const until = () => Date.now() + desk.ahead + DAY;
  const claim = (over: object = {}, key = linkKey) => signClaim(key, { customer, name: 'Li', until: until(), ...over });
  const start = async (as: string) => {
    nextMinute();
    return desk.ask('POST', '/start', JSON.stringify({ as }));
  };

  it('opens the page as that customer', async () => {
    const { status, headers } = await start(claim());
    expect(status).toBe(200);
    expect(headers.get('set-cookie')).toMatch(/^visitor=[\w-]{43}~[\w-]+\.[\w-]+;/);
  });

  const [payload = '', signature = ''] = signClaim(linkKey, { customer, name: 'Li', until: Number.MAX_SAFE_INTEGER }).split('.');
  const other = Buffer.from(JSON.stringify({ customer: 'c-2', name: 'Li', until: Number.MAX_SAFE_INTEGER })).toString('base64url');
  it.each([
    ['signed by another desk', () => claim({}, new Uint8Array(32))],
    ['signed with nothing', () => claim({}, new Uint8Array(0))],
    ['of another customer under this signature', () => `${other}.${signature}`],
    ['with a signature cut short', () => `${payload}.${signature.slice(0, -2)}`],
    ['with an empty signature', () => `${payload}.`],
    ['without signature', () => payload],
    ['with a third part', () => `${payload}.${signature}.x`],
    ['that is empty', () => ''],
    ['that is no claim', () => claim({ customer: '' })],
    ['that is past its day', () => claim({ until: Date.now() + desk.ahead })],
  ])('%s is refused', async (_name, make) => {
    const { status, headers, body } = await start(make());
    expect({ status, body: JSON.parse(body) }).toEqual({ status: 403, body: { error: 'bad-link' } });
    expect(headers.has('set-cookie')).toBe(false);
  });

  it('is the same link until its last millisecond', async () => {
    nextMinute();
    expect((await start(claim({ until: Date.now() + desk.ahead + 10 * MINUTE }))).status).toBe(200);
  });
});

describe('a connection', () => {
  it.each([
    ['no cookie', async () => null],
    ['a cookie that is no visitor’s', async () => 'visitor=abc'],
    ['a visitor’s cookie under another name', async () => (await desk.start()).replace('visitor', 'console')],
  ])('with %s is closed', async (_name, make) => {
    nextMinute();
    expect(await closeCode(await openSocket(desk, await make(), '/chat'))).toBe(4401);
  });

  it('is one of five at most that a visitor has open', async () => {
    nextMinute();
    const cookie = await desk.start();
    const open = [];
    for (let page = 0; page < 5; page += 1) open.push((await desk.page(cookie)).socket);
    expect(await closeCode(await openSocket(desk, cookie, '/chat'))).toBe(4429);
    // Another visitor is not held up, and a page that is closed makes room.
    await (await desk.page()).calls.typing();
    const [first] = open;
    if (!first) throw new Error('five are open');
    const gone = closeCode(first);
    first.close();
    await gone;
    await (await desk.page(cookie)).calls.typing();
  });

  it.each([
    ['not JSON', 'hello', 4400],
    ['no call', '{"t":1}', 4400],
    ['binary', Buffer.from('{}'), 4400],
    ['too large', 'x'.repeat(1024 * 1024 + 1), 1009],
  ])('with a frame that is %s is closed; others go on', async (_name, frame, code) => {
    nextMinute();
    const told = vi.spyOn(console, 'error');
    const bystander = await desk.page();
    const { socket } = await desk.page();
    socket.on('error', () => undefined);
    const closing = closeCode(socket);
    socket.send(frame);
    expect(await closing).toBe(code);
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
    await bystander.calls.typing();
    await (await desk.page()).calls.typing();
  });

  it.each(['/console', '/', '/chat/', '/chat?x'])('is not taken at %s', async (path) => {
    await expect(openSocket(desk, await desk.start(), path)).rejects.toThrow('403');
  });

  it('has no call of the console', async () => {
    nextMinute();
    const { socket } = await desk.page();
    const answers: string[] = [];
    for (const path of ['/session/people', '/session/signIn', '/inbox/page', '/cases/act', '/vault/reveal', '/host/info']) {
      const answered = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
      socket.send(call(path, path, {}));
      answers.push(await answered);
    }
    for (const answer of answers) expect(JSON.parse(answer)).toMatchObject({ p: { s: 404 } });
  });
});
