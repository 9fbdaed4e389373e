import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, type RunningHost, runningHost } from '#tests/integration/browser-host/host-kit.ts';
import { inLanes, type RawHeaders } from '#tests/integration/browser-host/raw-http.ts';

/**
 * Who reaches the console's server: every Host × Origin × token × method, over HTTP and as an upgrade. What is let in
 * is written out below; all else must be refused.
 */
let running: RunningHost;
let right: { readonly cookie: string; readonly tab: string };

beforeAll(async () => {
  running = await runningHost();
  // Each look at the clock is a minute later, so that wrong tokens never lock the gate here.
  running.time.step = 61_000;
  right = await enter(running);
});
afterAll(() => running.stop());

const MISSING = undefined;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'] as const;

const hosts = (port: number) => [
  `localhost:${port}`,
  MISSING,
  '',
  'localhost',
  `LOCALHOST:${port}`,
  `localhost:${port + 1}`,
  `localhost:0${port}`,
  `localhost.:${port}`,
  `127.0.0.1:${port}`,
  `[::1]:${port}`,
  `0.0.0.0:${port}`,
  `evil.test:${port}`,
  `localhost:${port}.evil.test`,
  `evil.test#localhost:${port}`,
];

const origins = (port: number) => [
  `http://localhost:${port}`,
  MISSING,
  'null',
  '',
  'http://localhost',
  `http://localhost:${port + 1}`,
  `http://localhost:${port}/`,
  `http://LOCALHOST:${port}`,
  `https://localhost:${port}`,
  `ws://localhost:${port}`,
  `http://127.0.0.1:${port}`,
  `http://evil.test:${port}`,
  `http://localhost:${port}.evil.test`,
  `http://localhost:${port}, http://evil.test`,
];

type Token = 'right' | 'wrong' | 'empty' | 'none' | 'cut' | 'too long';
const TOKENS: readonly Token[] = ['right', 'wrong', 'empty', 'none', 'cut', 'too long'];

const spelled = (token: Token, due: string): string | undefined =>
  ({ right: due, wrong: 'x'.repeat(due.length), empty: '', none: undefined, cut: due.slice(0, -1), 'too long': due.repeat(9) })[token];

interface Attempt {
  readonly method: (typeof METHODS)[number];
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly token: Token;
}

const attempts = (port: number): Attempt[] =>
  METHODS.flatMap((method) => hosts(port).flatMap((host) => origins(port).flatMap((origin) => TOKENS.map((token) => ({ method, host, origin, token })))));

const addressed = ({ host, origin }: Attempt): RawHeaders => [
  ['Host', host],
  ['Origin', origin],
];

/** What HTTP answers, from the rules in words: own Host always; own Origin unless a page is only read and no Origin is told. */
function dueOverHttp({ method, host, origin, token }: Attempt, own: RunningHost): number {
  // Node itself refuses a request that names no host.
  if (host === MISSING) return 400;
  if (host !== own.authority) return 403;
  const reads = method === 'GET' || method === 'HEAD';
  if (origin !== own.origin && !(reads && origin === MISSING)) return 403;
  if (reads) return 200;
  if (method !== 'POST') return 404;
  return { right: 200, wrong: 401, empty: 401, none: 400, cut: 401, 'too long': 400 }[token];
}

const said = (attempt: Attempt, status: number) => `${JSON.stringify(attempt)} ${status}`;

describe('every Host × Origin × token × method', () => {
  it('over HTTP answers as listed', async () => {
    const all = attempts(running.port);
    const wrong: string[] = [];
    const count = { asked: 0, entered: 0 };
    await inLanes(running.port, 8, all, async (attempt, client) => {
      const reads = attempt.method === 'GET' || attempt.method === 'HEAD';
      const body = JSON.stringify({ token: spelled(attempt.token, running.token) });
      const answer = await client.ask({
        method: attempt.method,
        path: reads ? '/' : '/session',
        headers: addressed(attempt),
        ...(attempt.method === 'POST' ? { body } : {}),
      });
      count.asked += 1;
      if (answer.headers.has('set-cookie')) count.entered += 1;
      if (answer.status !== dueOverHttp(attempt, running)) wrong.push(said(attempt, answer.status));
    });
    expect(wrong.slice(0, 10)).toEqual([]);
    // One cell in 5,880 gives a session.
    expect(count).toEqual({ asked: 14 * 14 * 6 * 5, entered: 1 });
  });

  it('as an upgrade opens a socket for one cell of Host × Origin alone', async () => {
    const all = attempts(running.port);
    const wrong: string[] = [];
    const opened: Attempt[] = [];
    await inLanes(running.port, 16, all, async (attempt, client) => {
      const value = spelled(attempt.token, right.cookie.replace('console=', ''));
      const answer = await client.ask({
        method: attempt.method,
        path: '/console',
        headers: [
          ...addressed(attempt),
          ['Cookie', value === undefined ? MISSING : `console=${value}`],
          ['Connection', 'Upgrade'],
          ['Upgrade', 'websocket'],
          ['Sec-WebSocket-Version', '13'],
          ['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA=='],
        ],
      });
      client.close();
      if (answer.status === 101) opened.push(attempt);
      const own = attempt.host === running.authority && attempt.origin === running.origin;
      const due = own ? (attempt.method === 'GET' ? 101 : 405) : 403;
      if (answer.status !== due) wrong.push(said(attempt, answer.status));
    });
    expect(wrong.slice(0, 10)).toEqual([]);
    // The cookie counts only with the tab's first message.
    expect(opened.map(({ token }) => token).sort()).toEqual([...TOKENS].sort());
    expect(running.seen.sessions).toEqual([]);
  });
});
