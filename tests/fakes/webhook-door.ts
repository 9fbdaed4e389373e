import type { WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { type CameIn, type GivenOut, ProviderHttp } from '#tests/fakes/provider-http.ts';

/** An address for a provider's calls, over real HTTP, that leads to one connection. */
export class WebhookDoor extends ProviderHttp {
  webhook: (call: WebhookCall) => Promise<WebhookAnswer> = async () => ({ status: 503, type: 'text/plain', body: '' });
  /** What was answered, in order. */
  readonly answers: WebhookAnswer[] = [];

  protected override async answer({ method, query, headers, body }: CameIn): Promise<GivenOut> {
    if (method !== 'GET' && method !== 'POST') return { status: 405, body: new Uint8Array() };
    const answer = await this.webhook({ method, query, headers, body });
    this.answers.push(answer);
    return { status: answer.status, headers: { 'content-type': answer.type }, body: Buffer.from(answer.body) };
  }
}

/** Makes the call over HTTP as a provider does; answers the status and the body. */
export async function callOver(url: string, { method, query, headers, body }: WebhookCall): Promise<{ readonly status: number; readonly body: string }> {
  const answer = await fetch(`${url}/?${query}`, { method, headers, ...(method === 'GET' ? {} : { body: new Uint8Array(body) }) });
  return { status: answer.status, body: await answer.text() };
}
