import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepHeartbeat } from '#renderer/transport/heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a connection over which nothing comes is asked over, and given up where no answer comes; one that speaks or is not open is left alone', () => {
  let heard: number | null = 0;
  let answers = true;
  const told: string[] = [];
  const stop = keepHeartbeat({
    heard: () => heard,
    ask: () => {
      told.push('asked');
      if (answers && heard !== null) heard += 1;
    },
    renew: () => void told.push('given up'),
  });
  // Frames come by themselves: nobody asks.
  for (let beat = 0; beat < 10; beat += 1) {
    heard += 1;
    vi.advanceTimersByTime(5_000);
  }
  expect(told).toEqual([]);
  // A quiet host answers, as long as it lasts.
  vi.advanceTimersByTime(600_000);
  expect(told.length).toBeGreaterThan(20);
  expect(new Set(told)).toEqual(new Set(['asked']));
  told.length = 0;
  answers = false;
  vi.advanceTimersByTime(20_000);
  expect(told.slice(0, 3)).toEqual(['asked', 'asked', 'given up']);
  // Until it is open again there is nothing to be asked.
  heard = null;
  told.length = 0;
  vi.advanceTimersByTime(60_000);
  heard = 7;
  vi.advanceTimersByTime(5_000);
  expect(told).toEqual([]);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
});
