import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';

const types = ['call.started', 'call.hungUp', 'call.ended', 'call.missed', 'call.callBackDone'] as const;
/** What is told of a case's calls, and of calling back. */
export type CallEvent = KnownEvent<(typeof types)[number]>;

const known = new Set<string>(types);

/** Whether an event tells of a call. */
export function isCallEvent(event: KnownEvent): event is CallEvent {
  return known.has(event.type);
}

/** What the desk says of a call that nobody noted, where others have an outcome. */
export const MISSED = 'missed';

function begun(state: CaseState, event: KnownEvent<'call.started'> | KnownEvent<'call.missed'>): CaseState {
  const number = event.content?.number ?? null;
  const from = event.body.direction === 'inbound' ? ('customer' as const) : ('desk' as const);
  const call = { id: event.id, direction: event.body.direction, number, startedAt: event.at, hungUpAt: null };
  return {
    ...state,
    call: { ...call, endedAt: null, seconds: null, outcome: null, callBackAt: null },
    preview: state.preview ?? { text: number?.text ?? null, from, at: event.at },
  };
}

/** Folds calls and what was promised in them; the entries are the caller's. */
export function withCall(state: CaseState, event: CallEvent): CaseState {
  switch (event.type) {
    case 'call.started':
      // Whoever calls has kept what was promised: what follows is said at this call's end.
      return { ...begun(state, event), wrapUp: null, waitingSince: null, callBackAt: null, firstResponseAt: state.firstResponseAt ?? event.at };
    case 'call.hungUp':
      return state.call?.id === event.body.call ? { ...state, call: { ...state.call, hungUpAt: event.at } } : state;
    case 'call.ended': {
      if (state.call?.id !== event.body.call) return state;
      const { seconds, outcome, followUp } = event.body;
      const call = { ...state.call, endedAt: event.at, seconds, outcome, callBackAt: followUp ?? null };
      return { ...state, call, callBackAt: followUp ?? null };
    }
    case 'call.missed': {
      const { call, ...rest } = begun(state, event);
      return { ...rest, call: call && { ...call, endedAt: event.at, seconds: 0, outcome: MISSED, callBackAt: event.at }, callBackAt: event.at };
    }
    case 'call.callBackDone':
      return { ...state, callBackAt: null };
    default:
      return assertNever(event, 'call event');
  }
}
