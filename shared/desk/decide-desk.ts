import { z } from 'zod';
import { type Actor, actor } from '#shared/case/actor.ts';
import { type KnownEvent, type NewEvent, newEvent } from '#shared/case/envelope.ts';
import { type Configuration, listName } from '#shared/desk/configuration.ts';
import { configurationFaults, readItem } from '#shared/desk/configuration-faults.ts';
import { type DeskFault, deskFault } from '#shared/desk/desk-fault.ts';
import { type DeskState, itemKey, itemOf, itemsOf, withChanges } from '#shared/desk/desk-state.ts';
import { DESK, DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { CommandId, EventId, NewId, QueueId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { sameValue } from '#shared/lib/same-value.ts';
import { type Instant, instant } from '#shared/lib/time.ts';
import { utf8Length } from '#shared/lib/utf8-length.ts';

/** One item as it is to be (null: no longer there), and which revision of it was before the person's eyes (0: none). */
export const deskChange = z.object({
  list: listName,
  id: z.string().min(1).max(64),
  value: z.unknown(),
  basedOn: z.number().int().min(0),
});
export type DeskChange = z.infer<typeof deskChange>;

export const deskCommand = z.object({ changes: z.array(deskChange).min(1).max(20_000), how: z.enum(['edited', 'imported', 'undone']) });

export interface DeskCommand {
  readonly changes: readonly DeskChange[];
  readonly how: KnownEvent<'desk.changed'>['body']['how'];
}

export const deskRefusal = z.discriminatedUnion('code', [
  /** Somebody else changed the same items since: who, and when. */
  z.object({
    code: z.literal('changed-meanwhile'),
    items: z.array(z.object({ list: listName, id: z.string(), revision: z.number().int(), by: actor, at: instant })),
  }),
  z.object({ code: z.literal('faulty'), faults: z.array(deskFault) }),
  /** More than one event can hold; to be done in parts. */
  z.object({ code: z.literal('too-large') }),
]);
export type DeskRefusal = z.infer<typeof deskRefusal>;

export interface DeskContext {
  readonly actor: Actor;
  readonly commandId?: CommandId;
  readonly now: Instant;
  readonly newId: NewId;
  /** Cases that are not resolved, by queue. */
  readonly openCases: ReadonlyMap<QueueId, number>;
}

/** The largest body that is written as one event, as UTF-8 JSON; an event, and a frame, takes at most 1 MiB with what is around it. */
const MOST_BYTES = 900_000;

const administrators = (configuration: Configuration) => configuration.people.filter(({ role, active }) => role === 'administrator' && active).length;

/** What may not be taken away, and from whom. */
function removalFaults(before: Configuration, after: Configuration, changes: readonly DeskChange[], openCases: DeskContext['openCases']): readonly DeskFault[] {
  const faults: DeskFault[] = [];
  for (const { list, id, value } of changes) {
    const path = [
      list,
      Math.max(
        0,
        itemsOf(before, list).findIndex((item) => item.id === id),
      ),
    ];
    const cases = openCases.get(id as QueueId) ?? 0;
    if (value !== null) continue;
    if (list === 'people') faults.push({ path, item: id, code: 'person-stays', about: null });
    if (list === 'queues' && cases > 0) faults.push({ path, item: id, code: 'has-cases', about: String(cases) });
  }
  if (administrators(before) > 0 && administrators(after) === 0) {
    const index = before.people.findIndex(({ role, active }) => role === 'administrator' && active);
    faults.push({ path: ['people', index], item: before.people[index]?.id ?? null, code: 'last-administrator', about: null });
  }
  return faults;
}

/** Reads the values; one that names another id than its change is at fault. */
function readChanges(state: DeskState, changes: readonly DeskChange[]): Result<readonly DeskChange[], readonly DeskFault[]> {
  const faults: DeskFault[] = [];
  const read = changes.map((change) => {
    const items = itemsOf(state.configuration, change.list);
    const index = items.findIndex((item) => item.id === change.id);
    const path = [change.list, index < 0 ? items.length : index];
    if (change.value === null) return change;
    const item = readItem(change.list, change.value, path);
    faults.push(...item.faults);
    if (item.value !== null && item.value.id !== change.id) faults.push({ path: [...path, 'id'], item: change.id, code: 'id-differs', about: item.value.id });
    return { ...change, value: item.value };
  });
  const keys = new Set<string>();
  for (const { list, id } of changes) {
    if (keys.has(itemKey(list, id))) faults.push({ path: [list], item: id, code: 'duplicate-id', about: id });
    keys.add(itemKey(list, id));
  }
  return faults.length > 0 ? fail(faults) : ok(read);
}

/** Decides changes of the desk: all of them as one event, none where nothing would be different, or why not. */
export function decideDesk(state: DeskState, command: DeskCommand, context: DeskContext): Result<readonly NewEvent<'desk.changed'>[], DeskRefusal> {
  const read = readChanges(state, command.changes);
  if (!read.ok) return fail({ code: 'faulty', faults: [...read.error] });
  const changes = read.value.filter(({ list, id, value }) => !sameValue(value, itemOf(state.configuration, list, id)));
  if (changes.length === 0) return ok([]);
  const overtaken = changes.flatMap(({ list, id, basedOn }) => {
    const known = state.revisions[itemKey(list, id)];
    return known !== undefined && known.revision !== basedOn ? [{ list, id, ...known }] : [];
  });
  if (overtaken.length > 0) return fail({ code: 'changed-meanwhile', items: overtaken });
  const body = { changes: changes.map(({ list, id, value }) => ({ list, id, value })), how: command.how };
  const after = withChanges(state.configuration, body.changes);
  const faults = [...removalFaults(state.configuration, after, changes, context.openCases), ...configurationFaults(after)];
  if (faults.length > 0) return fail({ code: 'faulty', faults });
  if (utf8Length(JSON.stringify(body)) > MOST_BYTES) return fail({ code: 'too-large' });
  const head = {
    id: context.newId() as EventId,
    about: DESK,
    group: DESK_GROUP,
    at: context.now,
    actor: context.actor,
    ...(context.commandId === undefined ? {} : { causedBy: context.commandId }),
  };
  return ok([newEvent(head, 'desk.changed', body)]);
}
