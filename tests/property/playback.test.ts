import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { advance, IDLE_MS, Playback, speeds, stopBefore, stoppedBefore } from '#shared/review/playback.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';

/** One case's log, long enough for several keyframes. */
function caseLog(seed: number, acts = 120): readonly AnyEvent[] {
  return randomCaseLog(seed, { cases: 1, acts });
}

/** The same log with the clocks of its producers set wrong by up to a minute. */
function skewed(log: readonly AnyEvent[], seed: number): readonly AnyEvent[] {
  return log.map((event, index) => ({ ...event, at: event.at + (((index * 7919 + seed) % 120) - 60) * 1_000 }));
}

describe('A case played again', () => {
  test('stands at each moment as its events up to then fold, whatever was looked at before', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.array(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (seed, seeks, wrong) => {
          const log = wrong ? skewed(caseLog(seed), seed) : caseLog(seed);
          const playback = new Playback(log, []);
          for (const share of seeks) {
            const at = playback.from + Math.round(share * (playback.to - playback.from));
            const count = playback.countAt(at);
            expect(playback.stateAt(at)).toEqual(foldCase(undefined, log.slice(0, count)));
            // Nothing is shown before its time; nothing whose time has come, and all before it, is left out.
            expect(log.slice(0, count).every((event) => event.at <= at)).toBe(true);
            const next = log[count];
            if (next) expect(Math.max(...log.slice(0, count + 1).map((event) => event.at))).toBeGreaterThan(at);
          }
        },
      ),
      { seed: 91, numRuns: 60 },
    );
  });

  test('ends where the log ends, and goes from message to message', () => {
    for (const seed of [1, 2, 3]) {
      const log = caseLog(seed);
      const playback = new Playback(log, []);
      expect(playback.stateAt(playback.to)).toEqual(foldCase(undefined, log));
      const messages = log.filter(({ type }) => type === 'message.received' || type === 'message.sent');
      const visited: number[] = [];
      for (let at: number | null = playback.from - 1; ; ) {
        at = playback.nextMessage(at);
        if (at === null) break;
        visited.push(at);
      }
      expect(visited).toEqual([...new Set(messages.map(({ at }) => at))]);
    }
  });

  test('has silences between messages alone, the longest first, and no two that overlap', () => {
    const playback = new Playback(caseLog(5), []);
    const silences = playback.silences();
    expect(silences.map(({ from, to }) => to - from)).toEqual(silences.map(({ from, to }) => to - from).toSorted((a, b) => b - a));
    const inTime = silences.toSorted((a, b) => a.from - b.from);
    for (const [index, silence] of inTime.entries()) expect(silence.from).toBeGreaterThanOrEqual(inTime[index - 1]?.to ?? 0);
    for (const { from, to } of silences) expect(playback.nextMessage(from)).toBe(to);
  });

  test('moves at its pace, over idle time at once, never past the next thing and never past the end', () => {
    const playback = new Playback(caseLog(6), []);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom(...speeds),
        fc.boolean(),
        (share, elapsed, speed, skip) => {
          const at = playback.from + share * (playback.to - playback.from);
          const next = advance(playback, at, elapsed, speed, skip);
          expect(next).toBeGreaterThanOrEqual(at);
          expect(next).toBeLessThanOrEqual(playback.to);
          const coming = playback.moments.find((moment) => moment.at > at);
          if (!skip || !coming || coming.at - at <= IDLE_MS) expect(next).toBe(Math.min(playback.to, at + elapsed * speed));
          else expect(next - at).toBeGreaterThanOrEqual(Math.min(coming.at - at - 2_000, elapsed * speed));
        },
      ),
      { seed: 92, numRuns: 300 },
    );
  });

  test('with stops goes through every answer: none is seen before it was stopped at, and none is stopped at twice', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const playback = new Playback(caseLog(seed), []);
      const sent = playback.moments.filter(({ kind }) => kind === 'desk').map(({ id }) => id);
      const answered: string[] = [];
      let at = playback.from - 10;
      for (let steps = 0; steps < 10_000; steps++) {
        const to = playback.nextMessage(at);
        if (to === null) break;
        const next = stopBefore(playback, at, to);
        expect(next).toBeGreaterThan(at);
        at = next;
        const answer = stoppedBefore(playback, at);
        if (!answer || answered.includes(answer.ids[0] ?? '')) continue;
        const shown = playback.stateAt(at)?.entries.map(({ id }) => id as string) ?? [];
        expect(answer.ids.some((id) => shown.includes(id))).toBe(false);
        expect(playback.answerTexts(answer).map(({ id }) => id)).toEqual(answer.ids);
        answered.push(...answer.ids);
      }
      expect(answered).toEqual(sent);
      expect(sent.length).toBeGreaterThan(0);
    }
  });
});
