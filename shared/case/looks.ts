import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { type SeenPanel, seenPanel } from '#shared/case/seen-panel.ts';
import { eventId } from '#shared/lib/ids.ts';
import { instant, MINUTE } from '#shared/lib/time.ts';

/** What one person looked at in one sitting, or one value that was shown to them in full. */
export const look = z.object({
  /** Of its first event. */
  id: eventId,
  kind: z.enum(['seen', 'revealed']),
  at: instant,
  /** When its newest look was. */
  until: instant,
  actor,
  panels: z.array(seenPanel),
  /** How often they looked: a window that stays open looks once, however often it asks. */
  times: z.number().int().positive(),
});
export type Look = z.infer<typeof look>;

/** A window that stays open asks each part of the page again within a minute; after a longer pause somebody came back to it. */
export const ONE_LOOK = 2 * MINUTE;

/** Whoever looks again within this time has not gone away. */
const SITTING = 30 * MINUTE;

/** Folds a case's trail into sittings and reveals, oldest first; the same for any order in which the events come. */
export function foldLooks(events: readonly Pick<AnyEvent, 'id' | 'at' | 'actor' | 'type' | 'body'>[]): readonly Look[] {
  const inOrder = [...new Map(events.map((event) => [event.id, event])).values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const looks: Look[] = [];
  const sittings = new Map<string, number>();
  for (const { id, at, actor: by, type, body } of inOrder) {
    const name: string = type;
    if (name === 'trail.revealed' || name === 'trail.fieldRevealed') {
      looks.push({ id, kind: 'revealed', at, until: at, actor: by, panels: [], times: 1 });
    } else if (name === 'trail.seen') {
      const { panel } = body as { readonly panel: SeenPanel };
      const index = sittings.get(by.id);
      const before = index === undefined ? undefined : looks[index];
      if (index !== undefined && before && at - before.until <= SITTING) {
        const panels = before.panels.includes(panel) ? before.panels : seenPanel.options.filter((one) => one === panel || before.panels.includes(one));
        looks[index] = { ...before, until: at, panels, times: before.times + (at - before.until > ONE_LOOK ? 1 : 0) };
      } else {
        sittings.set(by.id, looks.length);
        looks.push({ id, kind: 'seen', at, until: at, actor: by, panels: [panel], times: 1 });
      }
    }
  }
  return looks;
}
