import { type ChannelKind, channelKind } from '#shared/case/channel.ts';
import { defaultReplyRules, type ReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Instant } from '#shared/lib/time.ts';

/** The reply windows as they count at a moment: each channel's in ms; a channel without one is not named. */
export interface ReplyWindows {
  readonly now: Instant;
  readonly ms: Readonly<Partial<Record<ChannelKind, number>>>;
}

/**
 * The channel by which the case is answered now, and from when its window would count, should its rules have one; null
 * where none could: in public, and when the case is closed. What the customer wrote last on a line is answered there.
 */
export function windowFrom(
  state: Pick<CaseState, 'channel' | 'status' | 'visibility' | 'lastCustomerAt' | 'openedAt' | 'lines' | 'splitFrom'>,
): { readonly channel: ChannelKind; readonly from: Instant } | null {
  if (state.status === 'resolved') return null;
  const own = state.lastCustomerAt ?? state.openedAt;
  const newest = state.lines.reduce<{ channel: ChannelKind; from: Instant } | null>(
    (last, { channel, lastCustomerAt: from }) => (from !== null && from > (last?.from ?? own) ? { channel, from } : last),
    null,
  );
  // Whose thread it is counts the window.
  return newest ?? (state.visibility === 'public' || state.splitFrom !== null ? null : { channel: state.channel, from: own });
}

/** What a row says of its window. */
interface WindowRow {
  readonly channel: ChannelKind;
  readonly windowFrom?: Instant | undefined;
  readonly windowChannel?: ChannelKind | undefined;
}

/** When the open window of a row ends; null where it has none, or it is over: there is nothing left to be in time for. */
export function openWindowEnd({ channel, windowChannel, windowFrom: from }: WindowRow, { now, ms }: ReplyWindows): Instant | null {
  const length = ms[windowChannel ?? channel];
  if (length === undefined || from === undefined) return null;
  const end = from + length;
  return end > now ? end : null;
}

/** The windows that a desk's rules say at a moment; a channel without a rule of its own has the console's. */
export function replyWindows(own: readonly (Pick<ReplyRules, 'windowMs'> & { readonly id: ChannelKind })[], now: Instant): ReplyWindows {
  const lengths = channelKind.options.map((channel) => [channel, (own.find(({ id }) => id === channel) ?? defaultReplyRules[channel]).windowMs] as const);
  return { now, ms: Object.fromEntries(lengths.filter(([, ms]) => ms !== null)) };
}
