import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { type ListName, listName } from '#shared/desk/configuration.ts';
import type { DeskChange } from '#shared/desk/decide-desk.ts';
import { type DeskState, emptyDesk, evolveDesk, itemKey, itemOf } from '#shared/desk/desk-state.ts';
import { eventId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** One change of the desk as it is looked back on: who, when, how, and each item before and after. */
export const deskHistoryEntry = z.object({
  id: eventId,
  at: instant,
  by: actor,
  how: z.enum(['edited', 'imported', 'undone', 'seeded', 'set-up']),
  /** `revision` is that which the change made. */
  changes: z.array(z.object({ list: listName, id: z.string(), before: z.unknown(), after: z.unknown(), revision: z.number().int() })),
});
export type DeskHistoryEntry = z.infer<typeof deskHistoryEntry>;

/** Every change of the desk, newest first. */
export function deskHistory(events: readonly AnyEvent[]): readonly DeskHistoryEntry[] {
  const entries: DeskHistoryEntry[] = [];
  let state: DeskState = emptyDesk;
  for (const event of events) {
    if (event.type !== 'desk.changed') continue;
    const next = evolveDesk(state, event);
    const changes = event.body.changes
      .filter(({ list }) => listName.safeParse(list).success)
      .map(({ list, id }) => {
        const name = list as ListName;
        const revision = next.revisions[itemKey(name, id)]?.revision ?? 0;
        return { list: name, id, before: itemOf(state.configuration, name, id), after: itemOf(next.configuration, name, id), revision };
      });
    entries.push({ id: event.id, at: event.at, by: event.actor, how: event.body.how, changes });
    state = next;
  }
  return entries.reverse();
}

/** What takes a change back; a person who was added is made inactive, since the log may speak of them. Refused as overtaken where an item changed since. */
export function undoOf(entry: DeskHistoryEntry): readonly DeskChange[] {
  return entry.changes.map(({ list, id, before, after, revision }) => {
    const value = before === null && list === 'people' ? { ...(after as object), active: false } : before;
    return { list, id, value, basedOn: revision };
  });
}
