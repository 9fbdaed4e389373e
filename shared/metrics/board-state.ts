import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { type AgentTrack, evolveAgent, forgetAgentBefore } from '#shared/metrics/agent-track.ts';
import { type CaseTrack, forgetBefore, isDone } from '#shared/metrics/case-track.ts';
import { evolveTrack } from '#shared/metrics/evolve-track.ts';
import { emptyMap, MapEdit, type ShardedMap, valuesOf } from '#shared/metrics/sharded-map.ts';

/** What all figures are reckoned from: the cases and agents of the events folded so far. */
export interface BoardState {
  readonly cases: ShardedMap<CaseId, CaseTrack>;
  /** Resolved and counted; kept in short, so that one that is reopened is known, and not looked at otherwise. */
  readonly dormant: ShardedMap<CaseId, CaseTrack>;
  readonly agents: ShardedMap<PersonId, AgentTrack>;
}

/** The state before the first event. */
export function emptyBoard(): BoardState {
  return { cases: emptyMap(), dormant: emptyMap(), agents: emptyMap() };
}

/**
 * Folds a batch. Any split of a log into batches gives the same state, repeats change nothing, and only the order of
 * events about the same case or agent matters. Events of unknown types, and those about other things, are ignored.
 */
export function foldBoard(state: BoardState, events: Iterable<AnyEvent>): BoardState {
  const cases = new MapEdit(state.cases);
  const dormant = new MapEdit(state.dormant);
  const agents = new MapEdit(state.agents);
  for (const event of events) {
    if (event.type === 'unsupported') continue;
    if (event.about.kind === 'case') {
      const id = event.about.id as CaseId;
      const before = cases.get(id) ?? dormant.get(id);
      const after = evolveTrack(before, event);
      if (after === undefined || after === before) continue;
      cases.set(id, after);
      dormant.delete(id);
    } else if (event.about.kind === 'agent') {
      const id = event.about.id as PersonId;
      const before = agents.get(id);
      const after = evolveAgent(before, event);
      if (after !== undefined && after !== before) agents.set(id, after);
    }
  }
  const folded = { cases: cases.done(), dormant: dormant.done(), agents: agents.done() };
  const same = folded.cases === state.cases && folded.dormant === state.dormant && folded.agents === state.agents;
  return same ? state : folded;
}

/** Folds one event. */
export function evolveBoard(state: BoardState, event: AnyEvent): BoardState {
  return foldBoard(state, [event]);
}

/** Lets go of what ended before `before`, once a day say; boards of `before` and later stay the same. */
export function settleBoard(state: BoardState, before: Instant): BoardState {
  const cases = new MapEdit(state.cases);
  const dormant = new MapEdit(state.dormant);
  const agents = new MapEdit(state.agents);
  for (const track of valuesOf(state.cases)) {
    const kept = forgetBefore(track, before);
    if (isDone(track) && track.at < before) {
      cases.delete(track.id);
      dormant.set(track.id, kept);
    } else if (kept !== track) cases.set(track.id, kept);
  }
  for (const track of valuesOf(state.agents)) {
    const kept = forgetAgentBefore(track, before);
    if (kept !== track) agents.set(track.id, kept);
  }
  return { cases: cases.done(), dormant: dormant.done(), agents: agents.done() };
}
