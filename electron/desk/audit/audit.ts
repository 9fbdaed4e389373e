import { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { type AuditBook, auditLink } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import { type About, newEvent } from '#shared/case/envelope.ts';
import type { AuditEntry, AuditFilter, AuditKind, AuditState, NewAuditEntry } from '#shared/desk/audit.ts';
import { ChainCheck, type ChainFault, type PublishedHead } from '#shared/desk/audit-chain.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId, EventId, GroupId, NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';

/*
 * A chain by itself shows any edit, but not that its tail was cut, nor that somebody who has the data's key made all of it
 * anew. So its head is put into the engine's log each minute, when everybody has signed out, and when the program ends:
 * what came before the newest head can be neither cut nor made anew unseen by whoever cannot also rewrite that log. On a
 * log that lies elsewhere that is whoever owns only this machine; one that lies in the same folder falls to the same key.
 */

interface Options {
  readonly book: AuditBook;
  readonly log: EventLog;
  readonly group: GroupId;
  /** Whose chain it is: the data folder's id. */
  readonly folderId: string;
  /** As whom the head is published: one whom others believe from here; null while there is none. */
  readonly publisher: () => Actor | null;
  /** Milliseconds by a clock that nobody sets. */
  readonly ticks: () => number;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** What somebody did; what is left out is none. `words` are what they typed, and need a case: they are sealed with its key. */
export interface AuditNote {
  readonly kind: AuditKind;
  readonly caseId?: CaseId | null;
  readonly customer?: CustomerId | null;
  readonly fields?: readonly string[];
  readonly reason?: string | null;
  readonly words?: string | null;
  readonly outcome?: AuditEntry['outcome'];
  readonly facts?: AuditEntry['facts'];
}

/** An entry with its words in the clear, for who may read them; null where there are none, or the case was erased. */
export type ReadEntry = Omit<AuditEntry, 'words'> & { readonly words: string | null };

/** What a check found: `fault` null is a whole chain. `published` is the newest head that the log has. */
export interface Verdict {
  readonly checked: number;
  readonly fault: ChainFault | null;
  readonly published: PublishedHead | null;
}

const PUBLISH_MS = 60 * SECOND;
const AT_A_TIME = 1_000;

/** What the heads of a folder's chain are about, in the engine's log. */
export const auditAbout = (folderId: string): About => ({ kind: 'trail', id: `audit-${folderId}` });

/** The heads that a log has of a folder's chain, the oldest first. */
export async function publishedHeads(log: Pick<EventLog, 'read'>, folderId: string): Promise<readonly PublishedHead[]> {
  const events = await log.read(auditAbout(folderId));
  return events.flatMap((event) => (event.type === 'trail.auditHead' ? [{ ...event.body, at: event.recordedAt }] : []));
}

/** Checks a chain from its first entry against its published heads; the heads were read before the rows, since the chain may grow meanwhile. */
export async function checkChain(
  rows: AuditBook['rows'],
  heads: readonly PublishedHead[],
  onProgress: (checked: number) => void = () => undefined,
): Promise<Verdict> {
  const check = new ChainCheck(auditLink, heads);
  let after: number | null = null;
  for (;;) {
    const next: Awaited<ReturnType<AuditBook['rows']>> = await rows(after, AT_A_TIME);
    const whole = check.take(next);
    onProgress(check.checked);
    const last = next.at(-1);
    if (!whole || last === undefined || next.length < AT_A_TIME) break;
    after = last.n;
  }
  return { fault: check.end(), checked: check.checked, published: heads.toSorted((a, b) => a.n - b.n).at(-1) ?? null };
}

/** Puts on record, on this machine, what its people do that others must be able to ask about. Each entry is on disk before `record` answers, and what was asked for is shown after. */
export class Audit {
  readonly state = new Topic<AuditState>({ entries: 0, published: null });
  readonly #options: Options;
  #timer: NodeJS.Timeout | null = null;
  #publishing: Promise<void> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Notes that the program began, and from then on publishes the head. */
  async start(): Promise<void> {
    await this.record({ kind: 'system', id: 'desk' }, { kind: 'host.started' });
    this.#timer = setInterval(() => void this.publish(), PUBLISH_MS);
    this.#timer.unref();
    void this.publish();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.publish();
  }

  /** Fulfilled once it is on disk; rejects where it cannot be, and then nothing may be shown. */
  async record(by: Actor, note: AuditNote): Promise<void> {
    const { book, clock, ticks, newId } = this.#options;
    const id = newId();
    const caseId = note.caseId ?? null;
    const typed = note.words?.trim() ?? '';
    const words = typed === '' || caseId === null ? null : await this.#options.log.sealWords({ kind: 'case', id: caseId }, typed, `audit ${id}`);
    const entry: NewAuditEntry = {
      id,
      at: clock(),
      ticks: Math.round(ticks()),
      actor: by,
      kind: note.kind,
      caseId,
      customer: note.customer ?? null,
      fields: [...(note.fields ?? [])],
      reason: note.reason ?? null,
      words,
      outcome: note.outcome ?? 'done',
      facts: note.facts ?? {},
    };
    const { n } = await book.append(entry);
    if (n > this.state.value.entries) this.state.set({ ...this.state.value, entries: n });
  }

  /** Puts the chain's head into the engine's log, unless it is there; tried again with the next minute where that fails. */
  publish(): Promise<void> {
    const run = this.#publishing
      .then(() => this.#publish())
      .catch((cause: unknown) => {
        this.#options.logger.warn('publish: the head of the audit is not in the log yet', { cause: String(cause) });
      });
    this.#publishing = run;
    return run;
  }

  /** Newest first. */
  async page(filter: AuditFilter): Promise<readonly ReadEntry[]> {
    const { book, log } = this.#options;
    const entries = await book.page(filter);
    return Promise.all(
      entries.map(async ({ words, ...entry }) => {
        if (words === null || entry.caseId === null) return { ...entry, words: null };
        return { ...entry, words: await log.openWords({ kind: 'case', id: entry.caseId }, words, `audit ${entry.id}`) };
      }),
    );
  }

  /** Reads the whole chain and compares it with the heads in the log. */
  async verify(onProgress: (checked: number) => void): Promise<Verdict> {
    const { book, log, folderId } = this.#options;
    const heads = await publishedHeads(log, folderId);
    return checkChain(book.rows, heads, onProgress);
  }

  async #publish(): Promise<void> {
    const { book, log, group, folderId, publisher, clock, newId } = this.#options;
    const actor = publisher();
    if (actor === null || !mayWork(log.engine.health())) return;
    const head = await book.head();
    if (head === null || head.n === this.state.value.published?.n) return;
    const at = clock();
    const event = newEvent({ id: newId() as EventId, about: auditAbout(folderId), group, at, actor }, 'trail.auditHead', head);
    await log.append(await log.seal([event]));
    this.state.set({ entries: Math.max(head.n, this.state.value.entries), published: { n: head.n, at } });
  }
}
