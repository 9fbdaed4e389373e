import type { ChannelKind } from '#shared/case/channel.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { CaseStatus } from '#shared/case/state.ts';
import type { Waits } from '#shared/case/waits.ts';
import type { CaseId, EventId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Span } from '#shared/metrics/spans.ts';

/**
 * One wait of a case in one queue, from entering it until it is answered (claimed), abandoned (closed without anybody
 * having accepted it) or flows out (moved to another queue first). A case that comes back is a new contact.
 */
export interface Contact extends Span {
  readonly queue: QueueId;
  readonly outcome: 'waiting' | 'answered' | 'abandoned' | 'flowed-out';
  /** What put the case into the queue: the command, or the event where there was none. */
  readonly cause: string;
}

/** One person's work on a case, from the claim until it leaves them; `spans` is the time it was open, without snoozes. */
export interface Handling extends Span {
  readonly queue: QueueId;
  readonly by: PersonId;
  readonly spans: readonly Span[];
  readonly end: 'open' | 'resolved' | 'transferred' | 'released' | 'taken-over';
  readonly replied: boolean;
  readonly cause: string;
}

/** From the customer's first message without an answer to the person's message that answers it. */
export interface Round extends Span {
  readonly queue: QueueId;
  readonly to: Instant;
  readonly first: boolean;
}

/** What the figures need to know of one case; times never run backwards, whatever the producers' clocks said. */
export interface CaseTrack {
  readonly id: CaseId;
  readonly channel: ChannelKind;
  readonly queue: QueueId;
  readonly status: CaseStatus;
  readonly owner: PersonId | null;
  readonly openedAt: Instant;
  /** As in `CaseState`: since when the customer waits for a person of the desk. */
  readonly waitingSince: Instant | null;
  /** As in `CaseState`: for what that is. */
  readonly waits: Waits;
  /** The customer's first message without an answer from a person. */
  readonly askedAt: Instant | null;
  readonly everAnswered: boolean;
  /** Who ever claimed the case, each once. */
  readonly handledBy: readonly PersonId[];
  readonly resolutions: number;
  /** The newest resolution, also of a case that was reopened since. */
  readonly resolved: { readonly at: Instant; readonly queue: QueueId } | null;
  readonly contacts: readonly Contact[];
  readonly handlings: readonly Handling[];
  readonly rounds: readonly Round[];
  /** The newest person's message with what stood before it, should it be taken back. */
  readonly beforeSent: (Pick<CaseTrack, 'waitingSince' | 'waits' | 'askedAt' | 'everAnswered' | 'rounds' | 'contacts'> & { readonly message: EventId }) | null;
  /** It goes on in another case; how it stood before, its wait in the queue with it, and whether the customer wrote on it since. */
  readonly merged: { readonly closed: boolean; readonly snoozed: boolean; readonly waited: Contact | null; readonly wrote: boolean } | null;
  readonly at: Instant;
  readonly position: Position;
}

/** The current wait, while the case waits in a queue. */
export function currentContact(track: CaseTrack): Contact | null {
  const last = track.contacts.at(-1);
  return last?.outcome === 'waiting' ? last : null;
}

/** The work of the present owner. */
export function currentHandling(track: CaseTrack): Handling | null {
  const last = track.handlings.at(-1);
  return last?.end === 'open' ? last : null;
}

/** Whether the case was resolved and has stayed so. */
export function isDone(track: CaseTrack): boolean {
  return track.status === 'resolved';
}

/** A track without what ended before `before`: figures of later times stay the same. */
export function forgetBefore(track: CaseTrack, before: Instant): CaseTrack {
  const later = (span: Span) => span.to === null || span.to >= before;
  const [contacts, handlings, rounds] = [track.contacts.filter(later), track.handlings.filter(later), track.rounds.filter(later)];
  const dropped = track.contacts.length + track.handlings.length + track.rounds.length - contacts.length - handlings.length - rounds.length;
  return dropped === 0 ? track : { ...track, contacts, handlings, rounds };
}
