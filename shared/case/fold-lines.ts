import type { KnownEvent } from '#shared/case/envelope.ts';
import type { Line } from '#shared/case/line.ts';
import type { CaseState } from '#shared/case/state.ts';
import { foldWaits, type Waits, waitsSince, withoutLine } from '#shared/case/waits.ts';
import { wroteLast } from '#shared/case/written-entry.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

const types = ['case.merged', 'case.unmerged', 'case.split', 'case.lineMoved'] as const;
/** What is told of cases that are merged or split, on either side. */
export type LineEvent = KnownEvent<(typeof types)[number]>;

const known = new Set<string>(types);

/** Whether an event tells of merged or split cases. */
export function isLineEvent(event: KnownEvent): event is LineEvent {
  return known.has(event.type);
}

/** The case is closed as long as another goes on in its place. */
function merged(state: CaseState, { at, actor, body }: KnownEvent<'case.merged'>): CaseState {
  const closed = state.status === 'resolved' ? { at: state.resolvedAt ?? at, disposition: state.disposition } : null;
  const { waitingSince } = state;
  return {
    ...state,
    status: 'resolved',
    resolvedAt: at,
    disposition: null,
    wrapUp: null,
    snoozedUntil: null,
    mergedInto: {
      case: body.case,
      channel: body.channel,
      at,
      by: actor.id as PersonId,
      identified: body.identified === true,
      waitingSince,
      snoozed: state.status === 'snoozed',
      wrote: false,
      closed,
    },
  };
}

/**
 * What was closed before and heard nothing since stays closed; anything else stands in its queue, for who had it first. Whoever
 * was answered before, or on the line since, is not waited on now; who waited waits since then.
 */
function apart(state: CaseState, at: Instant): CaseState {
  const { mergedInto } = state;
  if (mergedInto === null) return state;
  const back = { ...state, mergedInto: null };
  if (mergedInto.closed !== null && !mergedInto.wrote) return { ...back, resolvedAt: mergedInto.closed.at, disposition: mergedInto.closed.disposition };
  return {
    ...back,
    status: 'waiting',
    owner: null,
    intendedFor: state.owner,
    resolvedAt: null,
    waitingSince: waitsSince(state.waits) ?? (mergedInto.snoozed ? at : null),
  };
}

/** The customer waits on both from the earlier of the two; of a closed case the step that opens it again follows. */
function joined(state: CaseState, { at, body }: KnownEvent<'case.merged'>): CaseState {
  if (state.lines.some((line) => line.case === body.case)) return state;
  const line: Line = { case: body.case, channel: body.channel, since: at, lastCustomerAt: null };
  const works = state.status === 'waiting' || state.status === 'open';
  return { ...state, lines: [...state.lines, line], waitingSince: works ? (state.waitingSince ?? body.waitingSince ?? null) : state.waitingSince };
}

/** What is said on a line moves the clocks of the case that goes on, and what concerns it on the thread that it was split from, as if it were said on its own. */
function moved(state: CaseState, event: KnownEvent<'case.lineMoved'>): CaseState {
  const { case: id, by } = event.body;
  if (state.splitFrom?.case !== id && !state.lines.some((line) => line.case === id)) return state;
  const text = event.content?.text ?? null;
  switch (by) {
    case 'customer':
      return {
        ...state,
        lines: state.lines.map((line) => (line.case === id ? { ...line, lastCustomerAt: wroteLast(line.lastCustomerAt, line.channel, event) } : line)),
        wrapUp: null,
        unread: state.unread + 1,
        waitingSince: state.waitingSince ?? event.at,
        preview: { text, from: 'customer', at: event.at },
      };
    case 'other':
      return { ...state, wrapUp: null, unread: state.unread + 1, preview: { text, from: 'other', at: event.at } };
    case 'desk':
      return {
        ...state,
        wrapUp: null,
        unread: 0,
        waitingSince: null,
        firstResponseAt: state.firstResponseAt ?? event.at,
        preview: { text, from: 'desk', at: event.at },
      };
    case 'taken-back':
      return state.status === 'waiting' || state.status === 'open' ? { ...state, waitingSince: state.waitingSince ?? event.at } : state;
    default:
      return assertNever(by, 'by');
  }
}

/** Folds what is told of merged and split cases; the entries are the caller's. */
export function withLine(state: CaseState, event: LineEvent): CaseState {
  switch (event.type) {
    case 'case.merged':
      return event.body.side === 'into' ? merged(state, event) : joined(state, event);
    case 'case.unmerged':
      if (event.body.side === 'into') return apart(state, event.at);
      return {
        ...state,
        lines: state.lines.filter((line) => line.case !== event.body.case),
        waitingSince: withoutLine(state.waitingSince, state.waits, event.body.case),
      };
    case 'case.split': {
      const { case: id, from, messages } = event.body;
      const what = messages === undefined ? {} : { messages };
      const off = { case: id, from, ...what, at: event.at, by: event.actor.id as PersonId, waitingSince: state.waitingSince };
      return { ...state, splitOff: [...state.splitOff, off] };
    }
    case 'case.lineMoved':
      return moved(state, event);
    default:
      return assertNever(event, 'event');
  }
}

/** Nobody waits on a case that goes on in another, whatever is written there. */
export function restingLine(state: CaseState): CaseState {
  return state.mergedInto === null || (state.waitingSince === null && state.unread === 0) ? state : { ...state, waitingSince: null, unread: 0 };
}

/**
 * For what the customer waits after an event; asked of the state before it. What is told of a thread that the case does not
 * go by moves nothing, nor does taking back what a case that is closed or put off had said.
 */
export function waitsAfter(state: CaseState, event: KnownEvent): Waits {
  const works = state.status === 'waiting' || state.status === 'open';
  if (event.type === 'case.lineMoved') {
    const { case: id, by } = event.body;
    const heeds = state.splitFrom?.case === id || state.lines.some((line) => line.case === id);
    if (!heeds || (by === 'taken-back' && !works)) return state.waits;
  }
  if (event.type === 'message.withdrawn' && !works && state.mergedInto === null) return state.waits;
  return foldWaits(state.waits, event, event.at, state.beforeSent);
}
