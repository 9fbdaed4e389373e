import { v7 } from 'uuid';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { LogEvent, Position } from '#shared/case/envelope.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';
import { benchGroup } from '#tests/bench/engine-load.ts';

const HOLD_MS = 60_000;
/** Clients look at so many of the first waiting cases and take one of them: as people who all see the same list. */
const LOOKED_AT = 20;

export const opened = (caseId: string): LogEvent => ({
  id: v7() as EventId,
  about: { kind: 'case', id: caseId },
  group: benchGroup,
  type: 'case.opened',
  at: Date.now(),
  actor: { kind: 'customer', id: 'c-1' },
  body: { channel: 'chat', queue: 'refund', language: 'en', priority: 0, thread: caseId },
});

export interface Raced {
  attempts: number;
  claims: number;
  /** Another held it, or had claimed it. */
  held: number;
  conflicts: number;
}

/**
 * Clients that all want the same cases, until none is left that they do not know to be claimed; as consoles do, they
 * follow the log meanwhile. Every other attempt takes a hold first; the rest go by the condition of the append alone.
 */
export async function race(engines: readonly QueueEngine[], clients: number, waiting: ReadonlyMap<string, Position>, random: () => number): Promise<Raced> {
  const raced: Raced = { attempts: 0, claims: 0, held: 0, conflicts: 0 };
  const claimed = new Set<string>();
  const following = engines[0]?.follow([benchGroup], null, {
    onBatch: async ({ events }) => {
      for (const { type, about } of events) if (type === 'case.claimed') claimed.add(about.id);
    },
    onFault: () => undefined,
  });
  const client = async (number: number): Promise<void> => {
    const engine = engines[number % engines.length];
    if (engine === undefined) return;
    let left = [...waiting.keys()];
    for (let known = 0; left.length > 0; ) {
      if (known < claimed.size) left = left.filter((caseId) => !claimed.has(caseId));
      known = claimed.size;
      if (left.length === 0) break;
      const at = Math.floor(random() * Math.min(LOOKED_AT, left.length));
      const caseId = left[at] ?? '';
      const done = await attempt(engine, caseId as CaseId, `client-${process.pid}-${number}`, waiting.get(caseId) as Position, raced);
      if (done) left.splice(at, 1);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  await following?.stop();
  return raced;
}

/** Answers whether the case need not be tried again. */
async function attempt(engine: QueueEngine, caseId: CaseId, client: string, expected: Position, raced: Raced): Promise<boolean> {
  const holds = raced.attempts++ % 2 === 0;
  if (holds && !(await engine.hold(caseId, client, HOLD_MS))) {
    raced.held++;
    return false;
  }
  const claim: LogEvent = { ...opened(caseId), id: v7() as EventId, type: 'case.claimed', actor: { kind: 'agent', id: client }, body: { by: client } };
  const answer = await engine.append([claim], expected);
  if (holds) await engine.unhold(caseId, client);
  if (answer.ok) raced.claims++;
  else raced.conflicts++;
  return true;
}
