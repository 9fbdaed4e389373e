import type { CaseDesk, DeskRules } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { IncidentWords } from '#shared/case/incident.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { BulkKind, BulkOutcome, BulkView } from '#shared/contract/incident-schemas.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, IncidentId, NewId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { SECOND } from '#shared/lib/time.ts';
import { maskText } from '#shared/wallet/find-sensitive.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'state'>;
  readonly desk: Pick<CaseDesk, 'act'>;
  readonly vault: Pick<Vault, 'put'>;
  readonly rules: Pick<DeskRules, 'reply'>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Runs work after so many ms. */
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly logger: Logger;
}

/** What a turn does, and to which cases. */
export interface Turn {
  readonly incident: IncidentId;
  readonly kind: BulkKind;
  /** What the customers are told; null where they are only linked. */
  readonly words: IncidentWords | null;
  readonly cases: readonly CaseId[];
  /** Asked before each case: false ends the turn. */
  readonly goesOn: () => boolean;
}

interface Run {
  readonly by: Actor;
  view: BulkView;
  stopped: boolean;
  done: Promise<void>;
}

/** At most so many cases a second: channels and colleagues go on beside it, and whoever sees that it is wrong can stop it. */
const PER_SECOND = 5;
/** Turns of one person that are still told after their end. */
const KEPT = 5;

/** The command that a turn gives each of its cases, its words in the case's own language. */
export async function turnCommand(
  { incident, kind, words }: Pick<Turn, 'incident' | 'kind' | 'words'>,
  state: Pick<CaseState, 'language'>,
  vault: Pick<Vault, 'put'>,
): Promise<CaseCommand> {
  if (kind === 'link' || words === null) return { type: 'linkIncident', incident };
  const text = await maskText(words[state.language], (sensitive, raw) => vault.put(sensitive, raw));
  return { type: 'answerIncident', answers: { incident, words: kind }, text };
}

/**
 * Links or answers many cases, one after another, each by the ordinary way of a command: decided on the case as it is,
 * noted in the ledger, appended on condition. What one case meets is told and stops nothing. That no customer is sent
 * the same words twice is decided in their case, so that it holds over turns, people, hosts and crashes.
 */
export class BulkTurns {
  readonly turn = new Topic(0);
  readonly #options: Options;
  readonly #runs = new Map<string, Run>();
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A person's own turns, the newest first. */
  of(person: PersonId): readonly BulkView[] {
    return [...this.#runs.values()]
      .filter(({ by }) => by.id === person)
      .map(({ view }) => view)
      .reverse();
  }

  /** Begins a turn; answers its name. */
  begin(by: Actor, turn: Turn): string {
    const { newId, clock } = this.#options;
    const id = newId();
    const cases = [...new Set(turn.cases)];
    const view: BulkView = { id, incident: turn.incident, kind: turn.kind, total: cases.length, outcomes: [], state: 'running', startedAt: clock() };
    const run: Run = { by, view, stopped: false, done: Promise.resolve() };
    this.#runs.set(id, run);
    for (const old of this.of(by.id as PersonId).slice(KEPT)) if (old.state !== 'running') this.#runs.delete(old.id);
    run.done = this.#run(run, turn, cases);
    return id;
  }

  /** Leaves the cases that a person's turn has not come to; fulfilled when it stands still. */
  async end(person: PersonId, id: string): Promise<void> {
    const run = this.#own(person, id);
    if (!run) return;
    run.stopped = true;
    await run.done;
  }

  /** Stops a person's turn and takes back, newest first, what has not left; answers how many. */
  async takeBack(person: PersonId, id: string): Promise<number> {
    await this.end(person, id);
    const run = this.#own(person, id);
    let takenBack = 0;
    for (const one of [...(run?.view.outcomes ?? [])].reverse()) {
      if (!run || one.message === null || one.undoUntil === null || one.outcome !== 'done') continue;
      const withdrawn = await this.#options.desk
        .act(one.caseId, run.by, this.#options.newId() as CommandId, { type: 'withdraw', message: one.message })
        .catch(() => null);
      if (!withdrawn?.ok) continue;
      takenBack++;
      this.#note(run, { ...one, outcome: 'taken-back', undoUntil: null });
    }
    return takenBack;
  }

  /** What is under way with a case is waited for; the rest is left. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#runs.values()].map(({ done }) => done));
  }

  #own(person: PersonId, id: string): Run | null {
    const run = this.#runs.get(id);
    return run?.by.id === person ? run : null;
  }

  async #run(run: Run, turn: Turn, cases: readonly CaseId[]): Promise<void> {
    const { setTimer } = this.#options;
    for (const [index, caseId] of cases.entries()) {
      if (index > 0) await new Promise<void>((resolve) => setTimer(resolve, SECOND / PER_SECOND));
      if (run.stopped || this.#stopped || !turn.goesOn()) break;
      this.#note(run, await this.#one(run.by, turn, caseId));
    }
    this.#set(run, { ...run.view, state: run.view.outcomes.length < run.view.total ? 'stopped' : 'ended' });
  }

  async #one(by: Actor, turn: Turn, caseId: CaseId): Promise<BulkOutcome> {
    const { hub, desk, vault, rules, newId, logger } = this.#options;
    const ended = { caseId, refusal: null, message: null, undoUntil: null };
    try {
      const state = await hub.state(caseId);
      if (!state) return { ...ended, outcome: 'refused', refusal: { code: 'no-such-case' } };
      const outcome = await desk.act(caseId, by, newId() as CommandId, await turnCommand(turn, state, vault));
      if (!outcome.ok) return { ...ended, outcome: 'refused', refusal: outcome.error };
      const sent = outcome.value.find((event): event is Extract<AnyEvent, { type: 'message.sent' }> => event.type === 'message.sent');
      const { undoMs } = rules.reply(state.channel);
      const undoUntil = sent !== undefined && undoMs > 0 ? sent.at + undoMs : null;
      return { ...ended, outcome: outcome.value.length === 0 ? 'already' : 'done', message: sent?.id ?? null, undoUntil };
    } catch (cause) {
      logger.warn('bulk: a case did not answer', { case: caseId, cause: String(cause) });
      return { ...ended, outcome: 'failed' };
    }
  }

  #note(run: Run, outcome: BulkOutcome): void {
    const others = run.view.outcomes.filter(({ caseId }) => caseId !== outcome.caseId);
    this.#set(run, { ...run.view, outcomes: [...others, outcome] });
  }

  #set(run: Run, view: BulkView): void {
    run.view = view;
    this.turn.set(this.turn.value + 1);
  }
}
