import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import { type BulkTurns, type Turn, turnCommand } from '#electron/desk/incidents/bulk-turns.ts';
import type { IncidentBook } from '#electron/desk/incidents/incident-book.ts';
import type { OpenCaseFacts } from '#electron/desk/incidents/open-case-facts.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { IncidentRule } from '#shared/case/incident.ts';
import { type BulkKind, type BulkPreview, type IncidentWatch, MOST_BULK } from '#shared/contract/incident-schemas.ts';
import type { IncidentRefusal } from '#shared/desk/incidents/decide-incident.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import { incidentTest } from '#shared/desk/incidents/matches-incident.ts';
import { similarCases } from '#shared/desk/incidents/similar-cases.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, IncidentId, NewId, PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly book: IncidentBook;
  readonly facts: OpenCaseFacts;
  readonly turns: BulkTurns;
  readonly desk: Pick<CaseDesk, 'foresee'>;
  readonly cache: Pick<Cache, 'row'>;
  readonly vault: Pick<Vault, 'put'>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Runs work after so many ms. */
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
}

/** Told at most this often, and never so often that looking takes more than a twentieth of the time. */
const TELL_MS = 300;
const SHARE_OF_TIME = 20;
/** How long after its beginning a watch lets what is open be read, in ms: that takes the cache a second. */
const BEGIN_AFTER = 2_000;
/** By time alone, since an hour passes without any event. */
const LOOK_MS = MINUTE;
/** Of the cases that a rule fits, so many are shown. */
const EXAMPLES = 5;

