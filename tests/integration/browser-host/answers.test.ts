import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, hostOfTest, type RunningHost, runningHost } from '#tests/integration/browser-host/host-kit.ts';
import type { RawHeaders } from '#tests/integration/browser-host/raw-http.ts';
import { answerOf, welcomed } from '#tests/integration/browser-host/raw-socket.ts';

let running: RunningHost;
beforeAll(async () => {
  running = await runningHost();
});
afterAll(() => running.stop());

const own = (...more: RawHeaders): RawHeaders => [['Host', running.authority], ['Origin', running.origin], ...more];
const get = (path: string, headers: RawHeaders = [['Host', running.authority]]) => running.client.ask({ method: 'GET', path, headers });
const post = (body: string, headers: RawHeaders = own()) => running.client.ask({ method: 'POST', path: '/session', headers, body });

describe('the headers of every answer', () => {
  const answers = {
    'the page': () => get('/'),
    'a script': () => get('/assets/app.js'),
    'a script that is not there': () => get('/assets/gone.js'),
    'a refusal': () => get('/', [['Host', 'evil.test']]),
    'a script refused': () => get('/assets/app.js', [['Host', 'evil.test']]),
    'a page that is not there': () => get('/gone'),
    'a session': () => post(JSON.stringify({ token: running.token })),
    'a faulty body': () => post('{'),
    'a preflight': () => running.client.ask({ method: 'OPTIONS', path: '/session', headers: own(['Access-Control-Request-Method', 'POST']) }),
  };

  it.each(Object.entries(answers))('%s: nothing is framed, sniffed or shared with other origins', async (name, ask) => {
    const { headers } = await ask();
    const csp = headers.get('content-security-policy') ?? '';
    expect(csp.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        `connect-src 'self' ws://${running.authority}`,
      ]),
    );
    expect(csp).not.toContain('{');
    expect(csp).not.toMatch(/script-src[^;]*(?:unsafe|data:|http)/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      // A script's name changes with its contents; all else is asked for anew.
      'cache-control': name === 'a script' ? 'public, max-age=31536000, immutable' : 'no-store',
    });
    expect([...headers.keys()].filter((header) => header.startsWith('access-control-'))).toEqual([]);
  });
});

describe('what is served', () => {
  it('is the page and its parts, as what they are', async () => {
    expect(await get('/')).toMatchObject({ status: 200, body: '<!doctype html><title>page</title>' });
    expect((await get('/')).headers.get('content-type')).toMatch(/^text\/html/);
    expect((await get('/assets/app.js')).headers.get('content-type')).toMatch(/javascript/);
  });

  it.each([
    '/.env',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    '/%2e%2e%5csecret.txt',
    '//../secret.txt',
    '/.%00./secret.txt',
    '/%',
    '/%ff',
    '/%c0%ae%c0%ae/secret.txt',
    '/assets',
    '/assets/',
    '/console',
    '/session',
    `/${'x'.repeat(5_000)}`,
  ])('is nothing for %s', async (path) => {
    const { status, body } = await get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toContain('SECRET');
  });

  it.each(['/%', '/%ff', '/assets/app.js', '/gone'])('is refused to other hosts before anything is looked up: %s', async (path) => {
    const { status, body } = await get(path, [['Host', 'evil.test']]);
    expect([400, 403]).toContain(status);
    expect(body).not.toContain('export');
  });
});

describe('forwarded headers', () => {
  const forwarded = (host: string): RawHeaders => [
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Original-Host', host],
    ['X-Host', host],
    ['X-Real-IP', '127.0.0.1'],
    ['Forwarded', `host=${host};proto=http;for=127.0.0.1`],
  ];

  it('make no other host one’s own', async () => {
    expect((await get('/', [['Host', 'evil.test'], ...forwarded(running.authority)])).status).toBe(403);
  });

  it('take nothing away from one’s own', async () => {
    expect((await get('/', [['Host', running.authority], ...forwarded('evil.test')])).status).toBe(200);
  });

  it('change no method', async () => {
    const answer = await running.client.ask({ method: 'GET', path: '/session', headers: own(['X-HTTP-Method-Override', 'POST']) });
    expect(answer.status).toBe(404);
  });
});

