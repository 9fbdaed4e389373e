import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';

interface Heard {
  /** Fulfilled when what the log has is handed on, and what came meanwhile behind it. */
  readonly begun: Promise<void>;
  readonly off: () => void;
}

/**
 * Hands on what `read` answers of the log and then what the hub takes in, in the log's order: what comes while the log is read
 * is newer than what that may find, and must not be told first.
 */
export function heardFromStart(hub: Pick<CaseHub, 'onIngested'>, read: () => Promise<readonly AnyEvent[]>, hear: (events: readonly AnyEvent[]) => void): Heard {
  let early: AnyEvent[] | null = [];
  const off = hub.onIngested(({ events }) => {
    if (early === null) hear(events);
    else early.push(...events);
  });
  const begin = async () => {
    const before = await read();
    const upTo = before.at(-1)?.position ?? 0;
    const meanwhile = (early ?? []).filter(({ position }) => position > upTo);
    early = null;
    hear(before);
    hear(meanwhile);
  };
  return { begun: begin(), off };
}
