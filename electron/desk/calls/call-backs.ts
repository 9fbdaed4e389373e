import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import { mayRead } from '#electron/desk/session/permissions.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { Cache } from '#electron/store/port.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { type CallBacksFrame, MOST_CALL_BACKS } from '#shared/contract/phone-schemas.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'onIngested' | 'state'>;
  readonly cache: Pick<Cache, 'snoozedUntil'>;
  readonly workload: Pick<Workload, 'waiting' | 'open'>;
}

/**
 * Whom the desk is to call back, kept in step with the cache. That one is due is not said here: it is a matter of the
 * time at which one looks.
 */
export class CallBacks {
  readonly #options: Options;
  readonly #rows = new Map<CaseId, InboxRow>();
  readonly #turn = new Topic(0);
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** To be called once the workload has started, which knows what waits and what is open. */
  async start(): Promise<void> {
    const { hub, cache, workload } = this.#options;
    const newer = new Set<CaseId>();
    this.#off = hub.onIngested(({ rows }) => {
      let changed = false;
      for (const row of rows) {
        newer.add(row.id);
        changed = this.#take(row) || changed;
      }
      if (changed) this.#turn.set(this.#turn.value + 1);
    });
    const resting = [...(await cache.snoozedUntil(Number.MAX_SAFE_INTEGER)), ...workload.waiting(), ...workload.open()];
    for (const row of resting) {
      if (row.channel !== 'phone' && row.callBackAt === undefined) continue;
      // A row that an older console wrote does not say; the case does.
      const at = row.callBackAt ?? (await hub.state(row.id))?.callBackAt ?? null;
      if (!newer.has(row.id)) this.#take(at === null ? row : { ...row, callBackAt: at });
    }
    this.#turn.set(this.#turn.value + 1);
  }

  stop(): void {
    this.#off?.();
    this.#off = null;
  }

  /** What a person may see of them, the first due first: now, and with each change. */
  async *follow(person: Person, signal: AbortSignal | undefined): AsyncGenerator<CallBacksFrame> {
    let told: string | null = null;
    for await (const _turn of this.#turn.follow(signal)) {
      const own = [...this.#rows.values()].filter((row) => mayRead(person, row)).sort((a, b) => dueAt(a) - dueAt(b) || (a.id < b.id ? -1 : 1));
      const frame = { rows: own.slice(0, MOST_CALL_BACKS), total: own.length };
      const now = JSON.stringify([frame.total, frame.rows.map(({ id, position }) => [id, position])]);
      if (now !== told) yield frame;
      told = now;
    }
  }

  #take(row: InboxRow): boolean {
    const known = this.#rows.get(row.id);
    if (known && known.position > row.position) return false;
    if (row.callBackAt === undefined) return this.#rows.delete(row.id);
    this.#rows.set(row.id, row);
    return true;
  }
}

const dueAt = ({ callBackAt }: InboxRow): number => callBackAt ?? 0;
