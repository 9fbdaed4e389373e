import type { CaseFeed } from '#electron/channels/port.ts';
import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Cache } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import type { OpenedCase } from '#shared/case/opened-case.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

type Listener = Parameters<CaseFeed['follow']>[2];

/** One case's events from the cache, then live from the hub: in order, without gap or repeat. */
export class HubFeed implements CaseFeed {
  readonly #hub: CaseHub;
  readonly #cache: Cache;
  readonly #engine: QueueEngine;
  readonly #desk: CaseDesk;

  constructor(parts: { hub: CaseHub; cache: Cache; engine: QueueEngine; desk: CaseDesk }) {
    this.#hub = parts.hub;
    this.#cache = parts.cache;
    this.#engine = parts.engine;
    this.#desk = parts.desk;
  }

  read(caseId: CaseId): Promise<readonly AnyEvent[]> {
    return this.#cache.caseEvents(caseId);
  }

  async catchUp(caseId: CaseId): Promise<void> {
    const fresh = await this.#hub.freshState(caseId);
    if (fresh) await this.#hub.reached(fresh.position);
  }

  follow(caseId: CaseId, after: Position | 0, listener: Listener): () => void {
    return this.#live(caseId, after, listener, () => this.#cache.caseEvents(caseId, after));
  }

  /** First the case as it stands, with so many of its entries, then live events as `follow` gives them. */
  open(caseId: CaseId, newest: number, listener: Listener & { readonly onOpened: (opened: OpenedCase) => void }): () => void {
    return this.#live(caseId, 0, listener, async (goOnFrom) => {
      const opened = await this.#cache.openCase(caseId, newest);
      if (opened === null) return [];
      if (goOnFrom(opened.state.position)) listener.onOpened(opened);
      return [];
    });
  }

  /** What `begin` gives, then what comes live; it may tell by `goOnFrom` from where on that is, which answers whether anybody still listens. */
  #live(
    caseId: CaseId,
    after: Position | 0,
    listener: Listener,
    begin: (goOnFrom: (position: Position) => boolean) => Promise<readonly AnyEvent[]>,
  ): () => void {
    let last: number = after;
    let caughtUp = false;
    let stopped = false;
    const early: AnyEvent[] = [];
    const give = (events: readonly AnyEvent[]) => {
      const fresh = events.filter((event) => event.position > last);
      const newest = fresh.at(-1);
      if (!newest || stopped) return;
      last = newest.position;
      listener.onEvents(fresh);
    };
    const goOnFrom = (position: Position) => {
      last = position;
      return !stopped;
    };
    const offEvents = this.#hub.onIngested(({ events }) => {
      const own = events.filter((event) => event.about.kind === 'case' && event.about.id === caseId);
      if (own.length === 0) return;
      if (caughtUp) give(own);
      else early.push(...own);
    });
    const offSignals = this.#engine.onSignal((signal) => {
      if (signal.about.kind === 'case' && signal.about.id === caseId) listener.onSignal(signal);
    });
    // A cache that is lost just now is filled again from the log, so that its events come as the hub takes them in.
    const kept = begin(goOnFrom).catch(() => []);
    void kept.then((events) => {
      give(events);
      caughtUp = true;
      give(early);
    });
    return () => {
      stopped = true;
      offEvents();
      offSignals();
    };
  }

  typing(caseId: CaseId, from: string, over = false): void {
    this.#engine.signal({ about: { kind: 'case', id: caseId }, kind: over ? 'typed' : 'typing', from, at: this.#hub.now() });
  }

  act(caseId: CaseId, actor: Actor, commandId: CommandId, command: CaseCommand): Promise<Result<readonly AnyEvent[], Refusal>> {
    return this.#desk.act(caseId, actor, commandId, command);
  }
}
