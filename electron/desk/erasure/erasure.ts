import { lookOf } from '#electron/desk/access/customer-look.ts';
import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { heldByCase } from '#electron/desk/erasure/held-by-case.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { EngineUnreachable, requireWork } from '#electron/engine/port.ts';
import type { Store } from '#electron/store/port.ts';
import type { Vault } from '#electron/wallet/port.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { About } from '#shared/case/envelope.ts';
import { type ErasureReason, MOST_ERASED_TOKENS } from '#shared/case/erasure.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, CommandId, CustomerId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly desk: CaseDesk;
  readonly store: Pick<Store, 'cache' | 'ledger'>;
  readonly vault: Vault;
  /** Forgets commands of a case that wait in memory. */
  readonly deferred: { forget(caseId: CaseId): void };
  /** What the e-mail channel remembers of a thread: whom it is with, and then nothing any more. */
  readonly mail: { addressOf(thread: string): Promise<string | null>; forgetThread(thread: string): Promise<void> };
  /**
   * Called when this host has nothing of some cases any more, once for all that were asked for together: copies that
   * were made before still have their keys, and are to be replaced. A rejection is told to who asked.
   */
  readonly onErased: (caseIds: readonly CaseId[]) => Promise<void>;
  readonly logger: Logger;
}

/** Whom an erasure would reach, and what. */
export interface ErasureScope {
  /** Null: nobody knows whose the case is, and it is erased alone. */
  readonly customer: CustomerId | null;
  readonly cases: readonly CaseId[];
  /** How many of them are not closed: they will be. */
  readonly open: number;
  /** What is to be typed to confirm. */
  readonly confirm: string;
}

const NOTE = 'erased ';
/** Under this name the ledger says that this host has nothing of a case any more. */
const noteOf = (caseId: CaseId): string => `${NOTE}${caseId}`;

/** More cases than anybody has. */
const MOST = 10_000;

/**
 * Erases a person: each of their cases gets the event that says so, without anything of the person in it, and from then
 * on nobody has the key to its contents. Every host that follows the log does the same with what it holds, at once or
 * when it sees the event; one that is stopped in the middle goes on at its next start, by a list in its cache. The ids
 * of the customer and of threads stay: bodies hold no more of a person than these, and the counts go on adding up.
 *
 * A raw value that another person's text in the cache also hides stays in the vault: it is that person's text too.
 */
