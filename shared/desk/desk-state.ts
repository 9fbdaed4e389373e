import type { Actor } from '#shared/case/actor.ts';
import type { AnyEvent, KnownEvent, Position } from '#shared/case/envelope.ts';
import { type Configuration, configurationLists, emptyConfiguration, type ListName, listName } from '#shared/desk/configuration.ts';
import type { GroupId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** How often an item changed, and who changed it last; what was removed keeps its count. */
export interface ItemRevision {
  readonly revision: number;
  readonly by: Actor;
  readonly at: Instant;
}

export interface DeskState {
  readonly configuration: Configuration;
  /** By `itemKey`. */
  readonly revisions: Readonly<Record<string, ItemRevision>>;
  /** Every group that ever was: its cases go on to be read when it is no longer there. */
  readonly groups: readonly GroupId[];
  /** That of the newest change; 0 before the first. */
  readonly position: Position | 0;
}

export const emptyDesk: DeskState = { configuration: emptyConfiguration, revisions: {}, groups: [], position: 0 };

/** Names an item among those of all lists. */
export const itemKey = (list: ListName, id: string): string => `${list}/${id}`;

interface Item {
  readonly id: string;
}

/** The items of a list. */
export const itemsOf = (configuration: Configuration, list: ListName): readonly Item[] => configuration[list];

/** One item of a list, or null. */
export const itemOf = (configuration: Configuration, list: ListName, id: string): unknown =>
  itemsOf(configuration, list).find((item) => item.id === id) ?? null;

/** The groups that events of the log add. */
export function groupsAdded(events: readonly AnyEvent[]): readonly GroupId[] {
  return events.flatMap((event) =>
    event.type === 'desk.changed' ? event.body.changes.filter(({ list, value }) => list === 'groups' && value !== null).map(({ id }) => id as GroupId) : [],
  );
}

/** Puts changes into lists of their own; a list or a value that this console does not understand leaves things as they were. */
export function withChanges(before: Configuration, changes: KnownEvent<'desk.changed'>['body']['changes']): Configuration {
  const lists: Partial<Record<ListName, Map<string, unknown>>> = {};
  for (const { list, id, value } of changes) {
    const name = listName.safeParse(list);
    if (!name.success) continue;
    let items = lists[name.data];
    if (!items) {
      items = new Map<string, unknown>(itemsOf(before, name.data).map((item) => [item.id, item]));
      lists[name.data] = items;
    }
    if (value === null) {
      items.delete(id);
      continue;
    }
    const read = configurationLists[name.data].safeParse(value);
    if (read.success && read.data.id === id) items.set(id, read.data);
  }
  const changed = Object.fromEntries(Object.entries(lists).map(([name, items]) => [name, [...items.values()]]));
  return { ...before, ...changed } as Configuration;
}

/** The desk after an event about it; one that this console does not know changes nothing but its place in the log. */
export function evolveDesk(state: DeskState, event: AnyEvent): DeskState {
  if (event.type !== 'desk.changed') return { ...state, position: event.position };
  const { changes } = event.body;
  const revisions: Record<string, ItemRevision> = { ...state.revisions };
  for (const { list, id } of changes) {
    const key = `${list}/${id}`;
    revisions[key] = { revision: (revisions[key]?.revision ?? 0) + 1, by: event.actor, at: event.at };
  }
  return {
    configuration: withChanges(state.configuration, changes),
    revisions,
    groups: [...new Set([...state.groups, ...groupsAdded([event])])],
    position: event.position,
  };
}

/** The desk after many events about it; what the state holds already is passed over, so that repeats are harmless. */
export function foldDesk(state: DeskState, events: readonly AnyEvent[]): DeskState {
  return events.filter((event) => event.position > state.position).reduce(evolveDesk, state);
}
