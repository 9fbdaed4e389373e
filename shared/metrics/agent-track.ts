import type { AgentState } from '#shared/case/agent-state.ts';
import type { KnownEvent, Position } from '#shared/case/envelope.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Span } from '#shared/metrics/spans.ts';

export interface StateChange {
  readonly state: AgentState;
  readonly at: Instant;
}

/** What the figures need to know of one agent: their changes of state, oldest first; no state follows itself. */
export interface AgentTrack {
  readonly id: PersonId;
  readonly changes: readonly StateChange[];
  readonly position: Position;
}

/** The state an event puts its agent in, or null. */
function stateAfter(event: KnownEvent): AgentState | null {
  switch (event.type) {
    case 'agent.signedIn':
      return 'available';
    case 'agent.signedOut':
      return 'offline';
    case 'agent.stateChanged':
      return event.body.state;
    default:
      return null;
  }
}

/** Folds one event about an agent; repeats change nothing, and a clock that went backwards is taken to stand still. */
export function evolveAgent(track: AgentTrack | undefined, event: KnownEvent): AgentTrack | undefined {
  const state = stateAfter(event);
  if (state === null || (track !== undefined && event.position <= track.position)) return track;
  const changes = track?.changes ?? [];
  const last = changes.at(-1);
  const added = last?.state === state ? changes : [...changes, { state, at: Math.max(last?.at ?? 0, event.at) }];
  return { id: event.about.id as PersonId, changes: added, position: event.position };
}

/** When the agent was in one of the states; the last may still last. */
export function timesIn(track: AgentTrack | undefined, ...states: readonly AgentState[]): readonly Span[] {
  const changes = track?.changes ?? [];
  return changes.flatMap(({ state, at }, index) => (states.includes(state) ? [{ from: at, to: changes[index + 1]?.at ?? null }] : []));
}

/** A track without the changes that were over before `before`. */
export function forgetAgentBefore(track: AgentTrack, before: Instant): AgentTrack {
  const kept = track.changes.filter((_, index) => (track.changes[index + 1]?.at ?? before) >= before);
  return kept.length === track.changes.length ? track : { ...track, changes: kept };
}
