import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os } from '@orpc/server';
import { afterEach, expect, test } from 'vitest';
import type { ConsoleContext } from '#electron/host/console-access.ts';
import { PortEdge } from '#electron/host/port-edge.ts';
import { PortHandover } from '#electron/main/port-handover.ts';
import { handOver } from '#electron/preload/hand-over.ts';
import { isRequestFrame } from '#shared/contract/request-frame.ts';
import { FakeContents, FakeFrame, type FakePortMain, fakeChannel } from '#tests/fakes/electron.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const open: ReturnType<typeof fakeChannel>[] = [];

afterEach(() => {
  for (const { page } of open.splice(0)) page.close();
});

function handover() {
  const served: { port: FakePortMain; sessionId: string }[] = [];
  const closed: string[] = [];
  const logger = recordingLogger();
  let sessions = 0;
  const subject = new PortHandover({
    newSessionId: () => `session-${++sessions}`,
    newChannel: () => {
      const channel = fakeChannel();
      open.push(channel);
      return channel as never;
    },
    serve: (port, sessionId) => served.push({ port: port as FakePortMain, sessionId }),
    closeSession: (sessionId) => closed.push(sessionId),
    logger,
  });
  const admit = (contents: FakeContents) => subject.admit(contents as never);
  const ask = (contents: FakeContents, frame: FakeFrame | null) => subject.answer({ sender: contents, senderFrame: frame } as never);
  return { admit, ask, served, closed, logger };
}

test('an admitted window’s page is given one port under the window’s session', () => {
  const { admit, ask, served } = handover();
  const contents = new FakeContents();
  const frame = new FakeFrame();
  admit(contents);
  ask(contents, frame);
  expect(served.map(({ sessionId }) => sessionId)).toEqual(['session-1']);
  expect(frame.posted).toHaveLength(1);
  expect(frame.posted[0]).toMatchObject({ channel: 'console-port' });
  expect(frame.posted[0]?.ports).toHaveLength(1);
});

test.each([
  ['of a page that is not the console’s', new FakeFrame({ origin: 'https://example.com' })],
  ['of a page whose origin looks like it', new FakeFrame({ origin: 'app://console.evil' })],
  ['of an opaque origin', new FakeFrame({ origin: 'null' })],
  ['inside the page', new FakeFrame({ parent: new FakeFrame() })],
  ['that was replaced', new FakeFrame({ detached: true })],
])('a frame %s is refused', (_, frame) => {
  const { admit, ask, served, logger } = handover();
  const contents = new FakeContents();
  admit(contents);
  ask(contents, frame);
  expect(served).toEqual([]);
  expect(frame.posted).toEqual([]);
  expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
});

test('a window that was not admitted, or whose frame is gone, is refused', () => {
  const { admit, ask, served } = handover();
  const frame = new FakeFrame();
  admit(new FakeContents(1));
  ask(new FakeContents(7), frame);
  ask(new FakeContents(1), null);
  expect(served).toEqual([]);
  expect(frame.posted).toEqual([]);
});

test('a reload is given a new port under the same session, and the former one closes', async () => {
  const { admit, ask, served, closed } = handover();
  const contents = new FakeContents();
  admit(contents);
  ask(contents, new FakeFrame());
  ask(contents, new FakeFrame());
  expect(served.map(({ sessionId }) => sessionId)).toEqual(['session-1', 'session-1']);
  await once(served[0]?.port as FakePortMain, 'close');
  expect(served[1]?.port.closed).toBe(false);
  contents.emit('destroyed');
  expect(closed).toEqual([]);
  open[1]?.page.close();
  await once(served[1]?.port as FakePortMain, 'close');
  expect(closed).toEqual(['session-1']);
});

test('two windows have two sessions', () => {
  const { admit, ask, served } = handover();
  for (const contents of [new FakeContents(1), new FakeContents(2)]) {
    admit(contents);
    ask(contents, new FakeFrame());
  }
  expect(served.map(({ sessionId }) => sessionId)).toEqual(['session-1', 'session-2']);
});

test('the session ends when the window and its port have', async () => {
  const { admit, ask, served, closed } = handover();
  const contents = new FakeContents();
  admit(contents);
  ask(contents, new FakeFrame());
  contents.emit('destroyed');
  expect(closed).toEqual([]);
  open[0]?.page.close();
  await once(served[0]?.port as FakePortMain, 'close');
  expect(closed).toEqual(['session-1']);
  ask(contents, new FakeFrame());
  expect(served).toHaveLength(1);
});

