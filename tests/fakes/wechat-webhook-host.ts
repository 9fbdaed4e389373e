import { once } from 'node:events';
import { createServer } from 'node:http';
import type { WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';

/** A server with one address that hands every request to a webhook as it came. */
export async function hostWebhook(
  webhook: (call: WebhookCall) => Promise<WebhookAnswer>,
): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      const { searchParams: query } = new URL(request.url ?? '/', 'http://here');
      const headers = Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
      );
      const answer = await webhook({ method: request.method === 'POST' ? 'POST' : 'GET', query, headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, { 'content-type': answer.type });
      response.end(answer.body);
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { address: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/wechat`, stop };
}
