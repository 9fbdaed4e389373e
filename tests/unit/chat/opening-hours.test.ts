import { expect, it } from 'vitest';
import type { Calendar } from '#shared/desk/calendar.ts';
import { isOpenAt } from '#shared/desk/opening-hours.ts';

const names = { 'zh-CN': '节', en: 'A day' };
const nine = [{ from: 9 * 60, to: 18 * 60 }];
const calendar: Calendar = {
  id: 'office',
  name: names,
  timeZone: 'Asia/Shanghai',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, hours: nine })),
  holidays: [
    { date: '2026-10-01', name: names, hours: [] },
    { date: '2026-10-10', name: names, hours: [{ from: 600, to: 720 }] },
  ],
};

it.each([
  ['a Monday morning there', '2026-09-28T01:00:00Z', true],
  ['the minute before', '2026-09-28T00:59:59Z', false],
  ['the last minute', '2026-09-28T09:59:59Z', true],
  ['the end itself', '2026-09-28T10:00:00Z', false],
  ['a Saturday', '2026-09-26T03:00:00Z', false],
  ['Sunday there while it is Saturday in London', '2026-09-26T16:30:00Z', false],
  ['a holiday that is a Thursday', '2026-10-01T03:00:00Z', false],
  ['a Saturday with hours of its own', '2026-10-10T02:30:00Z', true],
  ['after them', '2026-10-10T04:00:00Z', false],
])('on %s', (_when, at, open) => {
  expect(isOpenAt(calendar, Date.parse(at))).toBe(open);
});

it('goes by the clocks of the zone, also when they are turned', () => {
  const berlin = { ...calendar, timeZone: 'Europe/Berlin', holidays: [] };
  expect(isOpenAt(berlin, Date.parse('2026-10-23T07:00:00Z'))).toBe(true);
  expect(isOpenAt(berlin, Date.parse('2026-10-26T07:00:00Z'))).toBe(false);
  expect(isOpenAt(berlin, Date.parse('2026-10-26T08:00:00Z'))).toBe(true);
});
