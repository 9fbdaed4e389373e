import { z } from 'zod';
import type { RootState } from '#renderer/app/store.ts';
import { selectOpenCaseId, selectSilent } from '#renderer/app/workspace-slice.ts';
import { type InboxOrder, inboxOrders, selectOrder, selectView } from '#renderer/features/inbox/inbox-slice.ts';
import { inboxView } from '#shared/case/inbox-row.ts';
import { caseId, type PersonId, personId } from '#shared/lib/ids.ts';

const KEPT = 'console.place';

const tabPlace = z.object({
  person: personId,
  view: inboxView,
  order: z.string().refine((order): order is InboxOrder => Object.hasOwn(inboxOrders, order)),
  openCase: caseId.nullable(),
});

/** Where somebody is in a tab: ids and choices alone. */
export type TabPlace = z.infer<typeof tabPlace>;

/** Where the person is now. A case that is looked at silently is left out: each such look begins by the supervisor's own hand. */
export function placeIn(root: RootState, person: PersonId): TabPlace {
  return { person, view: selectView(root), order: selectOrder(root), openCase: selectSilent(root) ? null : selectOpenCaseId(root) };
}

/** Where this tab was when its page went; null where that was another person, or nobody. */
export function keptPlace(storage: Pick<Storage, 'getItem'>, person: PersonId): TabPlace | null {
  try {
    const read = tabPlace.safeParse(JSON.parse(storage.getItem(KEPT) ?? 'null'));
    return read.success && read.data.person === person ? read.data : null;
  } catch {
    return null;
  }
}

/** Keeps where somebody is for as long as the tab lives; null forgets it. */
export function keepPlace(storage: Pick<Storage, 'setItem' | 'removeItem'>, place: TabPlace | null): void {
  if (place === null) storage.removeItem(KEPT);
  else storage.setItem(KEPT, JSON.stringify(place));
}
