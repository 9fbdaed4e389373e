import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import type { ChannelKind } from '#shared/case/channel.ts';
import { defaultReplyRules, type ReplyRules } from '#shared/case/reply-rules.ts';

/** What a channel lets the desk send: the desk's own rule, else the console's. */
export function useReplyRules(channel: ChannelKind): ReplyRules {
  return useAppSelector((root) => selectConfiguration(root)?.channelRules.find(({ id }) => id === channel)) ?? defaultReplyRules[channel];
}
