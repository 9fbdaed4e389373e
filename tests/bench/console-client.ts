import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { consoleContract } from '#shared/contract/console-contract.ts';
import type { PersonId } from '#shared/lib/ids.ts';

export type ConsoleClient = ContractRouterClient<typeof consoleContract>;

/** A console's session as a browser's tab has it, without a browser: the host's token for a cookie, then one socket. */
export async function openConsole(consoleUrl: string, person: string): Promise<{ readonly client: ConsoleClient; close(): void }> {
  const { origin, hash } = new URL(consoleUrl);
  const entered = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: hash.slice('#token='.length) }),
  });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the console answered ${entered.status} without a cookie`);
  const { tab } = (await entered.json()) as { readonly tab: string };
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/console`, { headers: { cookie, origin } });
  await once(socket, 'open');
  socket.send(JSON.stringify({ tab }));
  await once(socket, 'message');
  const client = createORPCClient<ConsoleClient>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  await client.session.signIn({ person: person as PersonId });
  return { client, close: () => socket.close() };
}
