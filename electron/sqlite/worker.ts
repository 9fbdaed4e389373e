import { OpenFault, type OpenFaultCode } from '#electron/sqlite/open-fault.ts';
import { ownerPort } from '#electron/sqlite/owner-port.ts';
import { inThread, type RunningWorker, type RunWorker, type WorkerEntry } from '#electron/sqlite/run-worker.ts';
import type { LogFields, Logger } from '#shared/lib/logger.ts';

/**
 * Calls between a database's owner and its worker thread. oRPC's message-port adapter with structured clone was measured
 * first: 85 to 230 µs a call, warm and cold, and 1.6 ms for a page of 500 events, against 55 µs and 0.4 ms below, on the
 * way of every event. What it would save is small beside what a thread needs anyway: calls that are refused when it
 * dies, faults that keep their code, events and log lines sent unasked, and the times of slow calls.
 */

// biome-ignore lint/suspicious/noExplicitAny: a table of handlers is constrained by shape only; calls are typed by the table itself.
export type Handlers = Record<string, (...args: any[]) => unknown>;

interface Told {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly file?: string;
  readonly detail?: string;
}

type Level = 'debug' | 'info' | 'warn' | 'error';
type Call = { readonly id: number; readonly method: string; readonly args: readonly unknown[] };
type Message =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: Told }
  | { readonly event: unknown }
  | { readonly log: { readonly level: Level; readonly message: string; readonly fields: LogFields | undefined } };

/** Calls slower than this are named in the log with their time. */
const SLOW_MS = 40;

const told = (cause: unknown): Told => {
  if (cause instanceof OpenFault) return { name: cause.name, message: cause.message, code: cause.code, file: cause.file, detail: cause.detail };
  if (!(cause instanceof Error)) return { name: 'Error', message: String(cause) };
  return { name: cause.name, message: cause.message, ...('code' in cause ? { code: String(cause.code) } : {}) };
};

const thrown = (error: Told): Error => {
  if (error.name === 'OpenFault') return new OpenFault(error.code as OpenFaultCode, error.file ?? '', error.detail ?? '');
  return Object.assign(new Error(error.message), { name: error.name, ...(error.code === undefined ? {} : { code: error.code }) });
};

export interface Served {
  readonly handlers: Handlers;
  readonly stop: () => Promise<void> | void;
}

/**
 * Inside a worker: runs `start` with the owner's data, then answers calls of the handlers it gives, by the table alone
 * and one after another as far as handlers are synchronous. `emit` tells the owner something unasked; `logger` writes
 * to the owner's log.
 */
export function serveWorker<Data>(start: (data: Data, emit: (event: unknown) => void, logger: Logger) => Promise<Served>): void {
  const port = ownerPort();
  const send = (message: Message) => port.send(message);
  const log = (level: Level) => (message: string, fields?: LogFields) => send({ log: { level, message, fields } });
  const logger: Logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
  const running = port.data.then((data) => start(data as Data, (event) => send({ event }), logger));
  running.catch(() => undefined);

  const run = async ({ method, args }: Call): Promise<unknown> => {
    const { handlers, stop } = await running;
    if (method === 'start') return null;
    if (method === 'stop') {
      await stop();
      // The owner ends this worker when it has the answer: those to earlier calls go first.
      return new Promise((resolve) => setImmediate(resolve, null));
    }
    const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
    if (!handler) throw new Error(`no such method: ${method}`);
    return handler(...args);
  };
  port.onMessage((message) => {
    const call = message as Call;
    // An answer that cannot be cloned is a refused call, not the end of the worker.
    run(call)
      .then((value) => send({ id: call.id, value }))
      .catch((cause: unknown) => send({ id: call.id, error: told(cause) }));
  });
}

interface WorkerOptions extends WorkerEntry {
  readonly logger: Logger;
  /** A thread unless said. */
  readonly run?: RunWorker;
  /** A call met a fault of a file; its caller is told too. */
  readonly onFault?: ((fault: OpenFault) => void) | undefined;
}

interface Pending {
  readonly method: string;
  readonly began: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
}

/** The owner's side of a worker: calls by name, typed by the worker's table of handlers. */
export class WorkerClient<H extends Handlers> {
  readonly #options: WorkerOptions;
  readonly #listeners = new Set<(event: unknown) => void>();
  readonly #mourners = new Set<(how: string) => void>();
  readonly #pending = new Map<number, Pending>();
  #worker: RunningWorker | null = null;
  #asked = 0;
  #abandoned: Promise<void> | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** Starts it; fulfilled when it is ready, rejected with its own reason when it is not. */
  async start(): Promise<void> {
    const { run = inThread } = this.#options;
    const worker = run(this.#options);
    this.#worker = worker;
    worker.onMessage((message) => this.#hear(message as Message));
    worker.onGone((how) => this.#died(how));
    try {
      await this.#ask('start', []);
    } catch (cause) {
      this.#worker = null;
      await worker.end();
      throw cause;
    }
  }

  /** Lets the worker answer what it was asked before and ends it; calls made later are refused. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return this.#abandoned ?? undefined;
    const stopped = this.#ask('stop', []);
    this.#worker = null;
    await stopped.catch(() => undefined);
    await worker.end();
  }

  /** Ends the worker without waiting for what it is doing, which a thread still ends first; calls under way are refused. `stop` tells when it is gone. */
  abandon(): void {
    const worker = this.#worker;
    this.#worker = null;
    for (const pending of this.#pending.values()) pending.reject(new Error(`worker ${this.#options.name} was abandoned`));
    this.#pending.clear();
    this.#abandoned = worker?.end() ?? this.#abandoned;
  }

  call<K extends keyof H & string>(method: K, ...args: Parameters<H[K]>): Promise<Awaited<ReturnType<H[K]>>> {
    return this.#ask(method, args) as Promise<Awaited<ReturnType<H[K]>>>;
  }

  onEvent(listener: (event: unknown) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of a worker that died by itself, once its calls were rejected. */
  onGone(listener: (how: string) => void): () => void {
    this.#mourners.add(listener);
    return () => this.#mourners.delete(listener);
  }

  #ask(method: string, args: readonly unknown[]): Promise<unknown> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Error(`worker ${this.#options.name} is not running`));
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      worker.post({ id, method, args } satisfies Call);
      this.#pending.set(id, { method, began: performance.now(), resolve, reject });
    });
  }

  #hear(message: Message): void {
    if ('event' in message) {
      for (const listener of this.#listeners) listener(message.event);
      return;
    }
    const { name, logger, onFault } = this.#options;
    if ('log' in message) {
      logger[message.log.level](message.log.message, { worker: name, ...message.log.fields });
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    const took = performance.now() - pending.began;
    if (took > SLOW_MS && pending.method !== 'start' && pending.method !== 'stop')
      logger.info('call: slow', { worker: name, method: pending.method, ms: Math.round(took) });
    if (!('error' in message)) {
      pending.resolve(message.value);
      return;
    }
    const cause = thrown(message.error);
    // Of a start its caller alone is told: nothing is at work yet.
    if (cause instanceof OpenFault && pending.method !== 'start') onFault?.(cause);
    pending.reject(cause);
  }

  /** Every call under way is told that its worker is gone. */
  #died(how: string): void {
    const { name, logger } = this.#options;
    const stopped = this.#worker === null;
    this.#worker = null;
    if (!stopped) logger.error('worker: gone', { worker: name, how });
    for (const pending of this.#pending.values()) pending.reject(new Error(`worker ${name} ${how}`));
    this.#pending.clear();
    if (!stopped) for (const listener of this.#mourners) listener(how);
  }
}
