import { ActionIcon } from '@mantine/core';
import { IconArrowRight, IconFolder } from '@tabler/icons-react';
import { memo } from 'react';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { fullText, momentText, timeText } from '#renderer/i18n/date-text.ts';
import { useWords } from '#renderer/ui/words.tsx';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Instant } from '#shared/lib/time.ts';

/** How a case of the customer is called beside the open one, by when both began; `openedAt` is null where none is open. */
export function caseWord(row: Pick<InboxRow, 'openedAt'>, openedAt: Instant | null): 'earlierCase' | 'laterCase' | 'someCase' {
  if (openedAt === null || row.openedAt === openedAt) return 'someCase';
  return row.openedAt < openedAt ? 'earlierCase' : 'laterCase';
}

/** Another case of the customer on the axis, where it began. */
export const CaseRow = memo(function CaseRow({ row, openedAt }: { readonly row: InboxRow; readonly openedAt: Instant | null }) {
  const { t, locale } = useWords('timeline');
  const dispatch = useAppDispatch();
  const names = useNames();
  const now = Date.now();
  return (
    <div className={classes.item} data-kind="case">
      <IconFolder className={classes.icon} size={16} stroke={1.7} aria-hidden />
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.who}>
            <time className={classes.time} title={fullText(row.openedAt, locale)}>
              {timeText(row.openedAt, locale)}
            </time>{' '}
            <strong>{t(caseWord(row, openedAt))}</strong> · {names.queue(row.queue)} · {t(`conversation:channel_${row.channel}`)}
          </span>
          <ActionIcon
            size="sm"
            variant="subtle"
            aria-label={t('openCase')}
            title={t('openCase')}
            onClick={() => dispatch(caseShown({ caseId: row.id, customer: row.customer }))}
          >
            <IconArrowRight size={15} />
          </ActionIcon>
        </div>
        <div className={classes.words} dir="auto">
          <bdi>{row.preview ?? t(row.previewFrom === null ? 'noWords' : 'conversation:erased')}</bdi>
        </div>
        <div className={classes.stepLine}>
          {row.resolvedAt === null ? t('caseUnfinished') : t('caseClosed', { time: momentText(row.resolvedAt, locale, now) })}
        </div>
      </div>
    </div>
  );
});
