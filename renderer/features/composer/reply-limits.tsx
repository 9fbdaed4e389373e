import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useReplyRules } from '#renderer/app/use-reply-rules.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { type ComposerMode, selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import { replyAllowance } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import { clockText, MINUTE } from '#shared/lib/time.ts';

/** From this share of the limit on, the characters left are counted. */
const COUNT_FROM = 0.85;
/** Fewer messages, or less time, is a warning. */
const FEW = 2;
const SOON = 30 * MINUTE;

interface Props {
  readonly state: CaseState;
  readonly mode: ComposerMode;
  readonly limit: number;
}

/** How many characters are left; below the share from which they are counted no letter draws it anew. */
function Characters({ state, mode, limit }: Props) {
  const { t } = useTranslation('composer');
  const length = useAppSelector((root) => {
    const typed = selectDraft(root, state.id, mode).text.length;
    return typed > limit * COUNT_FROM ? typed : null;
  });
  if (length === null) return null;
  const over = length > limit;
  return (
    <span className={classes.limits} data-tone={over ? 'over' : undefined}>
      {over ? t('charsOver', { over: length - limit }) : t('charsLeft', { left: limit - length })}
    </span>
  );
}

/** What the channel still allows of messages and time; said aloud when it becomes little, not each second. */
function Allowance({ state }: Pick<Props, 'state'>) {
  const { t } = useTranslation('composer');
  const rules = useReplyRules(state.channel);
  const { left, closesAt, open } = replyAllowance(state, rules, Date.now());
  const rest = useCountdown(closesAt);
  if (left === null && closesAt === null) return null;
  const soon = closesAt !== null && rest < SOON;
  const few = left !== null && left < FEW;
  const time = closesAt === null ? '' : clockText(rest);
  const over = closesAt !== null && rest === 0;
  const shown = () => {
    if (over) return t('windowOver');
    if (left === null) return t('closesIn', { time });
    return closesAt === null ? t('quotaLeft', { left, quota: rules.quota }) : t('quotaCloses', { left, quota: rules.quota, time });
  };
  const said = [few ? t('fewLeft', { count: left ?? 0 }) : '', soon && !over ? t('closesSoon') : '', over ? t('windowClosed') : ''].filter(
    (part) => part !== '',
  );
  return (
    <>
      <span className={classes.limits} data-tone={!open ? 'over' : few || soon ? 'warn' : undefined} title={t('allowanceHint')}>
        {(few || soon || !open) && <IconAlertTriangle size={13} aria-hidden />} {shown()}
      </span>
      <VisuallyHidden role="status">{said.join(' ')}</VisuallyHidden>
    </>
  );
}

/** What the channel still allows: characters, messages, time. */
export function ReplyLimits({ state, mode, limit }: Props) {
  return (
    <>
      <Characters state={state} mode={mode} limit={limit} />
      {mode === 'reply' && <Allowance state={state} />}
    </>
  );
}
