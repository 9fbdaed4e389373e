import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import { ONE_LOOK } from '#shared/case/looks.ts';
import type { SeenPanel } from '#shared/case/seen-panel.ts';
import type { CaseState, MessageEntry } from '#shared/case/state.ts';
import type { Instant } from '#shared/lib/time.ts';

export type MomentKind = 'customer' | 'desk' | 'note' | 'step' | 'seen' | 'revealed';

/** Something that happened at a second of the case. */
export interface Moment {
  readonly at: Instant;
  readonly kind: MomentKind;
  readonly id: string;
}

/** A time in which nobody of either side wrote. */
export interface Silence {
  readonly from: Instant;
  readonly to: Instant;
}

/** What the desk wrote in a row, until the customer wrote again. */
export interface DeskAnswer {
  readonly at: Instant;
  /** When its last message was sent. */
  readonly until: Instant;
  readonly ids: readonly string[];
}

/** A folded state is kept for each so many events: a seek folds no more than that. */
const KEYFRAME = 32;

const kindOf = (event: AnyEvent): MomentKind => {
  switch (event.type) {
    case 'message.received':
      return 'customer';
    case 'message.sent':
      return 'desk';
    case 'note.added':
      return 'note';
    case 'trail.seen':
      return 'seen';
    case 'trail.revealed':
      return 'revealed';
    default:
      return 'step';
  }
};

/**
 * The trail with each look once: a window that stays open asks again and again, and only what it showed anew is told then. What
 * of several parts came with one answer is one look.
 */
function eachOnce(trail: readonly AnyEvent[]): readonly AnyEvent[] {
  const until = new Map<string, Instant>();
  const shown = new Map<string, string>();
  return trail.filter((event) => {
    if (event.type !== 'trail.seen') return true;
    const { id } = event.actor;
    const goesOn = event.at - (until.get(id) ?? Number.NEGATIVE_INFINITY) <= ONE_LOOK;
    until.set(id, event.at);
    const part = `${id} ${event.body.customer} ${event.body.panel}`;
    const before = shown.get(part);
    shown.set(part, event.body.blob);
    return !goesOn || (before !== undefined && before !== event.body.blob);
  });
}

/**
 * A case as it went: its events in the order of the log, each at a moment that never lies before the one before it
 * (clocks differ between consoles), what was looked at meanwhile, and the case's state at any moment.
 */
export class Playback {
  readonly from: Instant;
  readonly to: Instant;
  /** Of the case and of its trail together, in order of time. */
  readonly moments: readonly Moment[];
  readonly #events: readonly AnyEvent[];
  readonly #times: readonly Instant[];
  readonly #trail: readonly AnyEvent[];
  readonly #keyframes: (CaseState | undefined)[] = [];