/** What those who direct incidents see of the desk's open cases, and what they do to many of them at once. */
export class IncidentDesk {
  readonly book: IncidentBook;
  readonly turns: BulkTurns;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.book = options.book;
    this.turns = options.turns;
  }

  start(): void {
    this.book.start();
  }

  /** Turns that are under way stop first. */
  async stop(): Promise<void> {
    await this.turns.stop();
    await this.#options.facts.stop();
    await this.book.stop();
  }

  /** For one person: at once, and whenever something of it changed, until the signal. */
  async *watch(person: PersonId, signal: AbortSignal | undefined): AsyncGenerator<IncidentWatch> {
    const { facts, book, turns, setTimer, clearTimer } = this.#options;
    // Whoever signs in is given their lists first.
    const soon = setTimer(() => void facts.begin(), BEGIN_AFTER);
    let dirty = true;
    let wake: (() => void) | null = null;
    const rouse = () => {
      dirty = true;
      wake?.();
    };
    const over = () => signal?.aborted === true;
    /** Fulfilled after `ms`, or as soon as it need not wait. */
    const rest = (ms: number, enough: () => boolean) =>
      new Promise<void>((resolve) => {
        if (enough()) return resolve();
        const timer = setTimer(() => end(), ms);
        const end = () => {
          wake = null;
          clearTimer(timer);
          resolve();
        };
        wake = () => (enough() ? end() : undefined);
      });
    const offs = [facts.onChange(rouse), book.incidents.onChange(rouse), turns.turn.onChange(rouse)];
    signal?.addEventListener('abort', rouse, { once: true });
    try {
      while (!signal?.aborted) {
        dirty = false;
        const began = performance.now();
        const seen = this.#look(person);
        const cost = performance.now() - began;
        yield seen;
        await rest(Math.max(TELL_MS, cost * SHARE_OF_TIME), over);
        await rest(LOOK_MS, () => dirty || over());
      }
    } finally {
      clearTimer(soon);
      for (const off of offs) off();
      signal?.removeEventListener('abort', rouse);
    }
  }

  #look(person: PersonId): IncidentWatch {
    const { facts, book, turns, clock } = this.#options;
    const all = [...book.incidents.value.values()];
    const tests = all.filter(({ closed }) => closed === null).map((one) => ({ id: one.id, fits: incidentTest(one) }));
    const counts = new Map(all.map(({ id }) => [id, { matching: 0, linked: 0 }]));
    const unknown = [];
    for (const one of facts.all()) {
      for (const id of one.incidents) {
        const count = counts.get(id);
        if (count) count.linked++;
      }
      let known = false;
      for (const { id, fits } of tests) {
        if (one.incidents.includes(id) || !fits(one)) continue;
        known = true;
        const count = counts.get(id);
        if (count) count.matching++;
      }
      // What an incident explains is no news.
      if (!known) unknown.push(one);
    }
    const alike = similarCases(unknown, clock()).map((lot) => ({ ...lot, cases: [...lot.cases] }));
    return { reading: facts.reading, alike, counts: Object.fromEntries(counts), bulks: [...turns.of(person)] };
  }

  /** How many open cases a rule fits, linked or not, with the newest of them. */
  async count(since: Instant, rule: IncidentRule): Promise<{ matching: number; reading: boolean; rows: InboxRow[] }> {
    const { facts } = this.#options;
    void facts.begin();
    const fits = incidentTest({ since, rule });
    const found = [...facts.all()].filter(fits).sort((a, b) => b.openedAt - a.openedAt);
    const rows = await Promise.all(found.slice(0, EXAMPLES).map(({ id }) => this.#options.cache.row(id)));
    return { matching: found.length, reading: facts.reading, rows: rows.filter((row) => row !== null) };
  }

  /** The cases that a turn would reach, oldest first, and what would become of each. */
  async preview(actor: Actor, incident: Incident, kind: BulkKind): Promise<{ cases: BulkPreview[]; total: number }> {
    const { facts, cache } = this.#options;
    await facts.begin();
    const fits = incidentTest(incident);
    const reached = [...facts.all()].filter((one) => {
      const linked = one.incidents.includes(incident.id);
      if (kind === 'link') return !linked && fits(one);
      return linked || (kind === 'known' && fits(one));
    });
    const cases: BulkPreview[] = [];
    for (const { id, incidents } of reached.sort((a, b) => a.openedAt - b.openedAt).slice(0, MOST_BULK)) {
      const row = await cache.row(id);
      if (row) cases.push({ row, linked: incidents.includes(incident.id), refusal: await this.#foresee(actor, incident, kind, row) });
    }
    return { cases, total: reached.length };
  }

  async #foresee(actor: Actor, incident: Incident, kind: BulkKind, row: InboxRow) {
    const { desk, vault, newId } = this.#options;
    const command = await turnCommand({ incident: incident.id, kind, words: wordsOf(incident, kind) }, row, vault);
    return desk.foresee(row.id, [{ actor: { kind: actor.kind as 'supervisor', id: actor.id as PersonId }, commandId: newId() as CommandId, command }]);
  }

  /** Begins a turn with the words that were read at `position`; answers its name, or why not. */
  async begin(
    actor: Actor,
    { incident: id, position, kind, cases }: { incident: IncidentId; position: number; kind: BulkKind; cases: readonly CaseId[] },
  ): Promise<Result<string, IncidentRefusal>> {
    const { book, turns } = this.#options;
    const incident = await book.find(id);
    if (!incident) return fail({ code: 'no-such-incident' });
    const { closed } = incident;
    if (closed !== null && kind !== 'solved') return fail({ code: 'already-closed', by: closed.by, at: closed.at });
    const words = wordsOf(incident, kind);
    if (kind === 'solved' && words === null) return fail({ code: 'no-such-incident' });
    if (incident.position !== position) return fail({ code: 'changed-meanwhile', at: incident.changedAt });
    const turn: Turn = { incident: id, kind, words, cases, goesOn: () => kind === 'solved' || book.get(id)?.closed === null };
    return ok(turns.begin(actor, turn));
  }
}

/** What the customers of a turn are told. */
const wordsOf = ({ answer, closed }: Incident, kind: BulkKind) => (kind === 'link' ? null : kind === 'known' ? answer : (closed?.closing ?? null));
