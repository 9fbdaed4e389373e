import { createHash } from 'node:crypto';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { EngineRefusal, KeyDropped, requireWork } from '#electron/engine/port.ts';
import type { DeferredCommand, Ledger, OutboxEntry, TakenDraft, Words, WordsKind } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import { type CaseCommand, type Refusal, refusal as refusalForm } from '#shared/case/commands.ts';
import { decide, type WrapUpRules } from '#shared/case/decide.ts';
import type { AnyEvent, LogEvent, NewEvent, Position } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { ReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, NewId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What the desk's configuration says, as it stands when it is asked. */
export interface DeskRules {
  reply(channel: ChannelKind): ReplyRules;
  wrapUp(queue: QueueId | null): WrapUpRules;
}

interface Options {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly rules: DeskRules;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Told when a person's drafts, or what they are told of their commands, may have changed. */
  readonly onWords?: (person: PersonId) => void;
}

/** What comes with a person's command beside the command. */
export interface Given {
  /** The words as they were typed; the command has them masked. */
  readonly typed?: Words | null;
  /** The version of the draft that the words were in, which goes with them; null takes whatever draft there is, and left out none. */
  readonly draft?: number | null;
  /** It may have been carried out before this host's ledger knew of it: the case is looked through first. */
  readonly look?: boolean;
}

type Outcome = Result<readonly AnyEvent[], Refusal>;

const isPerson = ({ kind }: Actor): boolean => kind !== 'system' && kind !== 'customer';

/** How often a command is decided again after others were faster; beyond that something is wrong with the engine. */
const TRIES = 20;

/** The draft whose words a command carries. */
export function wordsOf(type: CaseCommand['type']): WordsKind | null {
  return type === 'reply' ? 'reply' : type === 'addNote' ? 'note' : null;
}

/** The refusal that a command was answered with once; null in rows of a console that kept none. */
function refusalIn({ answer }: OutboxEntry): Refusal | null {
  const read = refusalForm.safeParse(answer === null ? null : JSON.parse(answer));
  return read.success ? (read.data as Refusal) : null;
}

/** A stable id in UUID form (version 8) from text: the same text gives the same id, so that repeats collapse. */
export function derivedId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Carries out commands on cases: decide, put into the ledger, append on the condition that nothing newer came, decide
 * again where it did. Commands on one case run one after another in this host. A person's command is on disk before it
 * is appended; a repeat of its id answers the same.
 */
export class CaseDesk {
  readonly #options: Options;
  readonly #lines = new Map<CaseId, Promise<unknown>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Answers the events that the command caused, once they are in the cache, or why it was refused. */
  act(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand, given: Given = {}): Promise<Outcome> {
    return this.inLine(caseId, () => this.#act(caseId, actor, commandId, command, given));
  }

  /** Runs work on one case after whatever runs on it already. */
  inLine<T>(caseId: CaseId, work: () => Promise<T>): Promise<T> {
    const before = this.#lines.get(caseId) ?? Promise.resolve();
    const run = before.then(work, work);
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    this.#lines.set(caseId, settled);
    void settled.then(() => {
      if (this.#lines.get(caseId) === settled) this.#lines.delete(caseId);
    });
    return run;
  }

  async #act(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand, given: Given): Promise<Outcome> {
    const { ledger, log } = this.#options;
    // Before anything is noted: what cannot be sent now is the caller's to try again, not ours to do later unasked.
    requireWork(log.engine);
    if (!isPerson(actor)) return this.#carry(caseId, actor, commandId, command, given);
    const before = await ledger.outboxEntry(commandId);
    if (before?.state === 'confirmed') return ok(await this.caused(caseId, commandId, 0));
    const refused = before?.state === 'refused' ? refusalIn(before) : null;
    if (refused !== null) return fail(refused);
    // What was given before it and has no answer yet goes first.
    for (const earlier of await ledger.pendingOutbox(caseId)) if (earlier.commandId !== commandId) await this.#finish(earlier);
    if (before !== null || given.look === true) {
      const arrived = await this.#arrived(caseId, actor.id as PersonId, commandId, before);
      if (arrived !== null) return ok(arrived);
    }
    return this.#carry(caseId, actor, commandId, command, given);
  }

  /** The events of a command that is in the log already, settled; null where it is not. */
  async #arrived(caseId: CaseId, person: PersonId, commandId: CommandId, before: OutboxEntry | null): Promise<readonly AnyEvent[] | null> {
    const { ledger, clock } = this.#options;
    const caused = await this.caused(caseId, commandId, 0);
    if (caused.length === 0) return null;
    if (before === null)
      await ledger.putOutbox({ commandId, caseId, person, events: [], expected: 0, state: 'queued', answer: null, at: clock(), asked: null });
    await this.#settle(commandId, caused);
    return caused;
  }

  async #carry(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand, given: Given): Promise<Outcome> {
    const { hub } = this.#options;
    const byPerson = isPerson(actor);
    let state = await hub.state(caseId);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      let made = 0;
      // The system's and the customer's events have ids derived from the command, so that a repeat is recognised by the engine.
      const newId = byPerson ? this.#options.newId : () => derivedId(`${caseId} ${commandId} ${made++}`);
      const decision = this.#decide(state, actor, commandId, command, newId);
      if (!decision.ok) return byPerson ? this.refuse(caseId, actor.id as PersonId, commandId, decision.error) : decision;
      if (decision.value.length === 0) {
        if (byPerson) await this.#answerNothing(caseId, actor, commandId, command, given);
        return ok([]);
      }
      const expected = state?.position ?? 0;
      const appended = await this.#append(caseId, actor, commandId, command, decision.value, expected, given);
      if ('refusal' in appended) return this.refuse(caseId, actor.id as PersonId, commandId, appended.refusal);
      if (appended.ok) {
        const last = appended.value.at(-1);
        if (last !== undefined) await hub.reached(last);
        if (byPerson) await this.#settlePositions(commandId, appended.value);
        return ok(await this.caused(caseId, commandId, expected));
      }
      // What was met may be this very command, from a try whose answer was lost.
      const met = byPerson ? await this.caused(caseId, commandId, expected) : [];
      if (met.length > 0) {
        await this.#settle(commandId, met);
        return ok(met);
      }
      state = await hub.freshState(caseId);
    }
    throw new Error(`Case ${caseId}: ${TRIES} conflicts in a row on ${command.type}`);
  }

  #decide(state: CaseState | undefined, actor: Actor, commandId: CommandId, command: CaseCommand, newId: NewId) {
    const { rules, clock } = this.#options;
    const reply = rules.reply(state?.channel ?? 'chat');
    return decide(state, command, { actor, commandId, now: clock(), newId, rules: reply, wrapUp: rules.wrapUp(state?.queue ?? null) });
  }

  /** Why the last of some commands would be refused after those before it, as far as this host knows the case; null where it would not. */
  async foresee(caseId: CaseId, given: readonly Pick<DeferredCommand, 'actor' | 'commandId' | 'command'>[]): Promise<Refusal | null> {
    const { hub, newId, clock } = this.#options;
    let state = await hub.state(caseId);
    let refused: Refusal | null = null;
    for (const { actor, commandId, command } of given) {
      const decision = this.#decide(state, actor, commandId, command, newId);
      refused = decision.ok ? null : decision.error;
      if (!decision.ok) continue;
      const recordedAt = clock();
      let position = state?.position ?? 0;
      state = foldCase(
        state,
        decision.value.map((event) => ({ ...event, position: ++position as Position, recordedAt })),
      );
    }
    return refused;
  }

  async #append(
    caseId: CaseId,
    actor: Actor,
    commandId: CommandId,
    command: CaseCommand,
    decided: readonly NewEvent[],
    expected: Position | 0,
    given: Given,
  ): Promise<Result<readonly Position[], unknown> | { readonly refusal: Refusal }> {
    const { log } = this.#options;
    const events = await log.seal(decided).catch((cause: unknown) => {
      if (cause instanceof KeyDropped) return null;
      throw cause;
    });
    // Erased meanwhile: what this host has not taken in yet refuses it.
    if (events === null) return fail('erased');
    if (isPerson(actor)) await this.#note(caseId, actor, commandId, command, events, expected, given);
    try {
      return await log.append(events, expected);
    } catch (cause) {
      if (!isPerson(actor) || !(cause instanceof EngineRefusal)) throw cause;
      this.#options.logger.warn('append: the engine does not take it', { command: commandId, cause: cause.message });
      return { refusal: { code: 'engine-refused' } };
    }
  }

  /** Puts a person's command on this disk, and its draft away, in one commit. */
  async #note(
    caseId: CaseId,
    actor: Actor,
    commandId: CommandId,
    command: CaseCommand,
    events: readonly LogEvent[],
    expected: Position | 0,
    { typed = null, draft }: Given,
  ): Promise<void> {
    const { ledger, clock, onWords } = this.#options;
    const person = actor.id as PersonId;
    const kind = wordsOf(command.type);
    const taken: TakenDraft | null = kind === null || draft === undefined ? null : { kind, version: draft };
    const asked = { role: actor.kind as DeferredCommand['actor']['kind'], command, typed };
    await ledger.putOutbox({ commandId, caseId, person, events, expected, state: 'queued', answer: null, at: clock(), asked }, taken);
    if (taken !== null) onWords?.(person);
  }

  /** What was asked for held already: that is its answer, also when it no longer holds. */
  async #answerNothing(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand, given: Given): Promise<void> {
    await this.#note(caseId, actor, commandId, command, [], 0, given);
    await this.#settlePositions(commandId, []);
  }

  #settle(commandId: CommandId, events: readonly AnyEvent[]): Promise<void> {
    return this.#settlePositions(
      commandId,
      events.map(({ position }) => position),
    );
  }

  #settlePositions(commandId: CommandId, positions: readonly Position[]): Promise<void> {
    return this.#options.ledger.settleOutbox(commandId, 'confirmed', JSON.stringify({ positions }));
  }

  /** Answers a person's command with a refusal, now and whenever it is asked again; words that it had taken out of a draft come back. */
  async refuse(caseId: CaseId, person: PersonId, commandId: CommandId, refused: Refusal): Promise<Result<never, Refusal>> {
    const { ledger, clock, onWords } = this.#options;
    const entry: OutboxEntry = { commandId, caseId, person, events: [], expected: 0, state: 'refused', answer: null, at: clock(), asked: null };
    await ledger.refuseOutbox(entry, refused, clock());
    onWords?.(person);
    return fail(refused);
  }

  /** The events of a case after a position that a command caused. */
  async caused(caseId: CaseId, commandId: CommandId, after: Position | 0): Promise<readonly AnyEvent[]> {
    const events = await this.#options.log.read({ kind: 'case', id: caseId }, after);
    return events.filter((event) => event.causedBy === commandId);
  }

  /**
   * After a stop in the middle, or a time without the engine: what was put into the ledger and never answered is looked
   * for in its case, and where it is not there decided again, in the order it was given. What is refused now is told to
   * its author, and its words are kept.
   */
  async recover(): Promise<number> {
    const { ledger, logger } = this.#options;
    const pending = await ledger.pendingOutbox();
    const cases = new Set(pending.map(({ caseId }) => caseId));
    const finish = async (caseId: CaseId) => {
      for (const { commandId } of await ledger.pendingOutbox(caseId)) {
        const entry = await ledger.outboxEntry(commandId);
        if (entry?.state === 'queued') await this.#finish(entry);
      }
    };
    // One that fails holds up what comes after it in its case, and no other case.
    const ends = await Promise.allSettled([...cases].map((caseId) => this.inLine(caseId, () => finish(caseId))));
    for (const end of ends) if (end.status === 'rejected') logger.warn('recover: not yet', { cause: String(end.reason) });
    await this.#findUnknown();
    return pending.length;
  }

  /** Of what nobody knows the end of, that which is in the log has arrived. */
  async #findUnknown(): Promise<void> {
    for (const { caseId, commandId, person } of await this.#options.ledger.unknownOutbox()) {
      const caused = await this.caused(caseId, commandId, 0).catch(() => []);
      if (caused.length === 0) continue;
      await this.#settle(commandId, caused);
      this.#options.onWords?.(person);
    }
  }

  /** Ends a command that was noted; to be run in the case's line. */
  async #finish(entry: OutboxEntry): Promise<void> {
    const { caseId, commandId, person, asked } = entry;
    if ((await this.#arrived(caseId, person, commandId, entry)) !== null) return;
    if (asked === null) return this.#appendAgain(entry);
    const { role, command, typed } = asked;
    const outcome = await this.#carry(caseId, { kind: role, id: person }, commandId, command, { typed });
    if (outcome.ok) return;
    await this.#tellRefused(entry, outcome.error);
  }

  /** A command of which only its events are known goes as it was decided, or not at all. */
  async #appendAgain(entry: OutboxEntry): Promise<void> {
    const { log, hub } = this.#options;
    const { caseId, commandId, person } = entry;
    const appended = await log.append(entry.events, entry.expected);
    if (appended.ok) return this.#settlePositions(commandId, appended.value);
    const owner = (await hub.freshState(caseId))?.owner ?? null;
    const refused: Refusal = { code: 'taken', ...(owner === null || owner === person ? {} : { by: owner }) };
    await this.refuse(caseId, person, commandId, refused);
    await this.#tellRefused({ ...entry, asked: await this.#askedIn(entry) }, refused);
  }

  /** What the events of a command say was asked for, as far as words were. */
  async #askedIn({ events, at, caseId }: OutboxEntry): Promise<OutboxEntry['asked']> {
    const opened = await this.#options.log.open(events.map((event) => ({ ...event, position: 1, recordedAt: at })) as never);
    for (const { type, content, actor } of opened as readonly { type: string; content?: unknown; actor: Actor }[]) {
      const kind = type === 'message.sent' ? 'reply' : type === 'note.added' ? 'note' : null;
      if (kind === null || content === null || content === undefined) continue;
      const { text, attachments = [], ...rest } = content as { text: string; attachments?: Words['attachments'] };
      const masked = { marks: [], ...rest, text } as never;
      const command: CaseCommand = kind === 'reply' ? { type: 'reply', text: masked, attachments: [...attachments] } : { type: 'addNote', text: masked };
      return { role: actor.kind as DeferredCommand['actor']['kind'], command, typed: { kind, text, attachments } };
    }
    this.#options.logger.warn('recover: a command met newer events', { case: caseId });
    return null;
  }

  /** Puts a refusal where its author reads it: nobody waits for the answer any more. */
  async #tellRefused({ caseId, commandId, person, at, asked }: OutboxEntry, refused: Refusal): Promise<void> {
    if (asked === null) return;
    const { ledger, clock, onWords } = this.#options;
    const { role, command, typed } = asked;
    await ledger.refuseDeferred({ commandId, caseId, actor: { kind: role, id: person }, command, typed, at, refusal: null, doubtful: false }, refused, clock());
    onWords?.(person);
  }

  /** Carries out what nobody knew the end of, because its author says so; null where it is none. */
  again(caseId: CaseId, commandId: CommandId): Promise<void> {
    return this.inLine(caseId, async () => {
      const { ledger, log } = this.#options;
      const entry = await ledger.outboxEntry(commandId);
      if (entry?.state !== 'unknown') return;
      requireWork(log.engine);
      await this.#finish(entry);
    });
  }
}
