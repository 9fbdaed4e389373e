import { deniedSubject, faultText, isPassing } from '#electron/engine/nats/connection/faults.ts';
import { EngineRefusal, EngineUnreachable } from '#electron/engine/port.ts';
import type { EngineSignal } from '#shared/desk/engine-health.ts';
import { backoff } from '#shared/lib/backoff.ts';

interface Line {
  readonly untilUp: (ms: number) => Promise<boolean>;
  /** Whether nobody waits for an answer any more. */
  readonly isOver: () => boolean;
}

/** How long a question goes on through short breaks, ms. */
const PATIENCE_MS = 10_000;

const pause = (attempt: number, base: number, cap: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, backoff(attempt, Math.random, base, cap)));

/** Asks the server, again through short breaks; rejects with EngineUnreachable, or EngineRefusal where it will never answer us. */
export async function askPatiently<T>(line: Line & { readonly tell: (signal: EngineSignal) => void }, ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (cause) {
      const denied = deniedSubject(cause);
      if (denied !== null) {
        line.tell({ type: 'trouble', trouble: 'permission-denied', detail: denied });
        throw new EngineRefusal(`the server refuses to ${denied}`, { cause });
      }
      if (!isPassing(cause) && !(cause instanceof EngineUnreachable)) throw cause;
      const left = until - performance.now();
      if (line.isOver() || left <= 0 || !(await line.untilUp(left))) throw new EngineUnreachable(`no answer: ${faultText(cause)}`, { cause });
      await pause(attempt, 50, 1_000);
    }
  }
}

/** Does something again for as long as it fails because the engine cannot be reached. */
export async function untilReached<T>(line: Line & { readonly onBreak: (why: string) => void }, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof EngineUnreachable) || line.isOver()) throw cause;
      line.onBreak(cause.message);
      await pause(attempt, 100, 5_000);
      await line.untilUp(30_000);
    }
  }
}
