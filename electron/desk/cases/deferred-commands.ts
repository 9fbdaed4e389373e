import { type CaseDesk, type Given, wordsOf } from '#electron/desk/cases/case-desk.ts';
import { Topic } from '#electron/desk/topic.ts';
import { EngineUnreachable, type QueueEngine } from '#electron/engine/port.ts';
import type { DeferredCommand, Ledger, OutboxEntry, Words } from '#electron/store/port.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import { mayBeDeferred } from '#shared/case/deferral.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly desk: CaseDesk;
  readonly engine: Pick<QueueEngine, 'health' | 'onHealth'>;
  readonly ledger: Ledger;
  /** Whether a case has a file that goes with a reply; asked when the reply is carried out. */
  readonly holds: (caseId: CaseId, file: Attachment) => Promise<boolean>;
  /** A reply to more than the customer with its recipients put away; rejects where the engine cannot be reached. */
  readonly address: (caseId: CaseId, command: CaseCommand, typed: Words | null) => Promise<Result<CaseCommand, Refusal>>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Runs work after so many ms. */
  readonly setTimer: (work: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly logger: Logger;
  /** Told when a person's drafts may have changed. */
  readonly onWords: (person: PersonId) => void;
}

/** What became of a command: its events, or that it waits. */
export interface Acted {
  readonly events: readonly AnyEvent[];
  readonly deferred: boolean;
}

/** `queued`: waits for the engine. `sent`: on its way, without an answer yet. `unknown`: only its author sends it again. */
export type CommandState = 'queued' | 'sent' | 'refused' | 'unknown';

/** A command that has not come to its end, as its author is shown it. */
export interface TrackedCommand extends DeferredCommand {
  readonly state: CommandState;
}

/** A row that the restored ledger holds as under way, in the form of the others. */
const asDeferred = ({ commandId, caseId, person, at, asked }: OutboxEntry): DeferredCommand[] =>
  asked === null
    ? []
    : [{ commandId, caseId, actor: { kind: asked.role, id: person }, command: asked.command, typed: asked.typed, at, refusal: null, doubtful: true }];

/**
 * Lets people go on while the engine cannot be reached: what they ask is decided on what this host knows, kept in the
 * ledger, and carried out, each case's in the order it was given, when the engine is back. It is decided anew then;
 * what is refused, because of what others did meanwhile, is told, and its words are a draft again.
 */
