import { type ChannelKind, channelKind } from '#shared/case/channel.ts';
import { defaultReplyRules, type ReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Instant } from '#shared/lib/time.ts';

/** The reply windows as they count at a moment: each channel's in ms; a channel without one is not named. */
export interface ReplyWindows {
  readonly now: Instant;
  readonly ms: Readonly<Partial<Record<ChannelKind, number>>>;
}

/** From when a channel's window would count, should its rules have one; null where none could: in public, and when the case is closed. */
export function windowFrom(state: Pick<CaseState, 'status' | 'visibility' | 'lastCustomerAt' | 'openedAt'>): Instant | null {
  return state.status === 'resolved' || state.visibility === 'public' ? null : (state.lastCustomerAt ?? state.openedAt);
}

/** When the open window of a row ends; null where it has none, or it is over: there is nothing left to be in time for. */
export function openWindowEnd(row: { readonly channel: ChannelKind; readonly windowFrom?: Instant | undefined }, { now, ms }: ReplyWindows): Instant | null {
  const length = ms[row.channel];
  if (length === undefined || row.windowFrom === undefined) return null;
  const end = row.windowFrom + length;
  return end > now ? end : null;
}

/** The windows that a desk's rules say at a moment; a channel without a rule of its own has the console's. */
export function replyWindows(own: readonly (Pick<ReplyRules, 'windowMs'> & { readonly id: ChannelKind })[], now: Instant): ReplyWindows {
  const lengths = channelKind.options.map((channel) => [channel, (own.find(({ id }) => id === channel) ?? defaultReplyRules[channel]).windowMs] as const);
  return { now, ms: Object.fromEntries(lengths.filter(([, ms]) => ms !== null)) };
}
