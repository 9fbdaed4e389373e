import type { QueueEngine } from '#electron/engine/port.ts';
import type { EngineState } from '#shared/desk/engine-health.ts';

/** Starts an engine by `begin`, and tells meanwhile in which state it waits, and why where that is known. */
export async function startEngine(
  engine: Pick<QueueEngine, 'onHealth'>,
  begin: () => Promise<void>,
  onWaiting: (state: EngineState, why: string | null) => void,
): Promise<void> {
  const off = engine.onHealth(({ state, lastError }) => {
    if (state !== 'connected' && state !== 'stopped') onWaiting(state, lastError?.text ?? null);
  });
  try {
    await begin();
  } finally {
    off();
  }
}