export class DeferredCommands {
  readonly #options: Options;
  readonly #all = new Topic<readonly DeferredCommand[]>([]);
  /** Cases whose commands are being carried out, and those that are tried again later. */
  readonly #chains = new Map<CaseId, Promise<void>>();
  readonly #retries = new Map<CaseId, { readonly attempt: number; readonly timer: unknown }>();
  /** Given to the engine, without an answer. */
  readonly #sent = new Set<CommandId>();
  #off: (() => void) | null = null;
  #loading: Promise<void> = Promise.resolve();
  /** How often the list was changed by what happened here, and not read. */
  #changes = 0;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Reads what waits from the ledger, and carries it out as soon as the engine can be reached. */
  async start(): Promise<void> {
    await this.reload();
    this.#off = this.#options.engine.onHealth((health) => {
      if (mayWork(health)) void this.carryOut(true);
    });
    void this.carryOut();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#off?.();
    for (const { timer } of this.#retries.values()) this.#options.clearTimer(timer);
    await Promise.all(this.#chains.values());
  }

  /** Reads anew what the ledger holds: others settle commands there too. */
  reload(): Promise<void> {
    const { ledger } = this.#options;
    this.#loading = this.#loading
      .then(async () => {
        for (;;) {
          const before = this.#changes;
          const [deferred, unknown] = [await ledger.deferredCommands(), await ledger.unknownOutbox()];
          // What was read while something changed here may be older than that.
          if (before !== this.#changes) continue;
          const known = new Set(deferred.map(({ commandId }) => commandId));
          this.#all.set([...unknown.flatMap(asDeferred).filter(({ commandId }) => !known.has(commandId)), ...deferred]);
          return;
        }
      })
      .catch((cause: unknown) => this.#options.logger.error('reload: the ledger does not answer', { cause: String(cause) }));
    return this.#loading;
  }

  /** Carries a person's command out, or keeps it for later; rejects with EngineUnreachable where it can only be done at once. */
  async act(
    caseId: CaseId,
    actor: DeferredCommand['actor'],
    commandId: CommandId,
    command: CaseCommand,
    given: Pick<Given, 'typed' | 'draft'> = {},
  ): Promise<Result<Acted, Refusal>> {
    const { desk, engine, address } = this.#options;
    const kept = this.#all.value.find((one) => one.commandId === commandId && !one.doubtful);
    if (kept) return kept.refusal === null ? ok({ events: [], deferred: true }) : fail(kept.refusal);
    const before = this.#waiting(caseId);
    if (mayWork(engine.health()) && before.length === 0) {
      try {
        const addressed = await address(caseId, command, given.typed ?? null);
        if (!addressed.ok) return desk.refuse(caseId, actor.id, commandId, addressed.error);
        const outcome = await desk.act(caseId, actor, commandId, addressed.value, given);
        return outcome.ok ? ok({ events: outcome.value, deferred: false }) : outcome;
      } catch (cause) {
        // The engine went away under it: whether the command arrived is found out when it is back.
        if (!(cause instanceof EngineUnreachable) || !mayBeDeferred(command)) throw cause;
        return this.#defer({ commandId, caseId, actor, command }, given);
      }
    }
    if (!mayBeDeferred(command)) throw new EngineUnreachable(`the engine is ${engine.health().state}, and ${command.type} cannot wait`);
    const refused = await desk.foresee(caseId, [...before, { actor, commandId, command }]);
    if (refused !== null) return desk.refuse(caseId, actor.id, commandId, refused);
    return this.#defer({ commandId, caseId, actor, command }, given);
  }

  async #defer(asked: Pick<DeferredCommand, 'commandId' | 'caseId' | 'actor' | 'command'>, { typed = null, draft }: Given): Promise<Result<Acted, Refusal>> {
    const { ledger, clock, onWords } = this.#options;
    const kind = wordsOf(asked.command.type);
    const deferred: DeferredCommand = { ...asked, typed, at: clock(), refusal: null, doubtful: false };
    await ledger.deferCommand(deferred, kind === null || draft === undefined ? null : { kind, version: draft });
    // What follows at once must see it, and not go before it.
    if (!this.#all.value.some(({ commandId }) => commandId === asked.commandId)) this.#put([...this.#all.value, deferred]);
    if (kind !== null) onWords(asked.actor.id);
    // The engine may have come back meanwhile.
    void this.carryOut();
    return ok({ events: [], deferred: true });
  }

  /** Takes one of a person's own out, its words back into their draft; false where there is none, or it may have left. */
  async takeBack(person: PersonId, commandId: CommandId): Promise<boolean> {
    const { desk, ledger, clock, onWords } = this.#options;
    const kept = this.#own(person, commandId);
    if (!kept || this.#sent.has(commandId)) return false;
    const taken = await desk.inLine(kept.caseId, async () => {
      if (!this.#own(person, commandId)) return false;
      const noted = await ledger.outboxEntry(commandId);
      if (kept.refusal === null && !kept.doubtful && noted !== null) return false;
      if (noted?.state === 'unknown') await ledger.refuseOutbox(noted, { code: 'taken-back' }, clock());
      // Of what was refused the words are back already.
      if (kept.refusal !== null) await ledger.dropDeferred(commandId);
      else await ledger.takeBackDeferred(kept, clock());
      return true;
    });
    await this.reload();
    onWords(person);
    return taken;
  }

  /** Carries out one of a person's own of which nobody knows the end; false where there is none. */
  async sendAgain(person: PersonId, commandId: CommandId): Promise<boolean> {
    const { desk, ledger } = this.#options;
    const kept = this.#own(person, commandId);
    if (!kept?.doubtful) return false;
    await desk.again(kept.caseId, commandId);
    await ledger.trustDeferred(commandId);
    await this.reload();
    await this.carryOut();
    return true;
  }

  /** Its author says that it arrived: it is not sent again, and its words are not kept. */
  async arrived(person: PersonId, commandId: CommandId): Promise<boolean> {
    const { ledger } = this.#options;
    const kept = this.#own(person, commandId);
    if (!kept?.doubtful) return false;
    if ((await ledger.outboxEntry(commandId))?.state === 'unknown') await ledger.settleOutbox(commandId, 'confirmed', JSON.stringify({ by: person }));
    await ledger.dropDeferred(commandId);
    await this.reload();
    return true;
  }

  /** Remembers commands of a case no longer, whoever gave them: the case was erased, and the ledger has them no more. */
  forget(caseId: CaseId): void {
    if (this.#all.value.some((one) => one.caseId === caseId)) this.#put(this.#all.value.filter((one) => one.caseId !== caseId));
  }

  /** A person's own, oldest first: now, and with each change. */
  async *follow(person: PersonId, signal: AbortSignal | undefined): AsyncGenerator<readonly TrackedCommand[]> {
    let told: string | null = null;
    for await (const all of this.#all.follow(signal)) {
      const own = all.filter(({ actor }) => actor.id === person).map((one) => ({ ...one, state: this.#stateOf(one) }));
      const now = JSON.stringify(own.map(({ commandId, state }) => [commandId, state]));
      if (now !== told) yield own;
      told = now;
    }
  }

  #stateOf({ commandId, refusal, doubtful }: DeferredCommand): CommandState {
    if (refusal !== null) return 'refused';
    if (doubtful) return 'unknown';
    return this.#sent.has(commandId) ? 'sent' : 'queued';
  }

  #own(person: PersonId, id: CommandId): DeferredCommand | undefined {
    return this.#all.value.find(({ commandId, actor }) => commandId === id && actor.id === person);
  }

  /**
   * Carries out what waits, each case's oldest first, until nothing does or the engine is gone again. A case that fails
   * is tried again after a while, or `anew` when the engine is back, and holds up no other.
   */
  async carryOut(anew = false): Promise<void> {
    if (!mayWork(this.#options.engine.health())) return;
    const cases = new Set(this.#all.value.filter(waits).map(({ caseId }) => caseId));
    await Promise.all([...cases].filter((caseId) => anew || !this.#retries.has(caseId)).map((caseId) => this.#carryOutCase(caseId)));
  }

  #carryOutCase(caseId: CaseId): Promise<void> {
    const before = this.#chains.get(caseId);
    if (before !== undefined) return before;
    const retry = this.#retries.get(caseId);
    if (retry) this.#options.clearTimer(retry.timer);
    this.#retries.delete(caseId);
    const chain = this.#chain(caseId, retry?.attempt ?? 0).finally(() => {
      this.#chains.delete(caseId);
      // What was given in the moment between its last look and its end.
      if (!this.#stopped && this.#waiting(caseId).length > 0) void this.carryOut();
    });
    this.#chains.set(caseId, chain);
    return chain;
  }

  async #chain(caseId: CaseId, failed: number): Promise<void> {
    const { engine, logger } = this.#options;
    let attempt = failed;
    for (let [next] = this.#waiting(caseId); next && !this.#stopped && mayWork(engine.health()); [next] = this.#waiting(caseId)) {
      try {
        await this.#carryOutOne(next);
        attempt = 0;
      } catch (cause) {
        logger.warn('deferred: could not be carried out yet', { command: next.commandId, cause: String(cause) });
        return this.#tryLater(caseId, attempt);
      }
    }
  }

  async #carryOutOne(deferred: DeferredCommand): Promise<void> {
    const { desk, ledger, clock, logger, onWords, holds, address } = this.#options;
    const { commandId, caseId, actor, command, typed } = deferred;
    this.#mark(commandId, true);
    try {
      let missing = false;
      for (const file of command.type === 'reply' ? command.attachments : []) missing ||= !(await holds(caseId, file));
      const addressed = missing ? fail({ code: 'attachment-missing' } as const) : await address(caseId, command, typed);
      const outcome = addressed.ok
        ? await desk.act(caseId, actor, commandId, addressed.value, { look: true })
        : await desk.refuse(caseId, actor.id, commandId, addressed.error);
      if (outcome.ok) {
        await ledger.dropDeferred(commandId);
        this.#put(this.#all.value.filter((one) => one.commandId !== commandId));
        return;
      }
      const refusal = outcome.error;
      await ledger.refuseDeferred(deferred, refusal, clock());
      this.#put(this.#all.value.map((one) => (one.commandId === commandId ? { ...one, refusal } : one)));
      onWords(actor.id);
      logger.info('deferred: a command met what was decided meanwhile', { command: commandId, refusal: refusal.code });
    } finally {
      // Without an answer it stays `sent` where it was noted: it may have arrived.
      const noted = await ledger.outboxEntry(commandId).catch(() => null);
      if (noted?.state !== 'queued') this.#mark(commandId, false);
    }
  }

  #put(all: readonly DeferredCommand[]): void {
    this.#changes++;
    this.#all.set(all);
  }

  #mark(commandId: CommandId, sent: boolean): void {
    if (sent) this.#sent.add(commandId);
    else this.#sent.delete(commandId);
    this.#all.set(this.#all.value);
  }

  #tryLater(caseId: CaseId, attempt: number): void {
    if (this.#stopped) return;
    const { random, setTimer, engine } = this.#options;
    // Where the engine is gone, its return begins anew and does not wait for this.
    const work = () => {
      if (mayWork(engine.health())) void this.#carryOutCase(caseId);
    };
    const timer = setTimer(work, 200 + backoff(attempt, random));
    this.#retries.set(caseId, { attempt: attempt + 1, timer });
  }

  #waiting(caseId: CaseId): readonly DeferredCommand[] {
    return this.#all.value.filter((one) => waits(one) && one.caseId === caseId);
  }
}

const waits = ({ refusal, doubtful }: DeferredCommand): boolean => refusal === null && !doubtful;
