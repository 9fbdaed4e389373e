import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import { type AnyEvent, position } from '#shared/case/envelope.ts';
import { incidentDraft, incidentWords } from '#shared/case/incident.ts';
import { type IncidentId, incidentId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** Something known that befalls many customers, as the log has it. */
export const incident = incidentDraft.extend({
  id: incidentId,
  openedAt: instant,
  openedBy: actor,
  changedAt: instant,
  /** Null while it goes on. */
  closed: z.object({ at: instant, by: actor, closing: incidentWords }).nullable(),
  /** Of its newest event: what a change must be based on. */
  position,
});
export type Incident = z.infer<typeof incident>;

/** One incident after an event about it; undefined before it was opened. Repeats change nothing, and what is closed stays as it was. */
export function evolveIncident(state: Incident | undefined, event: AnyEvent): Incident | undefined {
  if (state === undefined) {
    if (event.type !== 'incident.opened') return undefined;
    const { at, actor: openedBy, position: place, about } = event;
    return { ...event.body, id: about.id as IncidentId, openedAt: at, openedBy, changedAt: at, closed: null, position: place };
  }
  if (event.position <= state.position) return state;
  const moved = { ...state, position: event.position };
  if (state.closed !== null) return moved;
  if (event.type === 'incident.changed') return { ...moved, ...event.body, changedAt: event.at };
  if (event.type === 'incident.closed') return { ...moved, closed: { at: event.at, by: event.actor, closing: event.body.closing } };
  return moved;
}

export type Incidents = ReadonlyMap<IncidentId, Incident>;

/** All incidents after events of the log, of whatever they are about; the same map where nothing changed. */
export function foldIncidents(before: Incidents, events: Iterable<AnyEvent>): Incidents {
  let after: Map<IncidentId, Incident> | null = null;
  for (const event of events) {
    if (event.about.kind !== 'incident') continue;
    const id = event.about.id as IncidentId;
    const known = (after ?? before).get(id);
    const next = evolveIncident(known, event);
    if (next === undefined || next === known) continue;
    after ??= new Map(before);
    after.set(id, next);
  }
  return after ?? before;
}

/** Those that go on first, each lot the newest first. */
export function inOrder(incidents: Incidents): readonly Incident[] {
  const over = (one: Incident) => (one.closed === null ? 0 : 1);
  return [...incidents.values()].sort((a, b) => over(a) - over(b) || (b.closed?.at ?? b.since) - (a.closed?.at ?? a.since) || (a.id < b.id ? 1 : -1));
}
