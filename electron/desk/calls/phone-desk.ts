import { maskedNumber } from '#electron/desk/calls/masked-number.ts';
import type { Ringing, RingingCalls } from '#electron/desk/calls/ringing-calls.ts';
import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { Accounts } from '#electron/desk/session/accounts-port.ts';
import type { Topic } from '#electron/desk/topic.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { KeyDropped } from '#electron/engine/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Refusal } from '#shared/case/commands.ts';
import { callBlock } from '#shared/case/open-call.ts';
import { notePhoneCall, type PhoneFact, type PhoneOpening } from '#shared/case/phone-call.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import { callerOf, type PhoneEvent, type PhoneLine } from '#shared/desk/phone-event.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import { mask, normalise } from '#shared/wallet/masking.ts';

interface Options {
  readonly hub: Pick<CaseHub, 'freshState' | 'state' | 'reached'>;
  readonly log: EventLog;
  readonly desk: Pick<CaseDesk, 'inLine'>;
  readonly vault: Pick<Vault, 'put'>;
  readonly workload: Pick<Workload, 'callOf'>;
  readonly ringing: RingingCalls;
  readonly configuration: Topic<Configuration>;
  readonly accounts: Pick<Accounts, 'list'>;
  readonly groupOf: (queue: QueueId) => GroupId;
  readonly queueOf: (wished: QueueId) => QueueId;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A call of a line, with what is known of it at this moment. */
interface Told {
  readonly line: PhoneLine;
  readonly event: PhoneEvent;
  readonly caseId: CaseId;
  readonly raw: string | null;
  readonly at: Instant;
}

const SYSTEM: Actor = { kind: 'system', id: 'phone' };

/** How often it is decided again after others were faster; beyond that something is wrong with the engine. */
const TRIES = 20;

const threadOf = (line: Pick<PhoneLine, 'id'>, { call }: Pick<PhoneEvent, 'call'>): string => `${line.id}:${call}`;
/** The case that a call gets where nobody began to note it by hand: the same on every host. */
export const ownCase = (line: Pick<PhoneLine, 'id'>, event: Pick<PhoneEvent, 'call'>): CaseId => derivedId(`phone ${threadOf(line, event)}`) as CaseId;

/** The language to begin with: Chinese but where the number is another country's. */
const languageOf = (raw: string | null) => (raw !== null && normalise('phone', raw).startsWith('+') ? 'en' : 'zh-CN');

/**
 * Takes in what telephone systems tell of their calls, in whatever order and however often: ringing is shown and kept
 * nowhere, answering begins the note of who answered, hanging up stops its clock, and who was not answered is to be
 * called back. Everything on record has an id made of the call's, so that repeats collapse, on whichever host.
 */
export class PhoneDesk {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Fulfilled once what was told is on record; rejects where that cannot be now, and the telephone system is to tell it again. */
  async take(line: PhoneLine, event: PhoneEvent): Promise<void> {
    const caseId = await this.#caseOf(line, event);
    const told: Told = { line, event, caseId, raw: callerOf(event), at: Math.min(event.at, this.#options.clock()) };
    return this.#options.desk.inLine(caseId, () => this.#take(told));
  }

  /** Notes a call that rings at a person, as theirs from now on. */
  takeNote(person: Person, call: CaseId): Promise<Result<{ readonly caseId: CaseId }, Refusal>> {
    return this.#options.desk.inLine(call, async () => {
      const { ringing, workload, hub, clock } = this.#options;
      const running = workload.callOf(person.id);
      // The telephone system was faster.
      if (running?.id === call) return ok({ caseId: call });
      const block = callBlock(person.id, running?.callSince ?? null);
      if (block) return fail(block);
      const ring = ringing.of(person.id).find((one) => one.call === call);
      if (!ring) return this.#gone(person, call);
      const opening = await this.#opening(call, ring);
      await this.#record(opening, { kind: 'answered', by: person.id }, { kind: person.role, id: person.id }, clock());
      ringing.end(call);
      const owner = (await hub.freshState(call))?.owner ?? null;
      return owner === person.id ? ok({ caseId: call }) : fail({ code: 'taken', ...(owner === null ? {} : { by: owner }) });
    });
  }

  /** Why a call that a person saw ring is no longer to be taken; somebody on another console may have it. */
  async #gone(person: Person, call: CaseId): Promise<Result<{ readonly caseId: CaseId }, Refusal>> {
    const { ringing, hub } = this.#options;
    const owner = ringing.isOver(call) ? ((await hub.freshState(call))?.owner ?? null) : null;
    if (owner === null) return fail({ code: 'no-call' });
    return owner === person.id ? ok({ caseId: call }) : fail({ code: 'taken', by: owner });
  }

