import { createHash } from 'node:crypto';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';
import type { Ledger, OutboxEntry } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import { decide, type WrapUpRules } from '#shared/case/decide.ts';
import type { AnyEvent, NewEvent, Position } from '#shared/case/envelope.ts';
import type { ReplyRules } from '#shared/case/reply-rules.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, NewId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { ok, type Result } from '#shared/lib/result.ts';

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
}

type Outcome = Result<readonly AnyEvent[], Refusal>;

/** How often a command is decided again after others were faster; beyond that something is wrong with the engine. */
const TRIES = 20;

type DraftKind = 'reply' | 'note';

/** The draft whose words stand in the events now. */
function draftOf(events: readonly { readonly type: string }[]): DraftKind | null {
  if (events.some((event) => event.type === 'message.sent')) return 'reply';
  return events.some((event) => event.type === 'note.added') ? 'note' : null;
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
  act(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand): Promise<Outcome> {
    return this.inLine(caseId, () => this.#act(caseId, actor, commandId, command));
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

  async #act(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand): Promise<Outcome> {
    const { ledger, hub, clock, log } = this.#options;
    // Before anything is noted: what cannot be sent now is the caller's to try again, not ours to do later unasked.
    const { state: standing } = log.engine.health();
    if (!mayWork({ state: standing })) throw new EngineUnreachable(`the engine is ${standing}`);
    const byPerson = actor.kind !== 'system' && actor.kind !== 'customer';
    if (byPerson) {
      const before = await ledger.outboxEntry(commandId);
      if (before !== null) {
        // Queued and in the log: the answer was lost on its way back. What is there is not appended a second time.
        const caused = await this.caused(caseId, commandId, 0);
        if (before.state === 'queued' && caused.length > 0) {
          const positions = caused.map((event) => event.position);
          await this.#settle(caseId, actor.id as PersonId, commandId, draftOf(caused), positions);
        }
        if (before.state === 'confirmed' || caused.length > 0) return ok(caused);
      }
    }
    let state = await hub.state(caseId);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      let made = 0;
      // The system's and the customer's events have ids derived from the command, so that a repeat is recognised by the engine.
      const newId = byPerson ? this.#options.newId : () => derivedId(`${caseId} ${commandId} ${made++}`);
      const rules = this.#options.rules.reply(state?.channel ?? 'chat');
      const wrapUp = this.#options.rules.wrapUp(state?.queue ?? null);
      const decision = decide(state, command, { actor, commandId, now: clock(), newId, rules, wrapUp });
      if (!decision.ok) return decision;
      if (decision.value.length === 0) return ok([]);
      const expected = state?.position ?? 0;
      const appended = await this.#append(caseId, actor, commandId, decision.value, expected, byPerson);
      if (appended.ok) {
        const last = appended.value.at(-1);
        if (last !== undefined) await hub.reached(last);
        if (byPerson) await this.#settle(caseId, actor.id as PersonId, commandId, draftOf(decision.value), appended.value);
        return ok(await this.caused(caseId, commandId, expected));
      }
      state = await hub.freshState(caseId);
    }
    throw new Error(`Case ${caseId}: ${TRIES} conflicts in a row on ${command.type}`);
  }

  async #append(
    caseId: CaseId,
    actor: Actor,
    commandId: CommandId,
    decided: readonly NewEvent[],
    expected: Position | 0,
    byPerson: boolean,
  ): Promise<Result<readonly Position[], unknown>> {
    const { ledger, log, clock } = this.#options;
    const events = await log.seal(decided);
    if (byPerson) {
      const person = actor.id as PersonId;
      await ledger.putOutbox({ commandId, caseId, person, events, expected, state: 'queued', answer: null, at: clock() });
    }
    return log.append(events, expected);
  }

  async #settle(caseId: CaseId, person: PersonId, commandId: CommandId, draft: DraftKind | null, positions: readonly Position[]): Promise<void> {
    if (draft !== null) await this.#options.ledger.dropDraft(caseId, person, draft);
    await this.#options.ledger.settleOutbox(commandId, 'confirmed', JSON.stringify({ positions }));
  }

  /** The events of a case after a position that a command caused. */
  async caused(caseId: CaseId, commandId: CommandId, after: Position | 0): Promise<readonly AnyEvent[]> {
    const events = await this.#options.log.read({ kind: 'case', id: caseId }, after);
    return events.filter((event) => event.causedBy === commandId);
  }

  /**
   * After a stop in the middle: appends again what was put into the ledger but never confirmed. The ids are the same,
   * so what had arrived is only confirmed; what met a newer event is refused, and the text of a reply or a note is kept
   * as a draft.
   */
  async recover(): Promise<number> {
    const { ledger, log, clock, logger } = this.#options;
    const pending = await ledger.pendingOutbox();
    for (const entry of pending) {
      const appended = await log.append(entry.events, entry.expected);
      if (appended.ok) {
        await this.#settle(entry.caseId, entry.person, entry.commandId, draftOf(entry.events), appended.value);
        continue;
      }
      await this.#keepAsDraft(entry);
      await ledger.settleOutbox(entry.commandId, 'refused', JSON.stringify({ code: 'conflict', at: clock() }));
      logger.warn('recover: a command met newer events', { command: entry.commandId });
    }
    return pending.length;
  }

  /** Keeps what a person wrote, unless they have a draft of that kind for the case already. */
  async #keepAsDraft(entry: OutboxEntry): Promise<void> {
    const { ledger, log } = this.#options;
    const { caseId, person, at: savedAt } = entry;
    const known = (await ledger.drafts(person)).filter((draft) => draft.caseId === caseId).map((draft) => draft.kind);
    const recorded = entry.events.map((event) => ({ ...event, position: 1, recordedAt: entry.at }));
    for (const event of await log.open(recorded as never)) {
      if ((event.type !== 'message.sent' && event.type !== 'note.added') || !event.content) continue;
      const kind = event.type === 'message.sent' ? 'reply' : 'note';
      if (known.includes(kind)) continue;
      const attachments = 'attachments' in event.content ? event.content.attachments : [];
      await ledger.saveDraft({ caseId, person, kind, text: event.content.text, attachments, savedAt });
    }
  }
}
