import { describe, expect, test } from 'vitest';
import { dayStart } from '#shared/metrics/day-start.ts';

const start = (now: string, zone: string, reset?: number) => new Date(dayStart(Date.parse(now), zone, reset)).toISOString();

describe('dayStart', () => {
  test.each([
    ['2026-10-05T12:00:00Z', 'UTC', '2026-10-05T00:00:00.000Z'],
    ['2026-10-05T00:00:00Z', 'UTC', '2026-10-05T00:00:00.000Z'],
    ['2026-10-04T23:59:59.999Z', 'UTC', '2026-10-04T00:00:00.000Z'],
    ['2026-10-05T12:00:00Z', 'Asia/Shanghai', '2026-10-04T16:00:00.000Z'],
    ['2026-10-05T16:00:00Z', 'Asia/Shanghai', '2026-10-05T16:00:00.000Z'],
    ['2026-10-05T18:29:59Z', 'Asia/Kolkata', '2026-10-04T18:30:00.000Z'],
  ])('at %s in %s the day began at %s', (now, zone, wanted) => {
    expect(start(now, zone)).toBe(wanted);
  });

  test('a desk may begin its day later than midnight', () => {
    expect(start('2026-10-05T20:00:00Z', 'Asia/Shanghai', 5 * 60)).toBe('2026-10-04T21:00:00.000Z');
    expect(start('2026-10-05T21:00:00Z', 'Asia/Shanghai', 5 * 60)).toBe('2026-10-05T21:00:00.000Z');
  });

  test('on days when the clocks change midnight is where it was', () => {
    expect(start('2026-03-08T20:00:00Z', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
    expect(start('2026-11-01T20:00:00Z', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
    expect(start('2026-11-02T04:30:00Z', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
    expect(start('2026-11-02T05:00:00Z', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
  });
});
