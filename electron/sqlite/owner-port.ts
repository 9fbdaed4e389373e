import { parentPort, workerData } from 'node:worker_threads';

/** A worker's way to its owner, whatever it runs in. */
export interface OwnerPort {
  /** What the owner gave it to begin with. */
  readonly data: Promise<unknown>;
  /** Throws where the message cannot be cloned. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Electron's utility processes have one; it is no part of Node. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Takes the first message for what the worker begins with, and hands on those after it. */
function begunWithFirst(hear: (listener: (message: unknown) => void) => void, send: (message: unknown) => void): OwnerPort {
  const first = Promise.withResolvers<unknown>();
  let next: (message: unknown) => void = first.resolve;
  const early: unknown[] = [];
  let listening: ((message: unknown) => void) | null = null;
  const later = (message: unknown) => (listening === null ? void early.push(message) : listening(message));
  hear((message) => {
    const take = next;
    next = later;
    take(message);
  });
  return {
    data: first.promise,
    send,
    onMessage: (listener) => {
      listening = listener;
      for (const message of early.splice(0)) listener(message);
    },
  };
}

/** The way to the owner: of a thread, of a forked process, or of a utility process of Electron's. Throws elsewhere. */
export function ownerPort(): OwnerPort {
  const port = parentPort;
  if (port !== null)
    return { data: Promise.resolve(workerData), send: (message) => port.postMessage(message), onMessage: (listener) => void port.on('message', listener) };
  // A terminal's signals go to all of its processes; whoever owns this one decides when it ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  const utility = (process as { parentPort?: UtilityPort }).parentPort;
  if (utility !== undefined) {
    return begunWithFirst(
      (listener) => utility.on('message', ({ data }) => listener(data)),
      (message) => utility.postMessage(message),
    );
  }
  if (process.send === undefined) throw new Error('a worker has an owner');
  process.once('disconnect', () => process.exit());
  return begunWithFirst(
    (listener) => void process.on('message', listener),
    (message) => void process.send?.(message),
  );
}
