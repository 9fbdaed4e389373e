import { z } from 'zod';
import type { Configuration, ListName } from '#shared/desk/configuration.ts';
import { crossFaults, type LooseLists, listNames, readItem } from '#shared/desk/configuration-faults.ts';
import type { DeskChange } from '#shared/desk/decide-desk.ts';
import { type DeskFault, faultsOf } from '#shared/desk/desk-fault.ts';
import { type DeskState, itemKey, itemOf, itemsOf } from '#shared/desk/desk-state.ts';
import type { Person } from '#shared/desk/person.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';

/** What a desk's file says it is. */
export const DESK_FILE = 'wallet-service-console/desk';
export const DESK_FILE_VERSION = 1;

/** The most that is read of a file, in UTF-16 units: a frame takes 1 MiB. */
export const MOST_FILE_TEXT = 1_000_000;

/** The whole configuration as one file; accounts and passwords are no part of it. */
export function writeDeskFile(configuration: Configuration): string {
  return `${JSON.stringify({ schema: DESK_FILE, version: DESK_FILE_VERSION, configuration }, null, 2)}\n`;
}

const frame = z.strictObject({
  schema: z.string(),
  version: z.number().int().min(1),
  configuration: z.strictObject({
    ...(Object.fromEntries(listNames.map((list) => [list, z.array(z.unknown()).max(20_000)])) as Record<ListName, z.ZodArray<z.ZodUnknown>>),
    // Files that were written before there was such a rule do not have it.
    retention: z.array(z.unknown()).max(10).optional(),
  }),
});

const wholeFault = (code: DeskFault['code'], path: string[], about: string | null): readonly DeskFault[] => [{ path, item: null, code, about }];

/** Reads a file's text; every fault is told, with its place. */
export function readDeskFile(text: string): Result<Configuration, readonly DeskFault[]> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    return fail(wholeFault('not-json', [], (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ').slice(0, 200)));
  }
  const head = z.object({ schema: z.literal(DESK_FILE), version: z.number().optional() }).safeParse(value);
  if (!head.success) return fail(wholeFault('not-a-desk-file', ['schema'], null));
  if ((head.data.version ?? 0) > DESK_FILE_VERSION) return fail(wholeFault('newer-version', ['version'], String(head.data.version)));
  const read = frame.safeParse(value);
  const faults: DeskFault[] = read.success ? [] : [...faultsOf(read.error, value, [], null)];
  const raw = (value as { configuration?: unknown }).configuration;
  const lists = Object.fromEntries(listNames.map((list) => [list, readList(list, raw, faults)])) as unknown as LooseLists;
  faults.push(...crossFaults(lists, ['configuration']));
  if (faults.length > 0) return fail(faults);
  return ok(Object.fromEntries(listNames.map((list) => [list, lists[list].map(({ value: item }) => item)])) as unknown as Configuration);
}

function readList(list: ListName, raw: unknown, faults: DeskFault[]): LooseLists[ListName] {
  const items: unknown = typeof raw === 'object' && raw !== null ? Reflect.get(raw, list) : [];
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown, index) => {
    const read = readItem(list, item, ['configuration', list, index]);
    faults.push(...read.faults);
    const id: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'id') : null;
    return { raw: item, id: typeof id === 'string' ? id : null, value: read.value };
  });
}

/** Somebody whom a file does not name stays, without the queues and skills that go. */
function staying(person: Person, to: Configuration): Person {
  const [queues, skills] = [new Set<string>(to.queues.map(({ id }) => id)), new Set(to.skills.map(({ id }) => id))];
  return { ...person, queues: person.queues.filter((id) => queues.has(id)), skills: person.skills.filter((id) => skills.has(id)) };
}

/** What makes the desk into what a file holds: what is not in it goes, except people, who stay. */
export function changesTo(state: DeskState, file: Configuration): readonly DeskChange[] {
  const named = new Set(file.people.map(({ id }) => id));
  const others = state.configuration.people.filter(({ id }) => !named.has(id));
  const to: Configuration = { ...file, people: [...file.people, ...others.map((person) => staying(person, file))] };
  return listNames.flatMap((list) => {
    const wanted = itemsOf(to, list);
    const ids = new Set(wanted.map(({ id }) => id));
    const gone = itemsOf(state.configuration, list).filter(({ id }) => !ids.has(id));
    const all = [...wanted.map((item) => ({ id: item.id, value: item as unknown })), ...gone.map(({ id }) => ({ id, value: null }))];
    return all
      .filter(({ id, value }) => !sameValue(value, itemOf(state.configuration, list, id)))
      .map(({ id, value }) => ({ list, id, value, basedOn: state.revisions[itemKey(list, id)]?.revision ?? 0 }));
  });
}
