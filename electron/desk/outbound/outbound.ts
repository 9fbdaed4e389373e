import type { Deliverer, DeliveryFault, Left } from '#electron/channels/port.ts';
import { type CaseDesk, type DeskRules, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { nextTry, triedAgain, triesOf } from '#electron/desk/outbound/next-try.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Cache, Outgoing } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { replyAllowance } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CommandId, EventId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Options {
  readonly hub: CaseHub;
  readonly cache: Cache;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly rules: DeskRules;
  readonly deliverers: readonly Deliverer[];
  /** This host's lasting name: of what is on its way, others' is theirs to settle. */
  readonly host: string;
  /** When the log was last put back from a backup, which may have lost that a message had left; null: never. */
  readonly restoredAt: Instant | null;
  readonly clock: Clock;
  /** Runs work after so many ms. */
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * Lets the desk's messages leave: each once its channel's undo delay is over, by the channel's own deliverer. Before a
 * provider is asked the log says `sending`, on the condition that nobody took the message back or sent it already;
 * after it, how that ended. A stop between the two is `unknown` at the next start, and only an agent sends again. What a
 * provider surely did not get, since it could not be reached or took nothing, is tried again by itself, for a while.
 */
export class Outbound {
  readonly #options: Options;
  readonly #deliverers: ReadonlyMap<ChannelKind, Deliverer>;
  readonly #timers = new Map<EventId, unknown>();
  readonly #underWay = new Set<Promise<void>>();
  #off: (() => void) | null = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
    this.#deliverers = new Map(options.deliverers.map((deliverer) => [deliverer.channel, deliverer]));
  }

  /** Settles what a stop left on its way, then takes up what is still to leave. */
  async start(): Promise<void> {
    const { hub, cache, restoredAt } = this.#options;
    this.#off = hub.onIngested(({ events, rows }) => {
      for (const event of events) {
        if (event.type === 'message.withdrawn') this.#forget(event.body.message);
        const queued =
          event.type === 'message.sent' ? event.id : event.type === 'message.delivery' && event.body.state === 'queued' ? event.body.message : null;
        const row = queued === null ? undefined : rows.find(({ id }) => id === event.about.id);
        if (queued === null || !row) continue;
        const at = event.type === 'message.delivery' ? (event.body.next ?? event.at) : event.at;
        this.#plan({ message: queued, caseId: row.id, channel: row.channel, at, state: 'queued', cause: event.id });
      }
    });
    for (const left of await cache.outgoing()) {
      if (left.state === 'queued' && restoredAt !== null && left.at <= restoredAt) {
        if (this.#deliverers.has(left.channel)) await this.#record(left, 'unknown', 'restored');
      } else if (left.state === 'queued') this.#plan(left);
      else if (this.#deliverers.has(left.channel) && (await this.#isOurs(left))) await this.#record(left, 'unknown', 'interrupted');
    }
  }

  /** Takes up what waits to leave and was left to others, since this host may send it by now. */
  async again(): Promise<void> {
    for (const left of await this.#options.cache.outgoing()) if (left.state === 'queued') this.#plan(left);
  }

  /** Whether this host had begun to send it; on an engine of its own there is no other. */
  async #isOurs(left: Outgoing): Promise<boolean> {
    const { log, host } = this.#options;
    if (log.engine.health().kind === 'embedded') return true;
    const began = commandIdOf(left, 'sending', host);
    return (await log.read({ kind: 'case', id: left.caseId })).some((event) => event.causedBy === began);
  }

  /** What is with a provider is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#off?.();
    for (const message of [...this.#timers.keys()]) this.#forget(message);
    await Promise.all(this.#underWay);
  }

  #forget(message: EventId): void {
    const timer = this.#timers.get(message);
    if (timer !== undefined) this.#options.clearTimer(timer);
    this.#timers.delete(message);
  }

  #plan(left: Outgoing): void {
    const { rules, clock, setTimer, logger } = this.#options;
    const deliverer = this.#deliverers.get(left.channel);
    if (!deliverer || this.#stopped || this.#timers.has(left.message)) return;
    // Sent again by an agent: they have seen it and want it gone.
    const undo = left.cause === left.message ? rules.reply(left.channel).undoMs : 0;
    const timer = setTimer(
      () => {
        this.#timers.delete(left.message);
        const leaving = this.#leave(left, deliverer).catch((cause: unknown) => logger.error('leave: failed', { cause: String(cause) }));
        this.#underWay.add(leaving);
        void leaving.then(() => this.#underWay.delete(leaving));
      },
      Math.max(0, left.at + undo - clock()),
    );
    this.#timers.set(left.message, timer);
  }

  async #leave(left: Outgoing, deliverer: Deliverer): Promise<void> {
    if (this.#stopped || !(await this.#takes(left, deliverer)) || (await this.#isTooLate(left))) return;
    if (!(await this.#record(left, 'sending'))) return;
    const events = await this.#options.log.read({ kind: 'case', id: left.caseId });
    const sent = events.find((event) => event.id === left.message);
    const answer =
      sent?.type === 'message.sent' ? await this.#deliver(deliverer, left, sent) : fail<DeliveryFault>({ state: 'failed', reason: 'message-unreadable' });
    if (answer.ok) return void (await (answer.value === 'sent-in-part' ? this.#record(left, 'sent', 'copy-refused') : this.#record(left, answer.value)));
    const { state, reason } = answer.error;
    const next = state === 'failed' && sent !== undefined ? await this.#nextTry(left, events, reason) : null;
    if (next === null) await this.#record(left, state, reason);
    else await this.#postpone(left, reason, next);
  }

  /** When the provider is asked once more: of what it surely did not get, as long as the channel's window and a day allow; null: not again. */
  async #nextTry(left: Outgoing, events: readonly AnyEvent[], reason: string): Promise<Instant | null> {
    const { clock, random } = this.#options;
    const state = foldCase(undefined, events);
    if (!state || !triedAgain.includes(reason)) return null;
    return nextTry({ tries: triesOf(events, left.message), closesAt: this.#closesAt(state, left.message), now: clock(), random });
  }

  /** When the window closes for a message; null: never, as for an approved template. */
  #closesAt(state: CaseState, message: EventId): Instant | null {
    const { rules, clock } = this.#options;
    if (state.entries.some((entry) => entry.kind === 'sent' && entry.id === message && entry.template)) return null;
    return replyAllowance(state, rules.reply(state.channel), clock()).closesAt;
  }

  /** Whether the channel's window closed while the message waited for its provider; then that is on record, and the agent's again. */
  async #isTooLate(left: Outgoing): Promise<boolean> {
    const state = await this.#options.hub.state(left.caseId);
    if (state?.delivery[left.message]?.next === undefined) return false;
    const closesAt = this.#closesAt(state, left.message);
    if (closesAt === null || this.#options.clock() < closesAt) return false;
    await this.#record(left, 'failed', 'window-over');
    return true;
  }

  async #postpone(left: Outgoing, reason: string, next: Instant): Promise<void> {
    const actor: Actor = { kind: 'system', id: left.channel };
    const commandId = commandIdOf(left, 'postponed', this.#options.host);
    await this.#options.desk.act(left.caseId, actor, commandId, { type: 'postponeDelivery', message: left.message, reason, next });
    this.#options.logger.warn('postpone: the provider is asked again later', { channel: left.channel, reason });
  }

  /** Whether it is this host's to send; where no other shares the log nobody else will. */
  async #takes({ caseId }: Outgoing, deliverer: Deliverer): Promise<boolean> {
    if (this.#options.log.engine.health().kind === 'embedded') return true;
    return (await deliverer.takes?.(caseId)) ?? true;
  }

  async #deliver(deliverer: Deliverer, left: Outgoing, sent: KnownEvent<'message.sent'>): Promise<Result<Left, DeliveryFault>> {
    try {
      return await deliverer.deliver(left.caseId, sent);
    } catch (cause) {
      this.#options.logger.error('deliver: no answer', { channel: left.channel, cause: String(cause) });
      return fail({ state: 'unknown', reason: 'no-answer' });
    }
  }

  /** Puts on record how far a message got; false where the log says otherwise: taken back, or with a provider already. */
  async #record(
    { caseId, message, channel, cause }: Outgoing,
    state: 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown',
    reason?: string,
  ): Promise<boolean> {
    const actor: Actor = { kind: 'system', id: channel };
    const commandId = commandIdOf({ message, cause }, state, this.#options.host);
    const recorded = await this.#options.desk.act(caseId, actor, commandId, {
      type: 'recordDelivery',
      message,
      state,
      ...(reason === undefined ? {} : { reason: reason.slice(0, 500) }),
    });
    if (!recorded.ok) this.#options.logger.info('record: not now', { code: recorded.error.code });
    return recorded.ok && recorded.value.length > 0;
  }
}

/** One for each step of one attempt; beginning to send is each host's own. */
const commandIdOf = ({ message, cause }: Pick<Outgoing, 'message' | 'cause'>, state: string, host: string): CommandId =>
  derivedId(`${message} ${cause} ${state}${state === 'sending' ? ` ${host}` : ''}`) as CommandId;
