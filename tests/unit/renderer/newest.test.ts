import { expect, it } from 'vitest';
import { incidentSeen, incidentsSeen, incidentsSlice } from '#renderer/features/incidents/incidents-slice.ts';
import { Newest } from '#renderer/transport/newest.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';

it('of questions that ask the same only the newest counts, whichever is answered last', () => {
  const newest = new Newest();
  const [first, second] = [newest.ask(), newest.ask()];
  expect([second(), first(), second()]).toEqual([true, false, true]);
  newest.ask();
  expect(second()).toBe(false);
});

it('what an answer says of an incident takes back nothing that the stream told before it', () => {
  const incident = (id: string, position: number) => ({ id, position }) as unknown as Incident;
  const told = incidentsSlice.reducer(undefined, incidentsSeen([incident('a', 7), incident('b', 5)]));
  const after = (one: Incident) => incidentsSlice.reducer(told, incidentSeen(one)).incidents.map(({ id, position }) => `${id}${position}`);
  expect(after(incident('b', 4))).toEqual(['a7', 'b5']);
  expect(after(incident('b', 8))).toEqual(['b8', 'a7']);
  expect(after(incident('c', 1))).toEqual(['c1', 'a7', 'b5']);
});
