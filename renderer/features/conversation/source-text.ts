import type { TFunction } from 'i18next';
import type { Source } from '#renderer/features/conversation/conversation-rows.ts';

/** The channel of one of several cases in a conversation, with its number where another goes by the same. */
export function sourceText(t: TFunction<'conversation'>, source: Source | undefined): string {
  if (source === undefined) return '';
  if (source.forSplit) return t('splitAnswer');
  if (source.origin) return t('splitOrigin');
  const channel = t(`channel_${source.channel}`);
  return source.number === null ? channel : t('replyByNumber', { channel, number: source.number });
}