test('a window that never asked ends its session with itself', () => {
  const { admit, closed } = handover();
  const contents = new FakeContents();
  admit(contents);
  contents.emit('destroyed');
  expect(closed).toEqual(['session-1']);
});

test('the preload asks once the page has loaded and hands on one port to the page’s own origin', () => {
  const sent: string[] = [];
  const posted: unknown[][] = [];
  let answer: (event: { ports: MessagePort[] }) => void = () => undefined;
  let loaded = () => undefined as unknown;
  handOver(
    {
      send: (channel) => sent.push(channel),
      on: (channel, listener) => {
        expect(channel).toBe('console-port');
        answer = listener;
      },
    },
    {
      location: { origin: 'app://console' },
      addEventListener: (_event, listener) => {
        loaded = listener;
      },
      postMessage: (...given) => posted.push(given),
    },
  );
  expect(sent).toEqual([]);
  loaded();
  expect(sent).toEqual(['console-port']);
  const port = {} as MessagePort;
  answer({ ports: [] });
  expect(posted).toEqual([]);
  answer({ ports: [port, {} as MessagePort] });
  expect(posted).toEqual([['console-port', 'app://console', [port]]]);
});

function servedEdge() {
  const logger = recordingLogger();
  const table = {
    whoami: os.$context<ConsoleContext>().handler(({ context }) => context.sessionId),
    fails: os.$context<ConsoleContext>().handler(() => {
      throw new Error('secret of the host');
    }),
    counts: os.$context<ConsoleContext>().handler(async function* () {
      yield 1;
      throw new Error('secret of the host');
    }),
  };
  const channel = fakeChannel();
  open.push(channel);
  new PortEdge(table as never, logger).serve(channel.host, { sessionId: 'session-1', pageOrigin: null });
  const client = createORPCClient<{ whoami(): Promise<string>; fails(): Promise<void>; counts(): Promise<AsyncIterable<number>> }>(
    new RPCLink({ port: channel.page as never }),
  );
  channel.page.start();
  return { channel, client, logger };
}

test('a page calls over its port and streams what it follows', async () => {
  const { client } = servedEdge();
  expect(await client.whoami()).toBe('session-1');
  await expect(client.fails()).rejects.not.toThrow('secret of the host');
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const count of await client.counts()) seen.push(count);
    })(),
  ).rejects.not.toThrow('secret of the host');
  expect(seen).toEqual([1]);
});

const bad: readonly unknown[] = [
  'nothing',
  '',
  '[]',
  'null',
  '{}',
  '{"i":"1"}',
  '{"i":1,"p":{"u":"/whoami"}}',
  '{"i":"1","p":{"u":"whoami"}}',
  '{"i":"1","p":{"u":"//evil/whoami"}}',
  '{"i":"1","p":{"u":"https://evil/whoami"}}',
  '{"i":"1","p":{"u":"/whoami","m":"DELETE"}}',
  '{"i":"1","p":{"u":"/whoami","h":{"content-type":"multipart/form-data"}}}',
  '{"i":"1","p":{"u":"/whoami","h":{"content-disposition":"filename=x"}}}',
  '{"i":"1","t":2,"p":{}}',
  '{"i":"1","t":3}',
  '{"i":{"toString":1},"t":4}',
  `{"i":"1","p":{"u":"/whoami","b":"${'x'.repeat(1024 * 1024)}"}}`,
  { i: '1', p: { u: '/whoami' } },
  new Uint8Array([123, 255, 1]),
  7,
  null,
  undefined,
];

test.each(bad.map((message) => [message]))('a message that is not of the contract closes its port and does nothing else: %o', async (message) => {
  const rejected: unknown[] = [];
  const note = (cause: unknown) => rejected.push(cause);
  process.on('unhandledRejection', note);
  const { channel, logger } = servedEdge();
  expect(isRequestFrame(message)).toBe(false);
  channel.page.postMessage(message);
  await once(channel.host, 'close');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(rejected).toEqual([]);
  expect(logger.lines).toHaveLength(1);
});

test.each([
  '{"i":"1","p":{"u":"/whoami"}}',
  '{"i":"1","p":{"u":"/whoami","m":"GET","b":{"json":1}}}',
  '{"i":"1","p":{"u":"/counts","h":{"last-event-id":"4"}}}',
  '{"i":"1","t":3,"p":{"e":"message","d":1}}',
  '{"i":"1","t":4}',
])('%s is of the contract’s protocol', (message) => {
  expect(isRequestFrame(message)).toBe(true);
});
