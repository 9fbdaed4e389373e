import { type NatsConnection, nkeyAuthenticator, type Status } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { deniedSubject, faultText, refusedBy } from '#electron/engine/nats/connection/faults.ts';
import { type NatsPlace, tlsOptions } from '#electron/engine/nats/connection/nats-options.ts';
import type { EngineSignal } from '#shared/desk/engine-health.ts';
import { backoff } from '#shared/lib/backoff.ts';

/** How long is waited between tries, ms: full jitter between 0 and a bound that doubles; forgotten after `healthyMs` without a break. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
  readonly healthyMs: number;
}

export const usualBackoff: Backoff = { baseMs: 500, capMs: 30_000, healthyMs: 60_000 };

interface Options {
  readonly place: NatsPlace;
  readonly name: string;
  readonly backoff: Backoff;
  readonly random: () => number;
  readonly tell: (signal: EngineSignal) => void;
}

/** A dead line is noticed after two of these without an answer, ms. */
const PING_MS = 5_000;

/** Which server is at the other end. */
export const connectedTo = (connection: NatsConnection, server = connection.getServer()): EngineSignal => ({
  type: 'connected',
  server,
  version: connection.info?.version ?? '',
});

/** One connection to the cluster, tried again for ever, whose fate is told as signals. */
export class Link {
  readonly #options: Options;
  #connection: NatsConnection | null = null;
  #tries = 0;
  #healthySince = 0;
  #stopped = false;
  #wake: (() => void) | null = null;
  #up = true;
  /** A server turned us away: that it then closes the connection tells nothing more. */
  #turnedAway = false;
  /** How long the next try waits, ms; null until it is asked for. */
  #wait: number | null = null;
  readonly #waiters = new Set<() => void>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** The connection once `open` is fulfilled; it lives through breaks. */
  get connection(): NatsConnection {
    if (!this.#connection) throw new Error('the engine is not connected');
    return this.#connection;
  }

  /** Whether a server is at the other end now. */
  get isUp(): boolean {
    return this.#up && this.#connection !== null && !this.#connection.isClosed();
  }

  /** Fulfilled when a server is at the other end, or after `ms`; says which. */
  async untilUp(ms: number): Promise<boolean> {
    if (this.isUp || this.#stopped) return this.isUp;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiters.add(done);
    });
    return this.isUp;
  }

  /** Tries until it is connected, telling why not; rejects only when it is closed meanwhile, or with what no trying mends. */
  async open(): Promise<NatsConnection> {
    const { place, name, tell } = this.#options;
    const tls = place.tls === null ? {} : { tls: tlsOptions(place.tls) };
    const authenticator = place.authenticate ? { authenticator: nkeyAuthenticator(place.key.seed) } : {};
    for (;;) {
      if (this.#stopped) throw new Error('stopped before it was connected');
      tell({ type: 'connecting' });
      try {
        const connection = await connect({
          servers: [...place.servers],
          ...tls,
          ...authenticator,
          name,
          // Answers to us cannot be heard by others whom the server lets listen to their own inbox alone.
          inboxPrefix: `_INBOX.${place.key.publicKey}`,
          reconnect: true,
          maxReconnectAttempts: -1,
          // Asked several times before each try, it is one draw: otherwise the bound doubles with each question.
          reconnectDelayHandler: () => {
            this.#wait ??= this.#delay();
            return this.#wait;
          },
          ignoreAuthErrorAbort: true,
          noAsyncTraces: true,
          timeout: 5_000,
          pingInterval: PING_MS,
          maxPingOut: 2,
        });
        this.#connection = connection;
        this.#healthySince = performance.now();
        tell(connectedTo(connection));
        void this.#watch(connection);
        return connection;
      } catch (cause) {
        this.#tellLost(cause);
        await this.#pause(this.#delay());
      }
    }
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    for (const done of this.#waiters) done();
    await this.#connection?.close().catch(() => undefined);
  }

  #delay(): number {
    const { random, backoff: bounds } = this.#options;
    return backoff(this.#tries++, random, bounds.baseMs, bounds.capMs);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #tellLost(cause: unknown): void {
    const refused = refusedBy(cause);
    const why = faultText(cause);
    this.#turnedAway = refused !== null;
    this.#options.tell(refused === null ? { type: 'disconnected', why } : { type: 'refused', state: refused, why });
  }

  async #watch(connection: NatsConnection): Promise<void> {
    let why = 'the connection broke';
    for await (const status of connection.status() as AsyncIterable<Status>) {
      switch (status.type) {
        case 'disconnect':
          if (this.#up && performance.now() - this.#healthySince > this.#options.backoff.healthyMs) this.#tries = 0;
          this.#up = false;
          if (!this.#turnedAway) this.#options.tell({ type: 'disconnected', why });
          break;
        case 'reconnecting':
          this.#wait = null;
          break;
        case 'staleConnection':
          why = 'the server no longer answers';
          break;
        case 'reconnect':
          why = 'the connection broke';
          this.#up = true;
          this.#turnedAway = false;
          this.#healthySince = performance.now();
          this.#options.tell(connectedTo(connection, status.server));
          for (const done of this.#waiters) done();
          break;
        case 'slowConsumer':
          this.#options.tell({ type: 'trouble', trouble: 'slow-consumer', detail: `${status.pending} wait` });
          break;
        case 'error':
          this.#met(status.error);
          break;
        default:
      }
    }
  }

  #met(error: Error): void {
    const denied = deniedSubject(error);
    if (denied !== null) this.#options.tell({ type: 'trouble', trouble: 'permission-denied', detail: denied });
    else if (/maximum payload/i.test(error.message)) this.#options.tell({ type: 'trouble', trouble: 'too-large', detail: error.message });
    else if (/slow consumer/i.test(error.message)) this.#options.tell({ type: 'trouble', trouble: 'slow-consumer', detail: error.message });
    else this.#tellLost(error);
  }
}
