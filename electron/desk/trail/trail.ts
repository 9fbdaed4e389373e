import { createHash } from 'node:crypto';
import type { Audit, AuditNote } from '#electron/desk/audit/audit.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { requireWork } from '#electron/engine/port.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import { foldLooks, type Look } from '#shared/case/looks.ts';
import type { SeenPanel } from '#shared/case/seen-panel.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, CustomerId, EventId, GroupId, NewId, PersonId, Token } from '#shared/lib/ids.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface Options {
  readonly log: EventLog;
  /** Where the same is put on record on this machine, first. */
  readonly audit: Pick<Audit, 'record'>;
  readonly group: GroupId;
  readonly clock: Clock;
  readonly newId: NewId;
}

type TrailType = Extract<EventType, `trail.${string}`>;

/** Why and with what words a value is to be shown. */
export interface Why {
  readonly reason: string;
  readonly words: string | null;
}

/** A panel that is looked at again and again is one entry of the audit for so long; the trail has each look. */
const ONE_LOOK = 10 * MINUTE;

/** Looks that are remembered, so that the next is known for the same. */
const MOST_LOOKS = 2_000;

/**
 * Puts on record what a person of the desk looked at: on this machine's own audit, then in the log, where the trail of a
 * case is a sequence of its own beside the case.
 */
export class Trail {
  readonly #options: Options;
  readonly #looks = new Map<string, Instant>();
  /** The newest picture of each panel, by what it showed. */
  readonly #pictures = new Map<string, { readonly digest: string; readonly blob: BlobHash }>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** What was shown of a customer, kept as it was, masked, and sealed with the case's key. */
  async seen(person: Person, caseId: CaseId, customer: CustomerId, panel: SeenPanel, shown: unknown): Promise<void> {
    this.atOnce();
    const [blob] = await Promise.all([
      this.#picture(caseId, customer, panel, shown),
      this.#look(person, { kind: 'customer.seen', caseId, customer, fields: [panel] }),
    ]);
    await this.#record(person, caseId, 'trail.seen', { customer, panel, blob });
  }

  /** Where a panel's picture lies; a screen asks each minute, and mostly sees the same again. */
  async #picture(caseId: CaseId, customer: CustomerId, panel: SeenPanel, shown: unknown): Promise<BlobHash> {
    const { log } = this.#options;
    const about = { kind: 'case' as const, id: caseId };
    const bytes = new TextEncoder().encode(JSON.stringify(shown));
    const digest = createHash('sha256').update(bytes).digest('base64');
    const key = JSON.stringify([caseId, customer, panel]);
    const known = this.#pictures.get(key);
    if (known?.digest === digest && (await log.holdsKey(about))) return known.blob;
    const blob = await log.putBlob(about, bytes);
    if (this.#pictures.size >= MOST_LOOKS) this.#pictures.clear();
    this.#pictures.set(key, { digest, blob });
    return blob;
  }

  /** That a value is about to be shown, and why; fulfilled once it is on disk. */
  async revealed(person: Person, caseId: CaseId, token: Token, kind: SensitiveKind, { reason, words }: Why): Promise<void> {
    this.atOnce();
    await this.#audit(person, { kind: 'value.revealed', caseId, fields: [kind], reason, words, facts: { token } });
    await this.#record(person, caseId, 'trail.revealed', { token, reason });
  }

  /** The same of a value that the wallet keeps: a field of the customer's account. */
  async fieldRevealed(person: Person, caseId: CaseId, customer: CustomerId, field: string, { reason, words }: Why): Promise<void> {
    this.atOnce();
    await this.#audit(person, { kind: 'value.revealed', caseId, customer, fields: [field], reason, words });
    await this.#record(person, caseId, 'trail.fieldRevealed', { customer, field, reason });
  }

  /** That somebody is about to look at a running case silently. */
  async observed(person: Person, caseId: CaseId): Promise<void> {
    this.atOnce();
    await this.#audit(person, { kind: 'case.observed', caseId });
    await this.#record(person, caseId, 'trail.observed', {});
  }

  /** That somebody is about to play a closed case again. */
  async replayed(person: Person, caseId: CaseId): Promise<void> {
    this.atOnce();
    await this.#audit(person, { kind: 'case.replayed', caseId });
    await this.#record(person, caseId, 'trail.replayed', {});
  }

  #audit(person: Person, note: AuditNote): Promise<void> {
    return this.#options.audit.record({ kind: person.role, id: person.id }, note);
  }

  /** A screen asks again each minute for as long as it is open. */
  async #look(person: Person, note: AuditNote): Promise<void> {
    const now = this.#options.clock();
    const key = JSON.stringify([person.id, note.caseId, note.customer, note.fields]);
    const before = this.#looks.get(key);
    if (before !== undefined && now - before < ONE_LOOK && now >= before) return;
    await this.#audit(person, note);
    if (this.#looks.size >= MOST_LOOKS) this.#looks.clear();
    this.#looks.set(key, now);
  }

  /** What was looked at in a case: by one person, or by everybody where nobody is named. Oldest first. */
  async looks(caseId: CaseId, by: PersonId | null): Promise<readonly Look[]> {
    const events = await this.#options.log.read({ kind: 'trail', id: caseId });
    return foldLooks(by === null ? events : events.filter(({ actor }) => actor.id === by));
  }

  async #record<T extends TrailType>(person: Person, caseId: CaseId, type: T, body: BodyOf<T>): Promise<void> {
    const { log, group, clock, newId } = this.#options;
    const head = {
      id: newId() as EventId,
      about: { kind: 'trail' as const, id: caseId },
      group,
      at: clock(),
      actor: { kind: person.role, id: person.id },
    };
    const event = (newEvent as (h: typeof head, t: TrailType, b: unknown) => NewEvent)(head, type, body);
    await log.append(await log.seal([event]));
  }

  /** A look is not put off: whoever asks hears at once that it cannot be recorded now. */
  atOnce(): void {
    requireWork(this.#options.log.engine);
  }
}
