import { createHash } from 'node:crypto';
import type { ConnectionFault, ConnectionState, WebhookAnswer, WebhookCall } from '#electron/channels/connection-port.ts';
import { signatureFault, WINDOW } from '#electron/channels/phone/phone-signature.ts';
import { type PhoneEvent, type PhoneLine, phoneEvent } from '#shared/desk/phone-event.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

/** A telephone system that tells of its calls; whoever has the secret is believed. */
export interface PhoneAccount extends PhoneLine {
  readonly name: string;
  readonly secret: string;
}

/** Where what is told of calls goes. */
export interface PhoneCalls {
  /** Fulfilled once it is on record; what it rejects is told again by the telephone system. */
  take(line: PhoneLine, event: PhoneEvent): Promise<void>;
}

export interface PhoneHookParts {
  readonly account: PhoneAccount;
  readonly calls: PhoneCalls;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keeps what was signed and cannot be read where it can be looked at. */
  readonly keepAside?: (fault: string, raw: Uint8Array) => Promise<void>;
}

/** More than any telephone system tells of one call. */
const MOST_BYTES = 64 * 1024;

/** How many told events are remembered at once; of more the oldest are forgotten, and the log takes each once all the same. */
const MOST_SEEN = 50_000;

const answer = (status: number, code: string): WebhookAnswer => ({ status, type: 'application/json; charset=utf-8', body: JSON.stringify({ code }) });

interface Seen {
  readonly until: Instant;
  readonly done: Promise<WebhookAnswer>;
}

/** Answers one telephone system: who signs is believed, for some minutes, and each event of a call once. */
export class PhoneHook {
  readonly #options: PhoneHookParts;
  readonly #seen = new Map<string, Seen>();
  /** Where each call rang last. */
  readonly #rang = new Map<string, { readonly agent: string | undefined; readonly at: Instant }>();
  readonly #listeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = { state: 'waiting', lastMessageAt: null, fault: null };

  constructor(options: PhoneHookParts) {
    this.#options = options;
  }

  state(): ConnectionState {
    return this.#state;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Answers once what is told is handed over: 200 taken or taken before, 400, 401, 405, 413, or 503 to tell it again. Never rejects. */
  async webhook(call: WebhookCall): Promise<WebhookAnswer> {
    if (call.method !== 'POST') return answer(405, 'post-only');
    if (call.body.byteLength > MOST_BYTES) return answer(413, 'too-long');
    const { account, clock } = this.#options;
    const fault = signatureFault(call, account.secret, clock());
    if (fault !== null) return this.#refuse(fault);
    const event = await this.#read(call.body);
    if (event === null) return answer(400, 'bad-message');
    return this.#once(event);
  }

  #refuse(fault: 'unsigned' | 'bad-signature' | 'clock-off'): WebhookAnswer {
    // Anybody can ask without a signature: that is no news to an administrator.
    if (fault === 'bad-signature') this.#fault('bad-signature', 'a call came with another signature: the secret here and there may differ');
    if (fault === 'clock-off') this.#fault('clock-off', 'a call was signed more than five minutes before or after the time here');
    return answer(401, fault);
  }

  async #read(body: Uint8Array): Promise<PhoneEvent | null> {
    const { keepAside, logger, account } = this.#options;
    let fault: string;
    try {
      const read = phoneEvent.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
      if (read.success) return read.data;
      const [issue] = read.error.issues;
      fault = `${issue?.path.join('.') || 'body'}: ${issue?.code ?? 'invalid'}`;
    } catch {
      fault = 'body: no JSON in UTF-8';
    }
    this.#fault('bad-message', fault);
    await keepAside?.(fault, body).catch((cause: unknown) => logger.warn('read: could not be kept aside', { account: account.id, cause: String(cause) }));
    return null;
  }

  /** What came before is answered as it was then, and while it is under way as it will be. */
  #once(event: PhoneEvent): Promise<WebhookAnswer> {
    const now = this.#options.clock();
    const key = createHash('sha256')
      .update(JSON.stringify([event.call, event.event, event.agent ?? null]))
      .digest('base64');
    for (const [oldest, { until }] of this.#seen) {
      if (until >= now && this.#seen.size < MOST_SEEN) break;
      this.#seen.delete(oldest);
    }
    const before = this.#comesBack(event) ? undefined : this.#seen.get(key);
    if (before) return before.done;
    const done = this.#hand(event, key);
    // A copy is signed at most a window before now or after: then its time alone refuses it.
    this.#seen.set(key, { until: now + 2 * WINDOW, done });
    return done;
  }

  /** Whether a call rings that has rung elsewhere since it rang there before: that is no copy. */
  #comesBack({ call, event, agent, at }: PhoneEvent): boolean {
    if (event !== 'ringing') return false;
    const last = this.#rang.get(call);
    if (last !== undefined && last.at >= at) return false;
    this.#rang.delete(call);
    this.#rang.set(call, { agent, at });
    const [oldest] = this.#rang.keys();
    if (this.#rang.size > MOST_SEEN && oldest !== undefined) this.#rang.delete(oldest);
    return last !== undefined && last.agent !== agent;
  }

  async #hand(event: PhoneEvent, key: string): Promise<WebhookAnswer> {
    const { calls, account, clock, logger } = this.#options;
    try {
      await calls.take({ id: account.id, queue: account.queue }, event);
      this.#tell({ state: 'connected', lastMessageAt: clock(), fault: null });
      return answer(200, 'taken');
    } catch (cause) {
      this.#seen.delete(key);
      logger.warn('hand: could not be taken in', { account: account.id, event: event.event, cause: String(cause) });
      this.#fault('not-handed-over', 'the desk could not take a call in; the telephone system is to tell it again');
      return answer(503, 'not-handed-over');
    }
  }

  #fault(code: ConnectionFault['code'], detail: string): void {
    this.#tell({ ...this.#state, fault: { code, detail, at: this.#options.clock() } });
  }

  #tell(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
