import type { ChannelKind } from '#shared/case/channel.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/**
 * Two cases that are one matter are merged: one of them goes on, and the other becomes a line of it. The line keeps its
 * thread, its messages and its channel's rules under its own id, so that nothing is copied and whatever is taken apart
 * again is as it was; it is closed without a disposition and nobody's work. What is said on it is told to the case that
 * goes on, whose clocks run by it. The line's side is put on record first, on the condition that nothing newer came, so
 * that of two who merge it one wins; a follower of the log writes the other side, and takes back what it cannot.
 */
export interface Line {
  readonly case: CaseId;
  readonly channel: ChannelKind;
  readonly since: Instant;
  /** When the customer last wrote on it, as far as this case was told since. */
  readonly lastCustomerAt: Instant | null;
}

/** Where a case goes on, and how it stood before. */
export interface MergedInto {
  readonly case: CaseId;
  /** The channel of the case that it goes on in. */
  readonly channel: ChannelKind;
  readonly at: Instant;
  readonly by: PersonId;
  /** Whose it is was said by this alone: taken apart again, it is nobody's. */
  readonly identified: boolean;
  /** Since when the customer waited on it. */
  readonly waitingSince: Instant | null;
  /** It was put off, which being merged ended. */
  readonly snoozed: boolean;
  /** The customer wrote on it since. */
  readonly wrote: boolean;
  /** It was closed before, with this disposition; null: it was not. */
  readonly closed: { readonly at: Instant; readonly disposition: string | null } | null;
}
