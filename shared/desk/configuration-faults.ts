import type { Calendar } from '#shared/desk/calendar.ts';
import { type Configuration, configurationLists, type ListName } from '#shared/desk/configuration.ts';
import { type DeskFault, type DeskFaultCode, faultsOf, type PathPart } from '#shared/desk/desk-fault.ts';

type Ids = Readonly<Record<ListName, ReadonlySet<string>>>;
type Told = (place: readonly PathPart[], code: DeskFaultCode, about: string) => void;

export const listNames = Object.keys(configurationLists) as readonly ListName[];

/** Tells each value that was there before. */
function repeats(values: readonly (string | number)[], tell: (index: number, value: string) => void): void {
  const seen = new Set<string | number>();
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) tell(index, String(value));
    seen.add(value);
  }
}

/** Stretches of one day that run into each other. */
function overlaps(hours: Calendar['week'][number]['hours']): readonly number[] {
  return hours.flatMap((one, index) => (hours.slice(0, index).some((other) => one.from < other.to && other.from < one.to) ? [index] : []));
}

function calendarFaults({ week, holidays }: Calendar, tell: Told): void {
  repeats(
    week.map(({ day }) => day),
    (index, day) => tell(['week', index, 'day'], 'duplicate-day', day),
  );
  repeats(
    holidays.map(({ date }) => date),
    (index, date) => tell(['holidays', index, 'date'], 'duplicate-date', date),
  );
  for (const part of ['week', 'holidays'] as const) {
    for (const [index, { hours }] of (part === 'week' ? week : holidays).entries()) {
      for (const stretch of overlaps(hours)) tell([part, index, 'hours', stretch], 'hours-overlap', '');
    }
  }
}

/** What an item names that is not there, and what does not go together within it. */
function itemFaults(list: ListName, item: Configuration[ListName][number], ids: Ids, tell: Told): void {
  const known = (named: readonly string[], of: ListName, place: string, code: DeskFaultCode) => {
    for (const [index, id] of named.entries()) if (!ids[of].has(id)) tell([place, index], code, id);
  };
  if (list === 'queues') {
    const queue = item as Configuration['queues'][number];
    if (!ids.groups.has(queue.group)) tell(['group'], 'unknown-group', queue.group);
    if (queue.calendar !== null && !ids.calendars.has(queue.calendar)) tell(['calendar'], 'unknown-calendar', queue.calendar);
    known(queue.skills, 'skills', 'skills', 'unknown-skill');
  } else if (list === 'people') {
    const person = item as Configuration['people'][number];
    known(person.queues, 'queues', 'queues', 'unknown-queue');
    known(person.skills, 'skills', 'skills', 'unknown-skill');
  } else if (list === 'calendars') calendarFaults(item as Calendar, tell);
}

/** Lists as they came from outside: what could be read of each item, or null, and the id it bears. */
export type LooseLists = Readonly<Record<ListName, readonly { readonly id: string | null; readonly value: Configuration[ListName][number] | null }[]>>;

/** Faults between items; an item that could not be read counts by its id, so that each fault is told once. */
export function crossFaults(lists: LooseLists, root: readonly PathPart[]): readonly DeskFault[] {
  const ids = Object.fromEntries(listNames.map((list) => [list, new Set(lists[list].flatMap(({ id }) => (id === null ? [] : [id])))])) as unknown as Ids;
  const faults: DeskFault[] = [];
  for (const list of listNames) {
    const seen = new Set<string>();
    for (const [index, { id, value }] of lists[list].entries()) {
      const tell: Told = (place, code, about) => faults.push({ path: [...root, list, index, ...place], item: id, code, about: about === '' ? null : about });
      if (id !== null && seen.has(id)) tell(['id'], 'duplicate-id', id);
      if (id !== null) seen.add(id);
      if (value !== null) itemFaults(list, value, ids, tell);
    }
  }
  return faults;
}

/** Everything that is wrong with a configuration; none: it may be used. */
export function configurationFaults(configuration: Configuration): readonly DeskFault[] {
  const lists = Object.fromEntries(listNames.map((list) => [list, configuration[list].map((value) => ({ id: value.id, value }))])) as unknown as LooseLists;
  return crossFaults(lists, []);
}

/** Reads one item; its faults stand under `path`. */
export function readItem(
  list: ListName,
  value: unknown,
  path: readonly PathPart[],
): { readonly value: Configuration[ListName][number] | null; readonly faults: readonly DeskFault[] } {
  const read = configurationLists[list].safeParse(value);
  if (read.success) return { value: read.data, faults: [] };
  const id: unknown = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return { value: null, faults: faultsOf(read.error, value, path, typeof id === 'string' ? id : null) };
}
