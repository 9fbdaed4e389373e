import type { Actor } from '#shared/case/actor.ts';
import { type CallDirection, type MissedReason, unnotedSince } from '#shared/case/call.ts';
import { type NewEvent, newEvent } from '#shared/case/envelope.ts';
import type { BodyOf, ContentOf, EventType } from '#shared/case/events.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { type Instant, MINUTE } from '#shared/lib/time.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** What a telephone system says of a call, after the edge has masked the number and found out who is meant. */
export type PhoneFact =
  | { readonly kind: 'answered'; readonly by: PersonId }
  | { readonly kind: 'missed'; readonly reason: MissedReason }
  | { readonly kind: 'hungUp' };

/** The case that a call of the telephone system gets where it has none. */
export interface PhoneOpening {
  readonly caseId: CaseId;
  readonly group: GroupId;
  readonly queue: QueueId;
  readonly language: Language;
  readonly direction: CallDirection;
  readonly number: MaskedText | null;
  /** When it began to ring, as far as that is known. */
  readonly since: Instant;
}

interface Context {
  readonly actor: Actor;
  readonly at: Instant;
  /** An id that is the same whenever the same is asked for: what is told twice is on record once. */
  readonly idOf: (what: string) => EventId;
}

/** How far the telephone system's clock may be behind. */
const SKEW = MINUTE;

/**
 * Decides what goes on record of a telephone system's word, purely; nothing where it is there already. What the
 * telephone system says has happened: a second call of somebody on the phone is no ground to refuse it.
 */
export function notePhoneCall(state: CaseState | undefined, fact: PhoneFact, opening: PhoneOpening, { actor, at, idOf }: Context): readonly NewEvent[] {
  if (state?.erasedAt != null) return [];
  const { caseId, direction, number } = opening;
  const make = <T extends EventType>(type: T, when: Instant, body: BodyOf<T>, ...content: ContentOf<T> extends undefined ? [] : [ContentOf<T>]): NewEvent =>
    newEvent(
      { id: idOf(type), about: { kind: 'case', id: caseId }, group: state?.group ?? opening.group, at: when, actor },
      type,
      body,
      ...content,
    ) as NewEvent;
  const opened = () => {
    const { queue, language, since } = opening;
    return state ? [] : [make('case.opened', Math.min(since, at), { channel: 'phone', queue, language, priority: 0, thread: `call-${caseId}` }, {})];
  };
  switch (fact.kind) {
    case 'answered': {
      const told = state?.entries.some(({ id }) => id === idOf('call.started'));
      // Begun by hand meanwhile, or told before.
      if (told || (state && unnotedSince(state.call) !== null) || state?.status === 'resolved') return [];
      const claimed = state?.owner == null ? [make('case.claimed', at, { by: fact.by })] : [];
      const started = make('call.started', at, { direction }, { number });
      // Its end was told first, and taken for a missed call.
      const end = state?.entries.find(({ id }) => id === idOf('call.missed'));
      const over = end ? [make('call.hungUp', Math.max(end.at, at), { call: started.id })] : [];
      return [...opened(), ...claimed, started, ...over];
    }
    case 'missed':
      return state ? [] : [...opened(), make('call.missed', at, { direction, reason: fact.reason }, { number })];
    case 'hungUp': {
      const call = state?.call;
      if (!state || !call || call.endedAt !== null || call.hungUpAt !== null) return [];
      // A late word of a call ends no later one: neither where its own began here, nor where it was begun by hand.
      const begun = state.entries.some(({ id }) => id === idOf('call.started'));
      if (begun ? call.id !== idOf('call.started') : call.startedAt > at + SKEW) return [];
      return [make('call.hungUp', Math.max(at, call.startedAt), { call: call.id })];
    }
    default:
      return assertNever(fact, 'phone fact');
  }
}
