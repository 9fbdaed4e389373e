import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import type { PhoneAccount } from '#electron/channels/phone/phone-hook.ts';
import type { PhoneEvent } from '#shared/desk/phone-event.ts';
import { SECOND } from '#shared/lib/time.ts';

/** Who calls in, as telephone systems write it: mobiles, landlines, short numbers, other countries, and nobody. */
export const callers = [
  '+8613800138000',
  '13900139000',
  '008613700137000',
  '02162345678',
  '+86 21 6234 5678',
  '(0755) 8888-1234',
  '95588',
  '110',
  '+628123456789',
  '"Zhang" <sip:+8613600136000@carrier.example;user=phone>',
  'tel:+86-10-6552-9988',
  'anonymous',
  'sip:anonymous@anonymous.invalid',
  '',
  '+266696687',
] as const;

/** A body with the headers that a telephone system signs it by; written apart from the program's own signing. */
export function signed(secret: string, body: string, at: number): WebhookCall {
  const timestamp = String(Math.floor(at / SECOND));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  return {
    method: 'POST',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', 'x-console-timestamp': timestamp, 'x-console-signature': `v1=${signature}` },
    body: new TextEncoder().encode(body),
  };
}

/** `count` signed events of calls that follow each other: each rings at the demo desk's first agent, is answered by them, and ends. */
export function phoneCalls(account: Pick<PhoneAccount, 'secret'>, count: number, now: number): WebhookCall[] {
  const steps = ['ringing', 'answered', 'ended'] as const;
  return Array.from({ length: count }, (_, index) => {
    const number = Math.floor(index / steps.length);
    const event: PhoneEvent = {
      call: `load-${number}`,
      event: steps[index % steps.length] ?? 'ringing',
      from: callers[number % callers.length] ?? '',
      to: '4008000000',
      direction: 'inbound',
      agent: 'agent-lin',
      at: now + index,
    };
    return signed(account.secret, JSON.stringify(event), now);
  });
}

type Told = Pick<PhoneEvent, 'call' | 'event'> & Partial<PhoneEvent>;

/** A small telephone system: it signs what it tells and tells it over HTTP, at the address that the desk gave it. */
export class PhoneSystem {
  readonly #address: string;
  readonly #secret: string;
  readonly #clock: () => number;

  constructor(address: string, secret: string, clock: () => number) {
    this.#address = address;
    this.#secret = secret;
    this.#clock = clock;
  }

  /** The request of one event, to be sent once or more often. */
  request(told: Told): WebhookCall {
    const event: PhoneEvent = { from: '+8613800138000', to: '4008000000', direction: 'inbound', at: this.#clock(), ...told };
    return signed(this.#secret, JSON.stringify(event), this.#clock());
  }

  async send({ headers, body }: WebhookCall): Promise<{ readonly status: number; readonly code: string }> {
    const answer = await fetch(this.#address, { method: 'POST', headers, body: Buffer.from(body) });
    const { code } = (await answer.json()) as { code: string };
    return { status: answer.status, code };
  }

  tell(told: Told): Promise<{ readonly status: number; readonly code: string }> {
    return this.send(this.request(told));
  }
}

/** Serves one hook on 127.0.0.1, bytes and headers as they come; answers its address and the way to stop. */
export async function serveHook(webhook: (call: WebhookCall) => Promise<WebhookAnswer>): Promise<{ readonly address: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? (value[0] ?? '') : (value ?? '')]));
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const { status, type, body } = await webhook({ method, query: new URLSearchParams(), headers, body: new Uint8Array(Buffer.concat(chunks)) });
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/hooks/phone`,
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
