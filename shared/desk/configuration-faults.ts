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

const textsOf = (value: unknown): readonly (string | null)[] =>
  Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? one : null)) : [];

/** What an item names that is not there; also of an item that is otherwise at fault, as far as it can be read. */
function referenceFaults(list: ListName, item: Readonly<Record<string, unknown>>, ids: Ids, tell: Told): void {
  const known = (named: unknown, of: ListName, place: string, code: DeskFaultCode) => {
    for (const [index, id] of textsOf(named).entries()) if (id !== null && !ids[of].has(id)) tell([place, index], code, id);
  };
  if (list === 'queues') {
    const { group, calendar, skills } = item;
    if (typeof group === 'string' && !ids.groups.has(group)) tell(['group'], 'unknown-group', group);
    if (typeof calendar === 'string' && !ids.calendars.has(calendar)) tell(['calendar'], 'unknown-calendar', calendar);
    known(skills, 'skills', 'skills', 'unknown-skill');
  } else if (list === 'people') {
    known(item.queues, 'queues', 'queues', 'unknown-queue');
    known(item.skills, 'skills', 'skills', 'unknown-skill');
  }
}

/** One item as it came from outside, the id it bears, and what could be read of it. */
export interface LooseItem {
  readonly raw: unknown;
  readonly id: string | null;
  readonly value: Configuration[ListName][number] | null;
}
export type LooseLists = Readonly<Record<ListName, readonly LooseItem[]>>;

/** Faults between items; an item that could not be read counts by its id, so that each fault is told once. */
export function crossFaults(lists: LooseLists, root: readonly PathPart[]): readonly DeskFault[] {
  const ids = Object.fromEntries(listNames.map((list) => [list, new Set(lists[list].flatMap(({ id }) => (id === null ? [] : [id])))])) as unknown as Ids;
  const faults: DeskFault[] = [];
  for (const list of listNames) {
    const seen = new Set<string>();
    for (const [index, { raw, id, value }] of lists[list].entries()) {
      const tell: Told = (place, code, about) => faults.push({ path: [...root, list, index, ...place], item: id, code, about: about === '' ? null : about });
      if (id !== null && seen.has(id)) tell(['id'], 'duplicate-id', id);
      if (id !== null) seen.add(id);
      if (typeof raw === 'object' && raw !== null) referenceFaults(list, raw as Readonly<Record<string, unknown>>, ids, tell);
      if (value !== null && list === 'calendars') calendarFaults(value as Calendar, tell);
    }
  }
  return faults;
}

/** Everything that is wrong with a configuration; none: it may be used. */
export function configurationFaults(configuration: Configuration): readonly DeskFault[] {
  const lists = Object.fromEntries(
    listNames.map((list) => [list, configuration[list].map((value) => ({ raw: value, id: value.id, value }))]),
  ) as unknown as LooseLists;
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