  constructor(events: readonly AnyEvent[], trail: readonly AnyEvent[]) {
    let latest = events[0]?.at ?? 0;
    this.#events = events;
    this.#times = events.map(({ at }) => {
      latest = Math.max(latest, at);
      return latest;
    });
    this.from = events[0]?.at ?? 0;
    this.to = latest;
    this.#trail = trail.filter(({ at }) => at <= latest).toSorted((a, b) => a.at - b.at);
    const own = events.map((event, index): Moment => ({ at: this.#times[index] ?? event.at, kind: kindOf(event), id: event.id }));
    const seen = eachOnce(this.#trail).map((event): Moment => ({ at: Math.max(this.from, event.at), kind: kindOf(event), id: event.id }));
    this.moments = [...own, ...seen].toSorted((a, b) => a.at - b.at);
    let state: CaseState | undefined;
    for (const [index, event] of events.entries()) {
      if (index % KEYFRAME === 0) this.#keyframes.push(state);
      state = evolve(state, event);
    }
  }

  /** How many events had happened at a moment, the moment included. */
  countAt(at: Instant): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The case as it stood at a moment; undefined before its first event. */
  stateAt(at: Instant): CaseState | undefined {
    const count = this.countAt(at);
    if (count === 0) return undefined;
    const frame = Math.floor((count - 1) / KEYFRAME);
    let state = this.#keyframes[frame];
    for (const event of this.#events.slice(frame * KEYFRAME, count)) state = evolve(state, event);
    return state;
  }

  /** What was last looked at of a panel by a moment, and when it was looked at next. */
  seenAt(panel: SeenPanel, at: Instant): { readonly seen: KnownEvent<'trail.seen'> | null; readonly next: Instant | null } {
    const looks = this.#trail.filter((event): event is KnownEvent<'trail.seen'> => event.type === 'trail.seen' && event.body.panel === panel);
    return { seen: looks.findLast((event) => event.at <= at) ?? null, next: looks.find((event) => event.at > at)?.at ?? null };
  }

  /** When the next message of either side comes after a moment; null after the last. */
  nextMessage(at: Instant): Instant | null {
    return this.moments.find((moment) => moment.at > at && (moment.kind === 'customer' || moment.kind === 'desk'))?.at ?? null;
  }

  /** The desk's next answer after a moment: what it wrote in a row, since the customer wrote or since the beginning; null after the last. */
  nextAnswer(at: Instant): DeskAnswer | null {
    const messages = this.moments.filter(({ kind }) => kind === 'customer' || kind === 'desk');
    const first = messages.findIndex((moment, index) => moment.at > at && moment.kind === 'desk' && messages[index - 1]?.kind !== 'desk');
    if (first < 0) return null;
    const rest = messages.slice(first);
    const end = rest.findIndex(({ kind }) => kind === 'customer');
    const run = end < 0 ? rest : rest.slice(0, end);
    return { at: run[0]?.at ?? at, until: run.at(-1)?.at ?? at, ids: run.map(({ id }) => id) };
  }

  /** What an answer said, as it stood when it was complete. */
  answerTexts(answer: DeskAnswer): readonly MessageEntry[] {
    const entries = this.stateAt(answer.until)?.entries ?? [];
    return entries.filter((entry): entry is MessageEntry => entry.kind === 'sent' && answer.ids.includes(entry.id));
  }

  /** The times between messages, the longest first; of equal ones the earlier. */
  silences(): readonly Silence[] {
    const messages = this.moments.filter(({ kind }) => kind === 'customer' || kind === 'desk');
    return messages
      .slice(1)
      .map((moment, index) => ({ from: messages[index]?.at ?? moment.at, to: moment.at }))
      .filter(({ from, to }) => to > from)
      .toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  }
}

export const speeds = [1, 2, 8, 16] as const;
export type Speed = (typeof speeds)[number];

/** When nothing comes for longer, and idle time is skipped, playing goes on shortly before the next thing. */
export const IDLE_MS = 10_000;
const LEAD_IN_MS = 2_000;
/** A stop is so long before an answer. */
const STOP_MS = 1;

/** Where playing stands after `elapsed` ms of the watcher's time; the end is never passed. */
export function advance(playback: Playback, at: Instant, elapsed: number, speed: Speed, skipIdle: boolean): Instant {
  const next = at + elapsed * speed;
  if (skipIdle) {
    const coming = playback.moments.find((moment) => moment.at > at);
    if (coming && coming.at - at > IDLE_MS) return Math.max(next, coming.at - LEAD_IN_MS);
  }
  return Math.min(playback.to, next);
}

/** Where going on from `at` to `to` stops so that the desk's next answer is not seen yet; who stands there already goes on. */
export function stopBefore(playback: Playback, at: Instant, to: Instant): Instant {
  const answer = playback.nextAnswer(at);
  return answer && answer.at <= to && answer.at - at > STOP_MS ? answer.at - STOP_MS : to;
}

/** The answer before which one stands, stopped; null anywhere else. */
export function stoppedBefore(playback: Playback, at: Instant): DeskAnswer | null {
  const answer = playback.nextAnswer(at);
  return answer && answer.at - at <= STOP_MS ? answer : null;
}