describe('Sec-Fetch-Site', () => {
  it.each([
    [undefined, 200],
    ['same-origin', 200],
    ['none', 200],
    ['same-site', 403],
    ['cross-site', 403],
    ['', 403],
    ['same-origin, cross-site', 403],
  ])('%s on a write is answered %s', async (site, status) => {
    expect((await post(JSON.stringify({ token: running.token }), own(['Sec-Fetch-Site', site]))).status).toBe(status);
  });

  it('lets a page be opened from a link elsewhere', async () => {
    expect(
      (
        await get('/', [
          ['Host', running.authority],
          ['Sec-Fetch-Site', 'cross-site'],
        ])
      ).status,
    ).toBe(200);
  });
});

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites cannot send, and a secret for the tab', async () => {
    const answer = await post(JSON.stringify({ token: running.token }));
    expect(answer.headers.get('set-cookie')).toMatch(/^console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((JSON.parse(answer.body) as { tab: string }).tab).toMatch(/^[\w-]{43}$/);
  });

  it('is for the token’s bearer: neither it nor the cookie is in any page', async () => {
    const { cookie } = await enter(running);
    const page = await get('/');
    expect(page.body).not.toContain(running.token);
    expect(page.headers.has('set-cookie')).toBe(false);
    expect(cookie).not.toContain(running.token);
    expect(new URL(running.url).hash).toBe(`#token=${running.token}`);
  });

  it.each([
    ['not JSON', '{', 400],
    ['empty', '', 400],
    ['a list', '[]', 400],
    ['null', 'null', 400],
    ['a token that is no text', '{"token":7}', 400],
    ['a token too long', JSON.stringify({ token: 'x'.repeat(201) }), 400],
    ['one thing too many', JSON.stringify({ token: 'x', as: 'administrator' }), 400],
    ['a prototype', '{"__proto__":{"token":"x"}}', 400],
    ['far too long', JSON.stringify({ token: 'x'.repeat(65 * 1024) }), 413],
  ])('is not given for a body that is %s', async (_name, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.has('set-cookie')).toBe(false);
    expect(JSON.parse(answer.body)).toHaveProperty('error');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'is not given for what a form on another page can send: %s',
    async (type) => {
      const body = JSON.stringify({ token: running.token });
      const head = `POST /session HTTP/1.1\r\nHost: ${running.authority}\r\nOrigin: ${running.origin}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
      const answer = await running.client.send(head + body);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.headers.has('set-cookie')).toBe(false);
    },
  );
});

describe('wrong tokens', () => {
  it('are refused; ten close the gate for a minute, for the right one too', async () => {
    const own = await hostOfTest();
    for (let time = 1; time <= 10; time += 1) expect(await enter(own, 'x'.repeat(43))).toMatchObject({ status: 401, error: 'wrong', tab: '', cookie: '' });
    expect(await enter(own, 'x'.repeat(43))).toMatchObject({ status: 429, error: 'locked' });
    expect(await enter(own)).toMatchObject({ status: 429, error: 'locked', tab: '', cookie: '' });
    own.time.now += 59_999;
    expect((await enter(own)).status).toBe(429);
    own.time.now += 1;
    expect((await enter(own)).status).toBe(200);
  });

  it('leave those who are in where they are', async () => {
    const own = await hostOfTest();
    const { cookie, tab } = await enter(own);
    for (let time = 1; time <= 10; time += 1) await enter(own, '');
    const socket = await welcomed(own, { cookie, tab });
    expect((await answerOf(socket, '/host/info')).status).toBe(200);
    socket.terminate();
  });

  it('of another host do not open this one', async () => {
    const [here, there] = [await hostOfTest(), await hostOfTest()];
    expect((await enter(here, there.token)).status).toBe(401);
  });
});
