import { endOfAct, endOfStatus } from '#electron/desk/account-actions/action-end.ts';
import type { Audit } from '#electron/desk/audit/audit.ts';
import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Cache, OpenAction } from '#electron/store/port.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import { type ActionEnd, isPending } from '#shared/case/account-action.ts';
import type { Actor } from '#shared/case/actor.ts';
import { mayWork } from '#shared/desk/engine-health.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '#shared/lib/time.ts';
import { type ActRequest, PROOF_LIFE } from '#shared/wallet/proof.ts';

interface Options {
  readonly hub: CaseHub;
  readonly cache: Pick<Cache, 'openActions'>;
  readonly desk: CaseDesk;
  readonly engine: Pick<QueueEngine, 'health'>;
  readonly wallet: Pick<WalletConnection, 'act' | 'actionStatus'>;
  /** This host's lasting name: what others ask the wallet is theirs to settle, unless they say nothing for long. */
  readonly host: string;
  readonly audit: Pick<Audit, 'record'>;
  /** As whom this console says what the wallet said: one whom others believe from here; null while there is none. */
  readonly speaker: () => Actor | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

const LOOK_MS = 15 * SECOND;
/** A wallet takes a proof a little after its time, by its own clock. */
const SKEW = 10 * SECOND;
/** After that a host that asked is taken to have gone. */
const GONE = 5 * MINUTE;
/** What others have in hand is read again after so long, from when it was expected to be over. */
const IN_HAND = HOUR;

/**
 * Asks the wallet to do what is on record, and puts on record what came of it. What was sent and got no answer is read
 * back until it is known and never sent again; what a stop left between the two is unknown first. What others have in
 * hand is read back once it should be over.
 */
export class WalletAsker {
  readonly #options: Options;
  /** What is being asked for here now. */
  readonly #underWay = new Set<string>();
  #timer: NodeJS.Timeout | null = null;
  #off: (() => void) | null = null;
  /** The look that runs, and the one that begins after it, for all who ask meanwhile. */
  #looking: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  /** When this console last read an action back that has not ended since. */
  readonly #readAt = new Map<string, Instant>();
  #work: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Settles what a stop left between asking and hearing. */
  async start(): Promise<void> {
    const { hub, host } = this.#options;
    this.#off = hub.onIngested(({ events }) => {
      for (const event of events) {
        const sent = event.type === 'action.approved' || (event.type === 'action.requested' && event.body.approvalUntil === null);
        // The record was made after whoever was to ask had given up: nobody will.
        if (sent && event.body.host === host && !this.#underWay.has(event.body.key)) void this.look();
      }
    });
    await this.look();
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  /** What the wallet is asked is waited for. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearInterval(this.#timer);
    this.#off?.();
    await Promise.all([this.#looking, this.#next, this.#work]);
  }

  /** Runs the record of a wish and the asking as one: meanwhile nobody takes it for left over. */
  async under<T>(key: string, work: () => Promise<T>): Promise<T> {
    this.#underWay.add(key);
    const run = work();
    this.#work = Promise.allSettled([this.#work, run]);
    try {
      return await run;
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Asks once. Rejects only where what came of it could not be put on record; it is read back then. */
  async ask(caseId: CaseId, request: ActRequest): Promise<ActionEnd> {
    const key = request.idempotencyKey;
    const end = await this.#options.wallet.act(request).then(endOfAct, (cause: unknown): ActionEnd => {
      this.#options.logger.error('ask: the wallet gave no answer', { cause: String(cause) });
      return { state: 'unknown', cause: 'no-answer' };
    });
    await this.settle(caseId, key, end);
    return end;
  }

  /** Puts on record how an action ended, once. */
  async settle(caseId: CaseId, key: string, end: ActionEnd): Promise<void> {
    const { desk, audit, speaker, logger } = this.#options;
    const actor = speaker();
    if (actor === null) return logger.warn('settle: nobody here is believed by the others');
    const commandId = derivedId(`${caseId} ${key} ${end.state}`) as CommandId;
    const settled = await desk.act(caseId, actor, commandId, { type: 'settleAction', key, end });
    if (!settled.ok) return logger.warn('settle: not on record', { code: settled.error.code });
    if (settled.value.length === 0) return;
    const kind = end.state === 'failed' ? 'action.failed' : end.state === 'unknown' ? 'action.unknown' : 'action.done';
    const reason = end.state === 'failed' ? end.reason : end.state === 'unknown' ? end.cause : end.state;
    await audit.record(actor, { kind, caseId, reason, outcome: kind === 'action.done' ? 'done' : 'failed', facts: { key } });
  }

  /** Asks the wallet what became of an action, and puts it on record; false where that is still not known. */
  async readBack(action: OpenAction): Promise<boolean> {
    const { clock, logger } = this.#options;
    const now = clock();
    // What the wallet said it has in hand, it took in.
    const over = action.state !== 'begun' && now > action.changedAt + PROOF_LIFE + SKEW;
    this.#readAt.set(action.key, now);
    const answer = await this.#options.wallet.actionStatus(action.key).catch((cause: unknown) => {
      logger.warn('readBack: the wallet gave no answer', { cause: String(cause) });
      return null;
    });
    const end = answer === null ? null : endOfStatus(answer, over);
    if (end === null || end.state === action.state) return false;
    await this.settle(action.caseId, action.key, end);
    return true;
  }

  /** Looks after everything that has not ended: what waited too long, what was left, what nobody knows. Fulfilled after a look that began no earlier than the call. */
  look(): Promise<void> {
    if (this.#looking === null) {
      this.#looking = this.#look().finally(() => {
        this.#looking = null;
      });
      return this.#looking;
    }
    this.#next ??= this.#looking.then(() => {
      this.#next = null;
      return this.look();
    });
    return this.#next;
  }

  async #look(): Promise<void> {
    const { cache, engine, logger } = this.#options;
    if (this.#stopped || !mayWork(engine.health())) return;
    try {
      const open = await cache.openActions();
      const keys = new Set(open.map(({ key }) => key));
      for (const key of this.#readAt.keys()) if (!keys.has(key)) this.#readAt.delete(key);
      for (const action of open) if (!this.#stopped) await this.#lookAfter(action);
    } catch (cause) {
      // What could not be done now is done at the next look.
      logger.warn('look: not now', { cause: String(cause) });
    }
  }

  async #lookAfter(action: OpenAction): Promise<void> {
    const { clock } = this.#options;
    const now = clock();
    if (this.#underWay.has(action.key)) return;
    if (action.state === 'waiting' && !isPending(action, now)) return this.settle(action.caseId, action.key, { state: 'failed', reason: 'expired' });
    if (now <= this.#restsUntil(action)) return;
    if (action.state === 'sent') await this.settle(action.caseId, action.key, { state: 'unknown', cause: 'interrupted' });
    await this.readBack(action);
  }

  /** Until when an action is left to the wallet, or to the host that asked. */
  #restsUntil({ key, state, host, changedAt, expectedBy }: OpenAction): Instant {
    const own = host === this.#options.host;
    const readAt = this.#readAt.get(key) ?? 0;
    const overBy = expectedBy ?? changedAt + IN_HAND;
    switch (state) {
      case 'sent':
      case 'unknown':
        return own ? 0 : Math.max(changedAt, readAt) + GONE;
      case 'begun':
        return Math.max(own ? overBy : overBy + IN_HAND + GONE, readAt + IN_HAND);
      default:
        return Number.POSITIVE_INFINITY;
    }
  }
}
