import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Cursor, QueueEngine } from '#electron/engine/port.ts';
import type { RecordedLogEvent } from '#shared/case/envelope.ts';
import type { GroupId } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/conformance/engine.ts';
import { Collector, event, events, everything, other, wallet } from '#tests/conformance/engine-kit.ts';

/** Following: caught up, then live, without gap or loss, in order, at the follower's own pace. */
export function followRules(bench: () => Bench): void {
  it('tells an empty log at once that it is up to date, with a cursor to resume from', async () => {
    const { engine } = bench();
    const empty = await everything(engine, [wallet]);
    expect(empty.events).toEqual([]);
    const late = event('a');
    await engine.append([late]);
    const resumed = new Collector();
    const subscription = engine.follow([wallet], empty.cursor, resumed);
    expect((await resumed.has(1)).ids).toEqual([late.id]);
    await subscription.stop();
  });

  it('catches up from the beginning, then goes on live', async () => {
    const { engine } = bench();
    const old = events('a', 3);
    await engine.append(old);
    const collector = new Collector();
    const subscription = engine.follow([wallet], null, collector);
    await collector.has(3);
    const fresh = event('a');
    await engine.append([fresh]);
    expect((await collector.has(4)).ids).toEqual([...old.map(({ id }) => id), fresh.id]);
    await subscription.stop();
  });

  it.each([499, 500, 501, 1_000, 1_300])('says live only when all of %i older events were given, and says it', async (count) => {
    const { engine } = bench();
    await engine.appendAll(events('a', count));
    const collector = await everything(engine, [wallet]);
    expect(collector.events).toHaveLength(count);
    for (const batch of collector.batches.slice(0, -1)) expect(batch.live).toBe(false);
  });

  it('gives the events of the groups followed alone, in the order of the log', async () => {
    const { engine } = bench();
    const mixed = Array.from({ length: 60 }, (_, index) => event(`c${index % 4}`, { group: [wallet, other, 'third' as GroupId][index % 3] as GroupId }));
    await engine.appendAll(mixed);
    const ids = (groups: readonly GroupId[]) => mixed.filter(({ group }) => groups.includes(group)).map(({ id }) => id);
    expect((await everything(engine, [wallet])).ids).toEqual(ids([wallet]));
    expect((await everything(engine, [wallet, other])).ids).toEqual(ids([wallet, other]));
    expect((await everything(engine, [other, wallet, other])).ids).toEqual(ids([wallet, other]));
    expect((await everything(engine, ['nobody' as GroupId])).ids).toEqual([]);
    expect((await everything(engine, [])).ids).toEqual([]);
  });

  it('resumes from every cursor exactly behind it', async () => {
    const { engine } = bench();
    const collector = new Collector();
    const subscription = engine.follow([wallet], null, collector);
    for (let index = 0; index < 5; index += 1) {
      await engine.append(events('a', 2));
      await collector.has((index + 1) * 2);
    }
    await subscription.stop();
    let seen = 0;
    for (const { cursor, events: given } of collector.batches) {
      seen += given.length;
      const rest = new Collector();
      const resumed = engine.follow([wallet], cursor, rest);
      await rest.has(10 - seen);
      expect(rest.ids).toEqual(collector.ids.slice(seen));
      await resumed.stop();
    }
  });

  it('gives one batch at a time, and all that came meanwhile after it', async () => {
    const { engine, recordsBy } = bench();
    const first = event('a');
    const later = events('a', 5);
    const open = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    let underWay = 0;
    let most = 0;
    const collector = new Collector();
    await engine.append([first]);
    const subscription = engine.follow([wallet], null, {
      onBatch: async (batch) => {
        underWay += 1;
        most = Math.max(most, underWay);
        began.resolve();
        await open.promise;
        underWay -= 1;
        await collector.onBatch(batch);
      },
      onFault: () => undefined,
    });
    await began.promise;
    for (const one of later) await engine.append([one]);
    open.resolve();
    await collector.has(6);
    await subscription.stop();
    expect(most).toBe(1);
    expect(collector.ids).toEqual([first, ...later].map(({ id }) => id));
    // A server may still be bringing what it acknowledged; an engine of this process has it at once.
    if (recordsBy === 'our clock') expect(collector.batches.map((batch) => batch.events.length)).toEqual([1, 5]);
  });

  it('gives nothing after stop, and stop waits for the batch under way', async () => {
    const { engine } = bench();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    await engine.append([event('a')]);
    const subscription = engine.follow([wallet], null, {
      onBatch: async () => {
        began.resolve();
        await gate.promise;
        order.push('batch done');
      },
      onFault: () => undefined,
    });
    await began.promise;
    const stopped = subscription.stop().then(() => order.push('stopped'));
    gate.resolve();
    await stopped;
    await engine.append([event('a')]);
    // A later follower has seen the later event; the stopped one has not.
    await everything(engine, [wallet]);
    expect(order).toEqual(['batch done', 'stopped']);
  });

  it('ends the following of one that rejects, and no other', async () => {
    const { engine } = bench();
    let calls = 0;
    const failing = engine.follow([wallet], null, {
      onBatch: async () => {
        calls += 1;
        throw new Error('disk full');
      },
      onFault: () => undefined,
    });
    const healthy = new Collector();
    const subscription = engine.follow([wallet], null, healthy);
    await engine.append([event('a')]);
    await engine.append([event('a')]);
    await healthy.has(2);
    expect(calls).toBe(1);
    await failing.stop();
    await subscription.stop();
  });

  it('refuses the cursor of another engine, and what is no cursor', async () => {
    const { engine, stranger } = bench();
    const foreign = await everything(await stranger(), [wallet]);
    for (const cursor of [foreign.cursor, 'nonsense' as Cursor, '' as Cursor, Buffer.from('[1,2]').toString('base64url') as Cursor]) {
      const collector = new Collector();
      const subscription = engine.follow([wallet], cursor, collector);
      await collector.until(({ faults }) => faults.length > 0);
      expect(collector.faults).toEqual(['other-engine']);
      expect(collector.batches).toEqual([]);
      await subscription.stop();
    }
  });

  it('misses nothing and keeps each case in order while many write and followers come and go', async () => {
    const { engine } = bench();
    let run = 0;
    const writer = fc.record({ cases: fc.integer({ min: 1, max: 3 }), sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(writer, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 5 }), async (writers, patience) => {
        run += 1;
        const group = `run-${run}` as GroupId;
        const count = writers.flatMap(({ sizes }) => sizes).reduce((sum, size) => sum + size, 0);
        const steady = new Collector();
        const subscription = engine.follow([group], null, steady);
        const restless = restlessFollower(engine, group, patience, count);
        await Promise.all(
          writers.map(async ({ cases, sizes }, who) => {
            for (const [index, size] of sizes.entries()) await engine.append(events(`r${run}-${(who + index) % cases}`, size, { group }));
          }),
        );
        await steady.has(count);
        const seen = await restless;
        await subscription.stop();
        expect(new Set(steady.ids).size).toBe(count);
        expect(steady.events.map(({ position }) => position)).toEqual(steady.events.map(({ position }) => position).toSorted((a, b) => a - b));
        expect(seen.map(({ id }) => id)).toEqual(steady.ids);
        for (const caseId of new Set(steady.events.map(({ about }) => about.id))) {
          const read = await engine.read({ kind: 'case', id: caseId });
          expect(steady.events.filter(({ about }) => about.id === caseId)).toEqual(read);
        }
      }),
      { numRuns: 12, seed: 20_261_123 },
    );
  });
}

/** Follows, stops after `patience` batches, resumes from its cursor, until it has `count` events. */
async function restlessFollower(engine: QueueEngine, group: GroupId, patience: number, count: number): Promise<RecordedLogEvent[]> {
  const seen: RecordedLogEvent[] = [];
  let cursor: Cursor | null = null;
  while (seen.length < count) {
    const collector = new Collector();
    const subscription = engine.follow([group], cursor, collector);
    await collector.until(({ batches, events: given }) => batches.length >= patience || seen.length + given.length >= count);
    await subscription.stop();
    seen.push(...collector.events);
    cursor = collector.cursor;
  }
  return seen;
}
