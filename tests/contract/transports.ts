import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { createRouterClient } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { v7 } from 'uuid';
import { WebSocket } from 'ws';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import type { ConsoleContext } from '#electron/host/console-access.ts';
import type { Connection, Link, Transport } from '#tests/contract/console-tab-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

/** Of pages that no server serves here. */
const origin = 'http://localhost:4173';

/** The router called where it is, without anything between. */
export const memory: Transport = {
  name: 'memory',
  serve: async (host) => ({
    origin,
    newTab: async () => {
      const client = createRouterClient(host.consoleRouter, { context: host.openSession(v7(), origin) });
      return async (): Promise<Connection> => {
        const gone = new AbortController();
        const call: Link['call'] = (path, input, options) => {
          // biome-ignore lint/suspicious/noExplicitAny: a path of the contract leads to a method, which the types of the client do not say.
          const method = path.reduce((at: any, name) => at[name], client) as (input: unknown, options: object) => Promise<unknown>;
          const signals = [gone.signal, ...(options.signal ? [options.signal] : [])];
          return method(input, { ...options, signal: AbortSignal.any(signals) });
        };
        return { link: { call }, drop: async () => gone.abort(new Error('the connection is gone')) };
      };
    },
    close: async () => undefined,
  }),
};

/** The desktop edition's way: a pair of ports, one end in the window, the other in the main process. */
export const messagePort: Transport = {
  name: 'MessagePort',
  serve: async (host) => {
    const handler = new PortHandler<ConsoleContext>(host.consoleRouter);
    const open = new Set<Connection>();
    return {
      origin,
      newTab: async () => {
        const context = host.openSession(v7(), origin);
        return async () => {
          const { port1, port2 } = new MessageChannel();
          handler.upgrade(port1 as unknown as MessagePort, { context });
          const link = new PortLink({ port: port2 as unknown as MessagePort }) as unknown as Link;
          const drop = async () => {
            open.delete(connection);
            const closed = once(port1, 'close');
            port2.close();
            await closed;
          };
          const connection = { link, drop };
          open.add(connection);
          return connection;
        };
      },
      close: async () => {
        for (const connection of open) await connection.drop();
      },
    };
  },
};

/** The browser edition's way: the token for a cookie and a tab's secret, then a socket that says whose tab it is. */
export const webSocket: Transport = {
  name: 'WebSocket',
  serve: async (host) => {
    const staticFolder = mkdtempSync(join(tmpdir(), 'console-static-'));
    const server = new BrowserHost({
      router: host.consoleRouter,
      openSession: (id, page) => host.openSession(id, page),
      port: 0,
      staticFolder,
      clock: () => Date.now(),
      logger: recordingLogger(),
    });
    const url = new URL((await server.start()).url);
    const token = url.hash.slice('#token='.length);
    return {
      origin: url.origin,
      newTab: async () => {
        const session = await fetch(`${url.origin}/session`, {
          method: 'POST',
          headers: { origin: url.origin, 'content-type': 'application/json' },
          body: JSON.stringify({ token }),
        });
        const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
        const { tab } = (await session.json()) as { tab: string };
        return () => connect(url, cookie, tab);
      },
      close: async () => {
        await server.stop();
        rmSync(staticFolder, { recursive: true, force: true });
      },
    };
  },
};

/** Fulfilled once the host has welcomed the tab; the link never sees the greeting. */
async function connect(url: URL, cookie: string, tab: string): Promise<Connection> {
  const socket = new WebSocket(`ws://${url.host}/console`, { headers: { cookie, origin: url.origin } });
  await once(socket, 'open');
  const greeted = once(socket, 'message') as Promise<[Buffer]>;
  socket.send(JSON.stringify({ tab }));
  const [greeting] = await greeted;
  if (greeting.toString() !== '{"welcome":true}') throw new Error(`the host greeted with ${greeting.toString()}`);
  const link = new SocketLink({ websocket: socket as unknown as globalThis.WebSocket }) as unknown as Link;
  return {
    link,
    drop: async () => {
      const closed = once(socket, 'close');
      socket.terminate();
      await closed;
    },
  };
}
