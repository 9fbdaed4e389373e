import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Audit, AuditNote } from '#electron/desk/audit/audit.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { EngineUnreachable, KeyDropped, requireWork } from '#electron/engine/port.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import { foldLooks, type Look } from '#shared/case/looks.ts';
import type { SeenPanel } from '#shared/case/seen-panel.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { BlobHash, CaseId, CustomerId, EventId, GroupId, NewId, PersonId, Token } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface Options {
  readonly log: EventLog;
  /** Where the same is put on record on this machine, first. */
  readonly audit: Pick<Audit, 'record'>;
  readonly group: GroupId;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
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

/** How long after the engine went away a picture is offered to it again. */
const AGAIN_MS = SECOND;

/** Who looked in which case, and when. */
type Head = Pick<NewEvent, 'id' | 'group' | 'at' | 'actor'> & { readonly about: { readonly kind: 'trail'; readonly id: CaseId } };

/** What somebody was shown of a customer, as it goes into the log. */
interface Shown {
  readonly head: Head;
  readonly customer: CustomerId;
  readonly panel: SeenPanel;
  readonly shown: unknown;
}

/**
 * Puts on record what a person of the desk looked at: on this machine's own audit, on disk before anything is shown, and
 * in the log, where the trail of a case is a sequence of its own beside the case.
 */
export class Trail {
  readonly #options: Options;
  readonly #looks = new Map<string, Instant>();
  /** The newest picture of each panel, by what it showed. */
  readonly #pictures = new Map<string, { readonly digest: string; readonly blob: BlobHash }>();
  /** The newest picture of each case that is on its way into the log. */
  readonly #underWay = new Map<CaseId, Promise<void>>();
  /** Whose newest picture was kept. */
  readonly #keeps = new Set<PersonId>();
  readonly #stopping = new AbortController();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * What was shown of a customer, kept as it was, masked, and sealed with the case's key. Fulfilled once the look is on
   * disk in the audit; its picture goes into the log behind it. Whose newest picture could not be kept, and who has none
   * yet, waits for it as well: what cannot be recorded is not shown.
   */
  async seen(person: Person, caseId: CaseId, customer: CustomerId, panel: SeenPanel, shown: unknown): Promise<void> {
    this.atOnce();
    const look = { head: this.#head(person, caseId), customer, panel, shown };
    const [held] = await Promise.all([
      this.#options.log.holdsKey({ kind: 'case', id: caseId }),
      this.#look(person, { kind: 'customer.seen', caseId, customer, fields: [panel] }),
    ]);
    if (!held) throw new KeyDropped(`the data key of case ${caseId} was dropped`);
    const behind = this.#keeps.has(person.id);
    const kept = this.#keep(caseId, look, behind).then(
      () => void this.#keeps.add(person.id),
      (cause: unknown) => {
        this.#keeps.delete(person.id);
        if (!behind) throw cause;
        this.#options.logger.error('seen: a picture could not be kept', { cause: String(cause) });
      },
    );
    if (!behind) await kept;
  }

  /** Fulfilled when what was shown in a case so far is in the log, or could not be kept. */
  async kept(caseId: CaseId): Promise<void> {
    await this.#underWay.get(caseId)?.catch(() => undefined);
  }

  /** Waits for the pictures on their way; those that the engine does not take now are given up. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#underWay.values());
  }

  /** One picture after another in each case, so that the trail has them as they were shown; `patient` waits for the engine. */
  #keep(caseId: CaseId, look: Shown, patient: boolean): Promise<void> {
    const before = this.#underWay.get(caseId)?.catch(() => undefined) ?? Promise.resolve();
    const kept = before.then(() => this.#put(caseId, look, patient));
    this.#underWay.set(caseId, kept);
    return kept.finally(() => {
      if (this.#underWay.get(caseId) === kept) this.#underWay.delete(caseId);
    });
  }

  async #put(caseId: CaseId, { head, customer, panel, shown }: Shown, patient: boolean): Promise<void> {
    try {
      const blob = await this.#picture(caseId, customer, panel, shown);
      await this.#record(head, 'trail.seen', { customer, panel, blob });
    } catch (cause) {
      if (!patient || !(cause instanceof EngineUnreachable) || this.#stopping.signal.aborted) throw cause;
      await wait(AGAIN_MS, undefined, { ref: false, signal: this.#stopping.signal }).catch(() => undefined);
      await this.#put(caseId, { head, customer, panel, shown }, patient);
    }
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
    await this.#record(this.#head(person, caseId), 'trail.revealed', { token, reason });
  }

  /** The same of a value that the wallet keeps: a field of the customer's account. */
  async fieldRevealed(person: Person, caseId: CaseId, customer: CustomerId, field: string, { reason, words }: Why): Promise<void> {
    this.atOnce();
    await this.#audit(person, { kind: 'value.revealed', caseId, customer, fields: [field], reason, words });
    await this.#record(this.#head(person, caseId), 'trail.fieldRevealed', { customer, field, reason });
  }

  /** That somebody is about to look at a running case silently. */
  async observed(person: Person, caseId: CaseId): Promise<void> {
    this.atOnce();
    await this.#audit(person, { kind: 'case.observed', caseId });
    await this.#record(this.#head(person, caseId), 'trail.observed', {});
  }

  /** That somebody is about to play a closed case again; what was shown in it before is in the log then. */
  async replayed(person: Person, caseId: CaseId): Promise<void> {
    this.atOnce();
    await this.kept(caseId);
    await this.#audit(person, { kind: 'case.replayed', caseId });
    await this.#record(this.#head(person, caseId), 'trail.replayed', {});
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
    await this.kept(caseId);
    const events = await this.#options.log.read({ kind: 'trail', id: caseId });
    return foldLooks(by === null ? events : events.filter(({ actor }) => actor.id === by));
  }

  #head(person: Person, caseId: CaseId): Head {
    const { group, clock, newId } = this.#options;
    return { id: newId() as EventId, about: { kind: 'trail' as const, id: caseId }, group, at: clock(), actor: { kind: person.role, id: person.id } };
  }

  async #record<T extends TrailType>(head: Head, type: T, body: BodyOf<T>): Promise<void> {
    const { log } = this.#options;
    const event = (newEvent as (h: Head, t: TrailType, b: unknown) => NewEvent)(head, type, body);
    await log.append(await log.seal([event]));
  }

  /** A look is not put off: whoever asks hears at once that it cannot be recorded now. */
  atOnce(): void {
    requireWork(this.#options.log.engine);
  }
}
