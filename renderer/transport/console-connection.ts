import { createORPCClient, safe } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';
import { ConsoleSocket } from '#renderer/transport/console-socket.ts';
import { keepHeartbeat } from '#renderer/transport/heartbeat.ts';
import { tabSecret } from '#renderer/transport/tab-secret.ts';
import type { consoleContract } from '#shared/contract/console-contract.ts';

/** The host as the screen calls it. */
export type ConsoleClient = ContractRouterClient<typeof consoleContract>;

/** The page's one connection: calls, and how it stands. */
export interface ConsoleConnection {
  readonly client: ConsoleClient;
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
  stop(): void;
}

/** Connects a page that the desktop edition opened: over the port that its preload hands over. */
function portConnection(port: MessagePort): ConsoleConnection {
  const client = createORPCClient<ConsoleClient>(new PortLink({ port }));
  port.start();
  return { client, state: () => 'open', subscribe: () => () => undefined, stop: () => port.close() };
}

/** Connects a browser tab: the link's token is exchanged for the tab's own secret, which opens the socket. */
async function socketConnection(): Promise<ConsoleConnection> {
  const secret = await tabSecret(location, sessionStorage, fetch.bind(globalThis));
  const socket = new ConsoleSocket(`ws://${location.host}/console`, secret);
  const client = createORPCClient<ConsoleClient>(new SocketLink({ websocket: socket as unknown as WebSocket }));
  const stopBeat = keepHeartbeat({ heard: () => socket.heard, ask: () => void safe(client.host.info()), renew: () => socket.renew() });
  return {
    client,
    state: () => socket.state,
    subscribe: (listener) => {
      socket.addEventListener('state', listener);
      return () => socket.removeEventListener('state', listener);
    },
    stop: () => {
      stopBeat();
      socket.close();
    },
  };
}

/** The preload posts this word with the port, once, when the page has loaded. */
const PORT_WORD = 'console-port';

/** Opens the connection that fits the page's host: a port in the desktop edition, else a socket. */
export function openConnection(): Promise<ConsoleConnection> {
  if (location.protocol !== 'app:') return socketConnection();
  return new Promise((resolve) => {
    const take = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== PORT_WORD || !port) return;
      removeEventListener('message', take);
      resolve(portConnection(port));
    };
    addEventListener('message', take);
  });
}
