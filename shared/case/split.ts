import type { CaseId, EventId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * A customer who raises a second matter on the same thread has a case split off for it, with those of their messages that
 * concern it, or, by an older console, from one of them on.
 * The thread and all that is said on it stay with the case that it came from, so that nothing is copied and a channel's
 * window and quota are counted once; the new case has a queue, an owner, clocks and a disposition of its own, shows
 * those messages and the thread from then on, and is answered by it: such an answer is on record where the thread is, names the case
 * that it is `for`, and moves that one's clocks alone. What the customer writes next goes where the thread is. The
 * thread's side is put on record first, on the condition that nothing newer came; a follower of the log opens the case.
 * The two are one again when the new one is merged into the other.
 *
 * Rejected: a thread that leads to the new case from then on. Receipts, customers' pages and mails in reply name the case
 * of their thread, and which of two matters the next words concern nobody but a reader can tell.
 */
export interface SplitOff {
  readonly case: CaseId;
  /** The customer's message that it begins with. */
  readonly from: EventId;
  /** All that were chosen for it, in the thread's order; left out where everything from `from` on is shown. */
  readonly messages?: readonly EventId[] | undefined;
  readonly at: Instant;
  readonly by: PersonId;
  /** Since when the customer waited where it came from; null: they were answered, or had been put off. */
  readonly waitingSince: Instant | null;
}

/** Where a case came from, on whose thread it is answered. */
export interface SplitFrom {
  readonly case: CaseId;
  readonly from: EventId;
  readonly messages?: readonly EventId[] | undefined;
}

/** The most messages that are chosen for one case. */
export const MOST_SPLIT = 50;

/** The customer's messages of which a split made a case of its own. */
export const messagesOf = ({ from, messages }: Pick<SplitOff, 'from' | 'messages'>): readonly EventId[] => messages ?? [from];
