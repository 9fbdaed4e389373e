import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { v7 } from 'uuid';
import { WebSocket } from 'ws';
import type { chatContract } from '#shared/contract/chat-contract.ts';
import type { CommandId } from '#shared/lib/ids.ts';

export type ChatClient = ContractRouterClient<typeof chatContract>;

/** A customer's page: a cookie of its own and one socket. */
export interface ChatCustomer {
  readonly client: ChatClient;
  /** Writes one message; fulfilled when the desk has it. */
  say(text: string): Promise<void>;
  close(): void;
}

/** Opens the customer's page as a browser does; `link` is the desk's signed link, which says who the customer is. */
export async function chatCustomer(chatUrl: string, link?: string): Promise<ChatCustomer> {
  const origin = new URL(chatUrl).origin;
  const as = link === undefined ? null : new URL(link).hash.slice('#as='.length);
  const started = await fetch(`${origin}/start`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(as === null ? {} : { as }),
  });
  const cookie = started.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the chat answered ${started.status} without a cookie`);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/chat`, { headers: { cookie, origin } });
  await once(socket, 'open');
  const client = createORPCClient<ChatClient>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  return {
    client,
    say: async (text) => {
      await client.send({ commandId: v7() as CommandId, text, attachments: [], language: 'en' });
    },
    close: () => socket.close(),
  };
}
