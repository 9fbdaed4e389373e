import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { enter, hostOfTest, type RunningHost, runningHost } from '#tests/integration/browser-host/host-kit.ts';
import { whenOpen } from '#tests/integration/browser-host/raw-http.ts';
import { answerOf, call, closeCode, openSocket, type Pass, StubbornSocket, welcomed } from '#tests/integration/browser-host/raw-socket.ts';

/** A bad frame ends the connection it came on; the next is served as if nothing had been. */
let running: RunningHost;
let pass: Pass;
let bystander: WebSocket;

beforeAll(async () => {
  running = await runningHost();
  pass = await enter(running);
  bystander = await welcomed(running, pass);
});
afterAll(async () => {
  bystander.terminate();
  await running.stop();
});

const othersAreServed = async () => {
  expect(bystander.readyState).toBe(WebSocket.OPEN);
  expect((await answerOf(bystander, '/host/info')).status).toBe(200);
  const fresh = await welcomed(running, pass);
  expect((await answerOf(fresh, '/host/info')).status).toBe(200);
  fresh.terminate();
};

const MEGABYTE = 1024 * 1024;

describe('a bad frame closes its own connection only', () => {
  it.each([
    ['not JSON', '{"i":"1","p":', 4400],
    ['empty', '', 4400],
    ['null', 'null', 4400],
    ['a number', '1', 4400],
    ['a list', '[]', 4400],
    ['no call', '{}', 4400],
    ['a call without a path', '{"i":"1"}', 4400],
    ['a call of nothing', '{"i":"1","p":null}', 4400],
    ['a path that is no text', '{"i":"1","p":{"u":7}}', 4400],
    ['a path elsewhere', '{"i":"1","p":{"u":"http://evil.test/host/info"}}', 4400],
    ['a path that is none', '{"i":"1","p":{"u":"http://["}}', 4400],
    ['headers that are no list', '{"i":"1","p":{"u":"/host/info","h":"x"}}', 4400],
    ['a number that is an object', '{"i":{},"p":{"u":"/host/info"}}', 4400],
    ['of an unknown kind', '{"i":"1","t":9,"p":{"u":"/host/info"}}', 4400],
    ['a stream’s piece without content', '{"i":"1","t":3}', 4400],
    ['binary', Buffer.from(call('1', '/host/info')), 4400],
    ['binary rubbish', Buffer.from([0, 255, 1, 2]), 4400],
    ['one byte over a megabyte', 'x'.repeat(MEGABYTE + 1), 1009],
    ['far over a megabyte, in binary', Buffer.alloc(8 * MEGABYTE), 1009],
  ])('%s', async (_name, frame, code) => {
    const told = vi.spyOn(console, 'error');
    const socket = await welcomed(running, pass);
    socket.on('error', () => undefined);
    const closed = closeCode(socket);
    socket.send(frame);
    expect(await closed).toBe(code);
    // What came in is not told on the terminal.
    expect(told).not.toHaveBeenCalled();
    told.mockRestore();
    await othersAreServed();
  });

  it('text that is no UTF-8', async () => {
    const socket = await StubbornSocket.open(running, pass.cookie);
    socket.send(JSON.stringify({ tab: pass.tab }));
    socket.send(Buffer.from([0xc3, 0x28]));
    expect(await socket.toldToClose).toBe(1007);
    await othersAreServed();
  });

  it('before the hello too', async () => {
    const socket = await openSocket(running, pass.cookie);
    socket.on('error', () => undefined);
    const closed = closeCode(socket);
    socket.send('x'.repeat(MEGABYTE + 1));
    expect(await closed).toBe(1009);
    await othersAreServed();
  });

  it('takes a frame of a whole megabyte', async () => {
    const socket = await welcomed(running, pass);
    const frame = call('1', '/host/info', '').replace('"json":""', `"json":"${'x'.repeat(MEGABYTE - call('1', '/host/info', '').length)}"`);
    expect(frame).toHaveLength(MEGABYTE);
    const answered = once(socket, 'message');
    socket.send(frame);
    expect(JSON.parse(String((await answered)[0]))).toMatchObject({ i: '1' });
    socket.terminate();
  });

  it('is the last that is listened to, also when the page does not end its side', async () => {
    const own = await hostOfTest();
    const { cookie, tab } = await enter(own);
    const socket = await StubbornSocket.open(own, cookie);
    socket.send(JSON.stringify({ tab }));
    socket.send('{"no":"call"}');
    socket.send(call('1', '/host/info'));
    expect(await socket.toldToClose).toBe(4400);
    socket.send(call('2', '/host/info'));
    await socket.end();
    expect(own.seen.infos).toBe(0);
    expect(socket.texts).toEqual(['{"welcome":true}']);
  });
});

describe('a call that is well-formed', () => {
  let socket: WebSocket;
  beforeEach(async () => {
    socket = await welcomed(running, pass);
    return () => socket.terminate();
  });

  it.each([
    '/',
    '/host',
    '/host/nothing',
    '/toString',
    '/__proto__/toString',
    '/constructor/name',
    '/host/__proto__',
    '/host/info/call',
    '/%',
    '/..%2f..%2fhost/info',
  ])('of a method that the contract has not, %s, is answered as not found', async (path) => {
    expect((await answerOf(socket, path)).status).toBe(404);
  });

  it('with input of the wrong form is refused with the place', async () => {
    const { status, body } = await answerOf(socket, '/session/signIn', { person: 7 });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'BAD_REQUEST', data: { issues: [{ path: ['person'] }] } });
  });

  it('with input that would change the prototype changes nothing', async () => {
    const answered = once(socket, 'message');
    socket.send('{"i":"1","p":{"u":"/session/signIn","b":{"json":{"__proto__":{"polluted":1}},"meta":[[1,"__proto__","polluted"]]}}}');
    await answered;
    expect('polluted' in {}).toBe(false);
    await othersAreServed();
  });
});

describe('a connection cut off', () => {
  it.each(['refused', 'welcomed'])('while it is being %s does not end the host', async (name) => {
    for (let round = 0; round < 20; round += 1) {
      const socket = await whenOpen(running.port);
      const host = name === 'refused' ? 'evil.test' : running.authority;
      const closed = once(socket, 'close');
      socket.write(
        `GET /console HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${running.origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n${'x'.repeat(1000)}`,
      );
      if (round % 2 === 0) socket.resetAndDestroy();
      else socket.once('data', () => socket.resetAndDestroy());
      await closed;
    }
    await othersAreServed();
  });

  it('by the host that stops: also one in the middle of a request, and one that was refused and holds on', async () => {
    const own = await runningHost();
    const [quiet, refused] = [await whenOpen(own.port), await whenOpen(own.port, true)];
    const open = await welcomed(own, await enter(own));
    const ended = Promise.all([once(open, 'close'), once(quiet, 'close')]);
    quiet.write('GET / HTTP/1.1\r\n');
    refused.write('GET /console HTTP/1.1\r\nHost: evil.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(refused, 'data');
    await own.stop();
    await ended;
    refused.destroy();
  });
});
