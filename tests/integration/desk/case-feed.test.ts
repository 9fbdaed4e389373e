import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Cache } from '#electron/store/port.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { OpenedCase } from '#shared/case/opened-case.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, type Time } from '#tests/integration/desk/console-parts-kit.ts';

describe('The feed of one case', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let engine: QueueEngine;
  let parts: ConsoleParts;

  beforeAll(async () => {
    engine = engineIn(null, time);
    await engine.start();
    parts = await new ConsoleParts(engine, time).start();
  });
  afterAll(async () => {
    await parts.stop();
    await engine.stop();
  });

  const feedOver = (cache: Cache) => new HubFeed({ hub: parts.hub, cache, engine, desk: parts.desk });

  /** Follows a case until as many events have come. */
  function taken(feed: HubFeed, caseId: CaseId, after: Position | 0, count: number): Promise<AnyEvent[]> {
    const events: AnyEvent[] = [];
    return new Promise((resolve) => {
      const stop = feed.follow(caseId, after, {
        onSignal: () => undefined,
        onEvents: (more) => {
          events.push(...more);
          if (events.length < count) return;
          stop();
          resolve(events);
        },
      });
    });
  }

  it('has no gap and no double between what was kept and what comes while it is read', async () => {
    const thread = v7();
    const caseId = await parts.newCase('top up', thread);
    // The past is answered only after the present has moved on.
    const slow: Cache = {
      ...parts.store.cache,
      caseEvents: async (...asked) => {
        await parts.say(thread, 'meanwhile');
        const events = await parts.store.cache.caseEvents(...asked);
        await parts.say(thread, 'and now');
        return events;
      },
    };
    const events = await taken(feedOver(slow), caseId, 0, 4);
    expect(events).toEqual(await parts.log.read({ kind: 'case', id: caseId }));
  });

  it('survives a cache that is lost while it is read: the events come as the cache is filled again', async () => {
    const caseId = await parts.newCase();
    const lost: Cache = { ...parts.store.cache, caseEvents: () => Promise.reject(new Error('damaged')) };
    const coming = taken(feedOver(lost), caseId, 0, 2);
    parts.hub.refill('damaged');
    expect(await coming).toEqual(await parts.log.read({ kind: 'case', id: caseId }));
  });

  /** Opens a case with its newest entry and hears what comes until as many events did. */
  function openedThen(feed: HubFeed, caseId: CaseId, count: number): Promise<readonly (OpenedCase | AnyEvent)[]> {
    const told: (OpenedCase | AnyEvent)[] = [];
    return new Promise((resolve) => {
      const stop = feed.open(caseId, 1, {
        onSignal: () => undefined,
        onOpened: (opened) => told.push(opened),
        onEvents: (more) => {
          told.push(...more);
          if (told.filter((one) => 'type' in one).length < count) return;
          stop();
          resolve(told);
        },
      });
    });
  }

  it('opens a case as it stands, and then gives what came after that alone, though more came on both sides of it', async () => {
    const thread = v7();
    const caseId = await parts.newCase('top up', thread);
    const slow: Cache = {
      ...parts.store.cache,
      openCase: async (...asked) => {
        await parts.say(thread, 'meanwhile');
        const opened = await parts.store.cache.openCase(...asked);
        await parts.say(thread, 'and now');
        return opened;
      },
    };
    const [opened, ...then] = await openedThen(feedOver(slow), caseId, 1);
    const log = await parts.log.read({ kind: 'case', id: caseId });
    const state = foldCase(undefined, log.slice(0, 3));
    expect(opened).toEqual({ state: { ...state, entries: state?.entries.slice(-1) }, earlier: 1 });
    expect(then).toEqual(log.slice(3));
  });

  it('gives a case from its first event on where it cannot be opened, as the cache is filled again', async () => {
    const caseId = await parts.newCase();
    for (const openCase of [() => Promise.reject(new Error('damaged')), async () => null]) {
      const coming = openedThen(feedOver({ ...parts.store.cache, openCase }), caseId, 2);
      parts.hub.refill('damaged');
      expect(await coming).toEqual(await parts.log.read({ kind: 'case', id: caseId }));
    }
  });

  it('tells nobody of an opening who let go before it came', async () => {
    const caseId = await parts.newCase();
    const answered = Promise.withResolvers<void>();
    const slow: Cache = {
      ...parts.store.cache,
      openCase: (...asked) => {
        const opened = parts.store.cache.openCase(...asked);
        void opened.then(() => setImmediate(answered.resolve));
        return opened;
      },
    };
    const told: unknown[] = [];
    const hear = (what: unknown) => told.push(what);
    feedOver(slow).open(caseId, 1, { onSignal: hear, onOpened: hear, onEvents: hear })();
    await answered.promise;
    expect(told).toEqual([]);
  });
});