export class Erasure {
  readonly #options: Options;
  readonly #finishing = new Map<CaseId, Promise<boolean>>();
  /** Those that are being erased from here, whose end is told once for all. */
  readonly #asked = new Set<CaseId>();
  #off: (() => void) | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Goes on with what was begun, takes out of the ledger what an older copy of it may have brought back, and follows. */
  async start(): Promise<void> {
    const { hub, store, logger } = this.#options;
    this.#off = hub.onIngested(({ events }) => {
      const erased = events.filter(({ type, about }) => type === 'case.erased' && !this.#asked.has(about.id as CaseId)).map(({ about }) => about.id as CaseId);
      if (erased.length > 0) this.#follow(erased).catch((cause: unknown) => logger.error('erasure: not finished here yet', { cause: String(cause) }));
    });
    const noted = new Set(await store.ledger.scopesUnder(NOTE));
    const again = (await store.cache.erasedCases(false)).filter((id) => !noted.has(noteOf(id)));
    if (again.length > 0) await store.ledger.eraseCases(again, []);
    await this.resume();
  }

  async stop(): Promise<void> {
    this.#off?.();
    await Promise.allSettled(this.#finishing.values());
  }

  /** Finishes what the log says was erased and is not finished here; tried again when the engine is back. */
  async resume(): Promise<void> {
    const left = await this.#options.store.cache.erasedCases(true);
    if (left.length === 0) return;
    await this.#follow(left).catch((cause: unknown) => this.#options.logger.error('erasure: not finished here yet', { cause: String(cause) }));
  }

  /** Whom the erasure of a case's person would reach; null for a case that there is not. */
  async scope(caseId: CaseId): Promise<ErasureScope | null> {
    const { hub, store } = this.#options;
    const state = await hub.state(caseId);
    if (!state) return null;
    const { customer } = state;
    if (customer === null) {
      const cases = await this.#withLines([caseId]);
      return { customer, cases, open: state.status === 'resolved' ? 0 : 1, confirm: caseId.slice(-6) };
    }
    const rows = await store.cache.casesOf(customer, MOST);
    const cases = await this.#withLines([...new Set([caseId, ...rows.map(({ id }) => id), ...(await store.cache.leftOf(customer, MOST))])]);
    return { customer, cases, open: rows.filter(({ status }) => status !== 'resolved').length, confirm: customer };
  }

  /** Cases that are merged, and those of one thread, are one person's, whether or not anybody said whose. */
  async #withLines(ids: readonly CaseId[]): Promise<readonly CaseId[]> {
    const found = new Set(ids);
    for (const id of found) {
      const state = await this.#options.hub.state(id);
      for (const line of state?.lines ?? []) found.add(line.case);
      for (const split of state?.splitOff ?? []) found.add(split.case);
      if (state?.mergedInto) found.add(state.mergedInto.case);
      if (state?.splitFrom) found.add(state.splitFrom.case);
    }
    return [...found];
  }

  /**
   * Erases the person of a case, in all their cases; answers how many. Rejects with EngineUnreachable while offline: the
   * keys lie at the engine. What was begun and cut short is finished by asking again, or by the next start.
   */
  async erase(by: Person, caseId: CaseId, reason: ErasureReason, commandId: CommandId): Promise<Result<{ readonly cases: number }, Refusal>> {
    const { hub, log, logger } = this.#options;
    requireWork(log.engine);
    // Cases that are not read yet would be left out.
    if (hub.sync().state !== 'live') throw new EngineUnreachable('the log is still being read');
    const scope = await this.scope(caseId);
    if (scope === null) return fail({ code: 'no-such-case' });
    for (const id of scope.cases) this.#asked.add(id);
    try {
      for (const id of scope.cases) {
        const refused = await this.#begin(by, id, reason, derivedId(`${commandId} ${id}`) as CommandId, await hub.state(id));
        if (refused !== null) return fail(refused);
      }
      await this.#follow(scope.cases);
    } finally {
      for (const id of scope.cases) this.#asked.delete(id);
    }
    logger.info('erasure: done', { cases: scope.cases.length, reason });
    return ok({ cases: scope.cases.length });
  }

  /** Finishes cases; copies are replaced where one of them was not finished here before. */
  async #follow(caseIds: readonly CaseId[]): Promise<void> {
    const done: CaseId[] = [];
    for (const id of caseIds) if (await this.#finish(id)) done.push(id);
    if (done.length > 0) await this.#options.onErased(done);
  }

  /** Puts it on record, after which it is to be finished; null, or why not. */
  async #begin(by: Person, caseId: CaseId, reason: ErasureReason, commandId: CommandId, state: CaseState | undefined): Promise<Refusal | null> {
    const { log, desk } = this.#options;
    if (state?.erasedAt != null) return null;
    const { tokens } = heldByCase(await log.read({ kind: 'case', id: caseId }));
    const acted = await desk.act(caseId, { kind: by.role, id: by.id }, commandId, { type: 'erase', reason, tokens: tokens.slice(0, MOST_ERASED_TOKENS) });
    return acted.ok ? null : acted.error;
  }

  /** All that this host has of a case; the same work once, however many ask for it. */
  #finish(caseId: CaseId): Promise<boolean> {
    const running = this.#finishing.get(caseId);
    if (running) return running;
    const finishing = this.#take(caseId).finally(() => this.#finishing.delete(caseId));
    this.#finishing.set(caseId, finishing);
    return finishing;
  }

  /**
   * From what is found by what else is known to what it is known by: cut short at any place, it can be done again.
   * False where it was done before, by the ledger; a ledger that was put back from before does not say so.
   */
  async #take(caseId: CaseId): Promise<boolean> {
    const { hub, log, store, vault, deferred, mail, logger } = this.#options;
    const { cache, ledger } = store;
    const own: About = { kind: 'case', id: caseId };
    const customer = (await hub.state(caseId))?.customer ?? null;
    // What was recorded when the customer was looked at without any case is as personal as what is in their cases.
    const look: About | null = customer === null ? null : { kind: 'case', id: lookOf(customer) };
    if (look !== null) log.forgetKey(look);
    if ((await ledger.setting(noteOf(caseId))) !== null && (await log.engine.dataKey(own, false)) === null) {
      log.forgetKey(own);
      await cache.doneErasing(caseId);
      return false;
    }
    const { tokens, channel, thread } = heldByCase(await log.read({ kind: 'case', id: caseId }));
    const values = (await Promise.all(tokens.map((token) => vault.reveal(token)))).flatMap((value) => value?.raw ?? []);
    const address = channel === 'email' && thread !== null ? await mail.addressOf(thread) : null;
    deferred.forget(caseId);
    await ledger.eraseCases([caseId], address === null ? values : [...values, address]);
    const kept = new Set(await cache.tokensKept(tokens));
    await vault.drop(tokens.filter((token) => !kept.has(token)));
    if (channel === 'email' && thread !== null) await mail.forgetThread(thread);
    await this.#dropKey(own);
    if (look !== null) await this.#dropKey(look);
    // Whoever works cases alone may not look at what belongs to reviews; who began this may.
    await this.#dropKey({ kind: 'review', id: caseId }).catch((cause: unknown) => {
      if (cause instanceof EngineUnreachable) throw cause;
      logger.info('erasure: the key of its reviews is not ours to drop', { case: caseId });
    });
    // Trainers' hosts learn of it from their copies; what is copied now opens for nobody.
    await log.engine
      .shareForTraining(caseId)
      .catch((cause: unknown) => logger.warn('erasure: trainers are not told yet', { case: caseId, cause: String(cause) }));
    await cache.settle();
    await ledger.saveSetting(noteOf(caseId), 'done');
    await cache.doneErasing(caseId);
    return true;
  }

  /** What another host dropped already is only forgotten: not every host may drop keys. */
  async #dropKey(about: About): Promise<void> {
    const { log } = this.#options;
    log.forgetKey(about);
    if ((await log.engine.dataKey(about, false)) !== null) await log.dropKey(about);
  }
}
