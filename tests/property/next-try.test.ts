import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextTry, triesOf } from '#electron/desk/outbound/next-try.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { EventId } from '#shared/lib/ids.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

it('tries later and later, within a day and the channel’s window, and comes to an end', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 0, max: 48 * HOUR })), fc.infiniteStream(share), (window, shares) => {
      const since = 1_000_000;
      const closesAt = window === null ? null : since + window;
      let now = since;
      let count = 1;
      for (; ; count++) {
        const next = nextTry({ tries: { count, since }, closesAt, now, random: () => shares.next().value ?? 0 });
        if (next === null) break;
        expect(next - now).toBeGreaterThanOrEqual(10 * SECOND);
        expect(next - now).toBeLessThanOrEqual(15 * MINUTE);
        expect(next).toBeLessThanOrEqual(since + DAY);
        if (closesAt !== null) expect(next).toBeLessThan(closesAt);
        now = next;
        expect(count).toBeLessThan(1_000);
      }
      // It is not given up before the end is near.
      const end = Math.min(since + DAY, closesAt ?? Number.POSITIVE_INFINITY);
      expect(end - now).toBeLessThanOrEqual(20 * SECOND);
    }),
    { seed: 11, numRuns: 200 },
  );
});

it('counts the attempts since somebody wanted the message gone', () => {
  const message = 'm' as EventId;
  let at = 0;
  const told = (state: string, next?: number) => {
    at += 1;
    return { type: 'message.delivery', at, body: { message, state, ...(next === undefined ? {} : { next }) } } as unknown as AnyEvent;
  };
  const first = [told('sending'), told('queued', 9), told('sending')];
  expect(triesOf(first, message)).toEqual({ count: 2, since: 1 });
  expect(triesOf(first, 'other' as EventId)).toBeNull();
  const again = [...first, told('failed'), told('queued'), told('sending'), told('queued', 9), told('sending')];
  expect(triesOf(again, message)).toEqual({ count: 2, since: 6 });
});
