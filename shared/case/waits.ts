import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * For what a customer waits: what was said on a case's own thread, and what was said on each other that it hears of. Kept
 * apart, for the clock of a case runs by the earliest of them, and what a merge or a split added goes with its undoing: who was
 * answered before is answered after it, and who waited waits since the same moment.
 */
export interface Waits {
  /** On the case's own thread; goes on while the case goes on in another. */
  readonly here: Instant | null;
  /** On the threads that it is told of, as far as the customer waits there. */
  readonly lines: readonly { readonly case: CaseId; readonly since: Instant }[];
}

export const nobodyWaits: Waits = { here: null, lines: [] };

/** The earliest moment since which somebody waits; null: nobody does. */
export function waitsSince({ here, lines }: Waits): Instant | null {
  const all = [...(here === null ? [] : [here]), ...lines.map(({ since }) => since)];
  return all.length === 0 ? null : Math.min(...all);
}

const onLine = (waits: Waits, id: CaseId, since: Instant): Waits =>
  waits.lines.some((line) => line.case === id) ? waits : { ...waits, lines: [...waits.lines, { case: id, since }] };

const from = (waits: Waits, at: Instant): Waits => (waitsSince(waits) === null ? { here: at, lines: [] } : waits);

/** Folds an event of a case that the case heeds; `before` is what stood before its newest answer, should that be taken back. */
export function foldWaits(waits: Waits, event: KnownEvent, at: Instant, before: { readonly message: string; readonly waits: Waits } | null): Waits {
  switch (event.type) {
    case 'message.received':
      return event.body.aside === true ? waits : { ...waits, here: waits.here ?? at };
    case 'message.sent':
      return event.body.for !== undefined || event.body.forwards !== undefined ? waits : nobodyWaits;
    case 'message.withdrawn':
      return before?.message === event.body.message && waitsSince(before.waits) !== null ? before.waits : waits;
    case 'case.lineMoved': {
      const { case: id, by } = event.body;
      if (by === 'desk') return nobodyWaits;
      return by === 'other' || (by === 'taken-back' && waitsSince(waits) !== null) ? waits : onLine(waits, id, at);
    }
    case 'case.merged': {
      const { side, case: id, waitingSince } = event.body;
      return side === 'into' || waitingSince === undefined ? waits : onLine(waits, id, waitingSince);
    }
    case 'case.unmerged':
      return event.body.side === 'into' ? waits : { ...waits, lines: waits.lines.filter((line) => line.case !== event.body.case) };
    case 'case.reopened':
    case 'case.woken':
      return event.body.reason === 'other-wrote' ? nobodyWaits : from(waits, at);
    case 'case.released':
    case 'case.transferred':
      return from(waits, at);
    case 'case.snoozed':
    case 'case.wrapUp':
    case 'case.resolved':
    case 'case.erased':
    case 'call.started':
      return nobodyWaits;
    default:
      return waits;
  }
}

/** Since when a case waits once a line is taken from it: only what the line brought goes with it. */
export function withoutLine(waitingSince: Instant | null, waits: Waits, id: CaseId): Instant | null {
  if (waitingSince === null || !waits.lines.some((line) => line.case === id)) return waitingSince;
  return waitsSince({ ...waits, lines: waits.lines.filter((line) => line.case !== id) });
}
