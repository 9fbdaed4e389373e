import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import { defaultReplyRules, type ReplyRules } from '#shared/case/reply-rules.ts';

/** What a channel lets the desk send as its configuration says now; what it does not name is as the console has it. */
export function useReplyRules(channel: ChannelKind): ReplyRules {
  return useAppSelector(selectConfiguration)?.channelRules.find(({ id }) => id === channel) ?? defaultReplyRules[channel];
}
