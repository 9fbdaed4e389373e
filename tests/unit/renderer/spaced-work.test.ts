import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { spacedWork } from '#renderer/features/inbox/spaced-work.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that counts, with a pointer that moves when it is told to. */
function made() {
  const ran: number[] = [];
  let aimedUntil = 0;
  const { wish, stop } = spacedWork(
    async () => {
      ran.push(performance.now());
    },
    {
      typing: { typing: () => false, stop: () => undefined },
      aiming: { aiming: () => Math.max(0, aimedUntil - performance.now()), stop: () => undefined },
    },
  );
  const move = () => {
    aimedUntil = performance.now() + 600;
  };
  return { ran, wish, stop, move };
}

describe('a list that changes places', () => {
  test('does so at once, then at most every 250 ms', async () => {
    const { ran, wish } = made();
    const begin = performance.now();
    for (let i = 0; i < 20; i += 1) {
      wish();
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(ran.map((at) => at - begin)).toEqual([0, 250, 500, 750, 1_000]);
  });

  test('holds still while a pointer moves over it, until it rests', async () => {
    const { ran, wish, move } = made();
    const begin = performance.now();
    move();
    wish();
    await vi.advanceTimersByTimeAsync(599);
    expect(ran).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ran.map((at) => at - begin)).toEqual([600]);
  });

  test('waits for a pointer that never rests 800 ms, and no more', async () => {
    const { ran, wish, move } = made();
    const begin = performance.now();
    wish();
    for (let i = 0; i < 100; i += 1) {
      move();
      wish();
      await vi.advanceTimersByTimeAsync(20);
    }
    const gaps = ran.map((at, n) => at - (ran[n - 1] ?? begin));
    expect(gaps.slice(1).every((gap) => gap <= 250 + 800 + 20)).toBe(true);
    expect(ran.length).toBeGreaterThanOrEqual(2);
  });

  test('does nothing more once it was stopped', async () => {
    const { ran, wish, stop, move } = made();
    move();
    wish();
    stop();
    await vi.advanceTimersByTimeAsync(5_000);
    wish();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ran).toEqual([]);
  });
});
