import { backoff } from '#shared/lib/backoff.ts';

export type FollowState = 'following' | 'waiting';

/** Fulfilled after `ms`, or at once when the signal aborts or the browser is back on the network. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    addEventListener('online', done);
  });
}

/**
 * Runs a stream for as long as it is wanted: begins it, hands on each frame, and begins again after full-jitter
 * back-off when it ends or fails. `start` resumes by itself, from what it has seen. Answers the way to stop.
 */
export function follow<T>(
  start: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  onFrame: (frame: T) => void,
  onState: (state: FollowState, cause?: unknown) => void = () => undefined,
): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    let attempt = 0;
    while (!signal.aborted) {
      let cause: unknown;
      try {
        const stream = await start(signal);
        onState('following');
        for await (const frame of stream) {
          if (signal.aborted) return;
          attempt = 0;
          onFrame(frame);
        }
      } catch (failed) {
        cause = failed;
      }
      if (signal.aborted) return;
      onState('waiting', cause);
      await pause(backoff(attempt++, Math.random, 300, 10_000), signal);
    }
  };
  void run();
  return () => stopping.abort();
}
