import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Cache } from '#electron/store/port.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
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
});
