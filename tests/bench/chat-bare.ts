import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { WebSocket } from 'ws';

/** Hands each message on to the other of its two pages and nothing else; in a thread of its own, as the desk is in its own process. */
const relay = `
const { WebSocketServer } = require('ws');
const { parentPort } = require('node:worker_threads');
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
server.on('connection', (socket) => socket.on('message', (data) => {
  for (const other of server.clients) if (other !== socket) other.send(data.toString());
}));
server.on('listening', () => parentPort.postMessage(server.address()));
`;

/** What the same way takes without a desk, at the same pace: page, server, other page, server, page; ms for each. */
export async function bareRoundTrip(perSecond: number, seconds: number): Promise<readonly number[]> {
  const worker = new Worker(relay, { eval: true });
  const [{ port }] = (await once(worker, 'message')) as [AddressInfo];
  const [customer, agent] = [new WebSocket(`ws://127.0.0.1:${port}`), new WebSocket(`ws://127.0.0.1:${port}`)];
  await Promise.all([once(customer, 'open'), once(agent, 'open')]);
  agent.on('message', (data) => agent.send(String(data)));
  const took: number[] = [];
  const began = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = began + (n * 1_000) / perSecond - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    const sent = performance.now();
    const back = once(customer, 'message');
    customer.send(`question ${n} of this run`);
    await back;
    took.push(performance.now() - sent);
  }
  customer.close();
  agent.close();
  await worker.terminate();
  return took;
}
