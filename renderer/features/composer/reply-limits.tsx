import { useTranslation } from 'react-i18next';
import { useReplyRules } from '#renderer/app/use-reply-rules.ts';
import classes from '#renderer/features/composer/composer.module.css';
import type { ComposerMode } from '#renderer/features/composer/composer-slice.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { replyAllowance } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import { clockText } from '#shared/lib/time.ts';

/** From this share of the limit on, the characters left are counted. */
const COUNT_FROM = 0.85;

interface Props {
  readonly state: CaseState;
  readonly mode: ComposerMode;
  readonly length: number;
  readonly limit: number;
}

/** What the channel still allows: characters, messages, time. */
export function ReplyLimits({ state, mode, length, limit }: Props) {
  const { t } = useTranslation('composer');
  const now = useNow(1000);
  const rules = useReplyRules(state.channel);
  const { left, closesAt, open } = replyAllowance(state, rules, now);
  const told: string[] = [];
  if (length > limit) told.push(t('charsOver', { over: length - limit }));
  else if (length > limit * COUNT_FROM) told.push(t('charsLeft', { left: limit - length }));
  if (mode === 'reply') {
    if (left !== null) told.push(t('quota', { left, quota: rules.quota }));
    if (closesAt !== null) told.push(open || left === 0 ? t('windowCloses', { time: clockText(closesAt - now) }) : t('windowClosed'));
  }
  if (told.length === 0) return null;
  return (
    <span className={classes.limits} data-over={length > limit || undefined}>
      {told.join(' · ')}
    </span>
  );
}
