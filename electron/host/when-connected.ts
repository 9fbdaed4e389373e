import type { QueueEngine } from '#electron/engine/port.ts';

/** Does something each time an engine is connected again; answers how to end that. */
export function whenConnected(engine: Pick<QueueEngine, 'health' | 'onHealth'>, work: () => Promise<unknown>): () => void {
  let before = engine.health().state;
  return engine.onHealth(({ state }) => {
    const again = state === 'connected' && before !== 'connected';
    before = state;
    // What fails now is tried when it is connected the next time, or at the next start.
    if (again) work().catch(() => undefined);
  });
}
