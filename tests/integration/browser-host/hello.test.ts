import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter, hostOfTest, type RunningHost, runningHost } from '#tests/integration/browser-host/host-kit.ts';
import { answerOf, call, closeCode, nextMessage, openSocket, type Pass, StubbornSocket, welcomed } from '#tests/integration/browser-host/raw-socket.ts';

let running: RunningHost;
let pass: Pass;

beforeAll(async () => {
  running = await runningHost();
  pass = await enter(running);
});
afterAll(() => running.stop());

describe('the first message of a connection', () => {
  it('of the right tab, with the right cookie, opens that tab’s session', async () => {
    const socket = await openSocket(running, pass.cookie);
    const welcome = nextMessage(socket);
    socket.send(JSON.stringify({ tab: pass.tab }));
    expect(await welcome).toBe('{"welcome":true}');
    expect(running.seen.sessions.at(-1)).toBe(createHash('sha256').update(pass.tab).digest('hex'));
    expect(await answerOf(socket, '/host/info')).toMatchObject({ status: 200, body: { version: '1.2.3' } });
    socket.terminate();
  });

  it('gives each tab a session of its own, and the same tab the same one again', async () => {
    const other = await enter(running);
    const before = running.seen.sessions.length;
    for (const { cookie, tab } of [pass, other, pass]) (await welcomed(running, { cookie, tab })).terminate();
    const [first, second, third] = running.seen.sessions.slice(before);
    expect(first).not.toBe(second);
    expect(third).toBe(first);
    // The cookie is the browser's; the tab's secret alone tells tabs apart.
    expect(other.cookie).toBe(pass.cookie);
  });

  const another = 'A'.repeat(43);
  type Try = [cookie: string | null, said: unknown];
  it.each<[name: string, make: () => Try, code: number]>([
    ['is of a tab unknown to this host', () => [pass.cookie, { tab: another }], 4401],
    ['comes without the cookie', () => [null, { tab: pass.tab }], 4401],
    ['comes with another cookie', () => [`console=${another}`, { tab: pass.tab }], 4401],
    ['comes with the cookie under another name', () => [pass.cookie.replace('console', 'visitor'), { tab: pass.tab }], 4401],
    ['comes with the cookie cut short', () => [pass.cookie.slice(0, -1), { tab: pass.tab }], 4401],
    ['gives the token in place of the tab', () => [pass.cookie, { tab: running.token }], 4401],
    ['gives the cookie in place of the tab', () => [pass.cookie, { tab: pass.cookie.replace('console=', '') }], 4401],
    ['names no tab', () => [pass.cookie, {}], 4400],
    ['names a tab that is no text', () => [pass.cookie, { tab: [pass.tab] }], 4400],
    ['says more than it should', () => [pass.cookie, { tab: pass.tab, role: 'administrator' }], 4400],
    ['is too short', () => [pass.cookie, { tab: 'x' }], 4400],
    ['is too long', () => [pass.cookie, { tab: 'x'.repeat(101) }], 4400],
    ['is not JSON', () => [pass.cookie, `{"tab":"${another}"`], 4400],
    ['is empty', () => [pass.cookie, ''], 4400],
    ['is null', () => [pass.cookie, 'null'], 4400],
    ['is a call', () => [pass.cookie, call('1', '/host/info')], 4400],
  ])('that %s closes the connection and opens no session', async (_name, make, code) => {
    const [cookie, said] = make();
    const { length } = running.seen.sessions;
    const socket = await openSocket(running, cookie);
    socket.send(typeof said === 'string' ? said : JSON.stringify(said));
    expect(await closeCode(socket)).toBe(code);
    expect(running.seen.sessions).toHaveLength(length);
  });
});

describe('a connection that says nothing', () => {
  it('is closed after its time', async () => {
    const hurried = await hostOfTest({ helloMs: 20 });
    const { cookie } = await enter(hurried);
    expect(await closeCode(await openSocket(hurried, cookie))).toBe(4408);
  });

  it('is not let in when its hello comes after that', async () => {
    const hurried = await hostOfTest({ helloMs: 20 });
    const { cookie, tab } = await enter(hurried);
    const socket = await StubbornSocket.open(hurried, cookie);
    expect(await socket.toldToClose).toBe(4408);
    socket.send(JSON.stringify({ tab }));
    socket.send(call('1', '/host/info'));
    await socket.end();
    expect(hurried.seen).toEqual({ sessions: [], infos: 0 });
  });

  it('is not closed once it has spoken', async () => {
    const hurried = await hostOfTest({ helloMs: 20 });
    const pass = await enter(hurried);
    const spoken = await welcomed(hurried, pass);
    // A second connection, opened later, has seen its own time pass: so has the first.
    expect(await closeCode(await openSocket(hurried, pass.cookie))).toBe(4408);
    expect((await answerOf(spoken, '/host/info')).status).toBe(200);
    spoken.terminate();
  });
});
