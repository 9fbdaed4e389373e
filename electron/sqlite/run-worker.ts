import { Worker } from 'node:worker_threads';

/** What runs a worker: a thread, or a process where what it does must be given up in the middle of one call of SQLite's. */
export interface RunningWorker {
  /** Throws where the message cannot be cloned. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Tells once that it has ended, and how. */
  onGone(listener: (how: string) => void): void;
  /** Ends it, whatever it is doing as far as that can be stopped; fulfilled when it is gone. */
  end(): Promise<void>;
}

export interface WorkerEntry {
  readonly url: URL;
  /** Given to the worker's `start` by structured clone. */
  readonly data: unknown;
  readonly name: string;
}

export type RunWorker = (entry: WorkerEntry) => RunningWorker;

/**
 * What a thread may hold of what has just come, in MB: rows that are handed on at once. Without it each of a desk's
 * threads grows to 48, which nothing is the faster for.
 */
const YOUNG = 6;

/** A thread: quick to begin and to call. It ends when the call of SQLite's that it is in has ended, and so does the process. */
export const inThread: RunWorker = ({ url, data, name }) => {
  const worker = new Worker(url, { name, workerData: data, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onGone: (listener) => {
      worker.once('error', (cause: Error) => listener(`failed: ${cause.message}`));
      worker.once('exit', (code) => listener(`ended with code ${code}`));
    },
    end: async () => {
      await worker.terminate();
    },
  };
};