  async #take(told: Told): Promise<void> {
    switch (told.event.event) {
      case 'ringing':
        return this.#rings(told);
      case 'answered':
        return this.#answered(told);
      case 'ended':
        return this.#ended(told);
      default:
        return assertNever(told.event.event, 'event');
    }
  }

  async #rings(told: Told): Promise<void> {
    const { ringing, hub } = this.#options;
    const agent = await this.#personOf(told.event);
    if (told.event.direction === 'outbound') {
      if (agent !== null) await this.#joins(told, agent);
      return;
    }
    const known = ringing.get(told.caseId);
    // Told once more as it goes on to somebody else.
    if (known?.answered || ringing.isOver(told.caseId) || (await hub.freshState(told.caseId))) return;
    // A word that was told once more, or on another way, may come after one that was said later.
    const newest = known !== null && known.asOf > told.at ? known : { ...this.#ringing(told), agent };
    ringing.put({ ...newest, since: Math.min(known?.since ?? told.at, told.at) });
  }

  async #answered(told: Told): Promise<void> {
    const { ringing, hub, logger } = this.#options;
    const agent = await this.#personOf(told.event);
    if (agent === null) {
      const gone = ringing.isOver(told.caseId) || (await hub.freshState(told.caseId)) !== undefined;
      if (told.event.direction === 'outbound' || gone) return;
      logger.warn('take: a call was answered by nobody whom the desk knows', { line: told.line.id });
      const known = ringing.get(told.caseId);
      return ringing.put({ ...(known ?? this.#ringing(told)), agent: null, answered: true, asOf: told.at });
    }
    if (!(await this.#joins(told, agent))) {
      const ring = ringing.get(told.caseId) ?? this.#ringing(told);
      await this.#record(await this.#opening(told.caseId, ring, told.event), { kind: 'answered', by: agent }, SYSTEM, told.at, told);
    }
    ringing.end(told.caseId);
  }

  async #ended(told: Told): Promise<void> {
    const { ringing, hub } = this.#options;
    const ring = ringing.get(told.caseId);
    const opening = () => this.#opening(told.caseId, ring ?? this.#ringing(told), told.event);
    if (await hub.freshState(told.caseId)) {
      await this.#record(await opening(), { kind: 'hungUp' }, SYSTEM, told.at, told);
    } else if (told.event.direction === 'inbound') {
      const fact: PhoneFact = { kind: 'missed', reason: ring?.answered ? 'not-noted' : 'unanswered' };
      await this.#record(await opening(), fact, SYSTEM, told.at, told);
    }
    ringing.end(told.caseId);
  }

  /** Whether the person notes this very call already, begun by hand: what is told of it then belongs to that case. */
  async #joins({ line, event, caseId, raw }: Told, person: PersonId): Promise<boolean> {
    const { workload, hub, log, vault } = this.#options;
    const running = workload.callOf(person);
    if (running === null) return false;
    if (running.id === caseId) return true;
    const call = (await hub.state(running.id))?.call;
    if (!call || call.direction !== event.direction) return false;
    const mark = call.number?.marks[0];
    // A host's tokens are its own: a number that was noted on another is known by what is shown of it.
    if (mark && (raw === null || (call.number?.text !== mask('phone', raw) && mark.token !== (await vault.put('phone', raw))))) return false;
    return (await log.engine.bindThread('phone', threadOf(line, event), running.id)) === running.id;
  }

  /** The case of a call: one that its agent began by hand, or the one that it gets by its own id. */
  async #caseOf(line: PhoneLine, event: PhoneEvent): Promise<CaseId> {
    const bound = await this.#options.log.engine.findThread('phone', threadOf(line, event));
    return bound ?? ownCase(line, event);
  }

  #ringing({ line, caseId, raw, at }: Told): Ringing {
    return { call: caseId, raw, queue: this.#options.queueOf(line.queue as QueueId), agent: null, since: at, answered: false, asOf: at };
  }

  /** The number goes into the vault of the host that notes the call: there it can be revealed. */
  async #opening(caseId: CaseId, { raw, queue, since }: Ringing, event?: PhoneEvent): Promise<PhoneOpening> {
    const group = this.#options.groupOf(queue);
    const number = raw === null ? null : await maskedNumber(this.#options.vault, raw);
    return { caseId, group, queue, language: languageOf(raw), direction: event?.direction ?? 'inbound', number, since };
  }

  /** One of the desk's people by what the telephone system calls them: their id, or their login. */
  async #personOf({ agent }: PhoneEvent): Promise<PersonId | null> {
    if (agent === undefined) return null;
    const { configuration, accounts } = this.#options;
    const people = configuration.value.people.filter(({ active }) => active);
    const byId = people.find(({ id }) => id === agent);
    if (byId) return byId.id;
    const login = agent.toLowerCase();
    const account = (await accounts.list()).find((one) => one.login.toLowerCase() === login);
    return people.find(({ id }) => id === account?.person)?.id ?? null;
  }

  async #record(opening: PhoneOpening, fact: PhoneFact, actor: Actor, at: Instant, told?: Told): Promise<void> {
    const { hub, log, logger } = this.#options;
    // A case that was begun by hand may have several calls: each has ids of its own.
    const joined = told && opening.caseId !== ownCase(told.line, told.event);
    const of = joined ? `${opening.caseId} ${threadOf(told.line, told.event)}` : opening.caseId;
    const idOf = (what: string) => derivedId(`${of} ${what}`) as EventId;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const state: CaseState | undefined = await hub.freshState(opening.caseId);
      const decided = notePhoneCall(state, fact, opening, { actor, at, idOf });
      if (decided.length === 0) return;
      const sealed = await log.seal(decided).catch((cause: unknown) => {
        if (cause instanceof KeyDropped) return null;
        throw cause;
      });
      if (sealed === null) return logger.info('record: the case was erased', { caseId: opening.caseId });
      const appended = await log.append(sealed, state?.position ?? 0);
      if (!appended.ok) continue;
      const last = appended.value.at(-1);
      if (last !== undefined) await hub.reached(last);
      return;
    }
    throw new Error(`Case ${opening.caseId}: ${TRIES} conflicts in a row on a call`);
  }
}
