import { v7 } from 'uuid';
import type { Batch, Cursor, CursorFault, Follower, QueueEngine } from '#electron/engine/port.ts';
import type { About, LogEvent, RecordedLogEvent } from '#shared/case/envelope.ts';
import type { CaseId, EventId, GroupId } from '#shared/lib/ids.ts';

export const wallet = 'wallet' as GroupId;
export const other = 'other' as GroupId;

export const aboutCase = (id: string): About => ({ kind: 'case', id });
export const caseIdOf = (id: string): CaseId => id as CaseId;

/** One event about a case, of its own id unless one is given. */
export function event(caseId: string, over: Partial<LogEvent> = {}): LogEvent {
  return {
    id: v7() as EventId,
    about: aboutCase(caseId),
    group: wallet,
    type: 'case.tagged',
    at: 1_000,
    actor: { kind: 'agent', id: 'ling' },
    body: { add: ['待回访'], remove: [] },
    ...over,
  };
}

/** `count` events about one case. */
export const events = (caseId: string, count: number, over: Partial<LogEvent> = {}): LogEvent[] => Array.from({ length: count }, () => event(caseId, over));

/** A follower that keeps what it is given and can be waited on. */
export class Collector implements Follower {
  readonly batches: Batch[] = [];
  readonly faults: CursorFault[] = [];
  #watchers: (() => void)[] = [];

  readonly onBatch = async (batch: Batch): Promise<void> => {
    this.batches.push(batch);
    this.#tell();
  };

  readonly onFault = (fault: CursorFault): void => {
    this.faults.push(fault);
    this.#tell();
  };

  get events(): RecordedLogEvent[] {
    return this.batches.flatMap((batch) => batch.events);
  }

  get ids(): string[] {
    return this.events.map(({ id }) => id);
  }

  get cursor(): Cursor {
    const last = this.batches.at(-1);
    if (!last) throw new Error('no batch yet');
    return last.cursor;
  }

  /** Fulfilled when the condition holds; looked at after each batch or fault. */
  async until(holds: (collector: this) => boolean): Promise<this> {
    while (!holds(this)) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
    return this;
  }

  /** Fulfilled when `count` events have come and the follower is up to date. */
  has(count: number): Promise<this> {
    return this.until(() => this.events.length >= count && this.batches.at(-1)?.live === true);
  }

  #tell(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
  }
}

/** Everything of some groups, as a new follower sees it; so often as is said it may be told to begin again, and does as every console does. */
export async function everything(engine: QueueEngine, groups: readonly GroupId[], beginnings = 0): Promise<Collector> {
  for (let told = 0; ; told++) {
    const collector = new Collector();
    const subscription = engine.follow(groups, null, collector);
    await collector.until(({ batches, faults }) => batches.at(-1)?.live === true || faults.length > 0);
    await subscription.stop();
    if (collector.faults.length === 0) return collector;
    if (told === beginnings) throw new Error(`told to begin again: ${collector.faults.join(', ')}`);
  }
}
