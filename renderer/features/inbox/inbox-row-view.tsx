import {
  IconAlertTriangle,
  IconArrowFork,
  IconArrowForwardUp,
  IconArrowMerge,
  IconClock,
  IconClockPause,
  IconFlag,
  IconHourglass,
  IconPencil,
  IconPhoneCall,
  IconWorld,
} from '@tabler/icons-react';
import type { CustomCellRendererProps } from 'ag-grid-react';
import { memo } from 'react';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { useReplyRules } from '#renderer/app/use-reply-rules.ts';
import { selectOpenCaseId } from '#renderer/app/workspace-slice.ts';
import { selectHasDraft } from '#renderer/features/composer/composer-slice.ts';
import { selectCustomer } from '#renderer/features/customer/customer-slice.ts';
import classes from '#renderer/features/inbox/inbox.module.css';
import { selectOrder } from '#renderer/features/inbox/inbox-slice.ts';
import { fullText, momentText } from '#renderer/i18n/date-text.ts';
import { rowName } from '#renderer/i18n/row-name.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { useWords } from '#renderer/ui/words.tsx';
import { serviceLevelState, waitingTime } from '#shared/case/clocks.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { openWindowEnd, replyWindows } from '#shared/case/reply-windows.ts';
import { withoutOverrides } from '#shared/lib/text-direction.ts';
import { clockText } from '#shared/lib/time.ts';

/** How long the customer has waited, coloured by the queue's target. */
function Waited({ row }: { readonly row: InboxRow }) {
  const { t } = useWords('inbox');
  const now = useNow(1000);
  const target = useAppSelector(selectConfiguration)?.queues.find((queue) => queue.id === row.queue)?.serviceLevelSeconds;
  const waited = waitingTime(row, now);
  if (waited === null) return null;
  return (
    <span
      className={classes.clock}
      data-level={target === undefined ? undefined : serviceLevelState(waited, target)}
      title={t('waitingFor', { time: clockText(waited) })}
    >
      <IconClock size={13} aria-hidden />
      {clockText(waited)}
    </span>
  );
}

/** Until when the channel takes a reply, while the list is in that order. */
function WindowEnd({ row }: { readonly row: InboxRow }) {
  const { t, locale } = useWords('inbox');
  const channel = row.windowChannel ?? row.channel;
  const rules = useReplyRules(channel);
  const shown = useAppSelector((root) => selectOrder(root) === 'windowCloses');
  const now = Date.now();
  const end = shown ? openWindowEnd(row, replyWindows([{ id: channel, windowMs: rules.windowMs }], now)) : null;
  if (end === null) return null;
  // There is nothing to be in time for once the channel takes no more.
  if (rules.quota !== null && row.windowChannel === undefined && (row.windowSent ?? 0) >= rules.quota) {
    return <span className={classes.flag}>{t('windowSpent')}</span>;
  }
  return (
    <span className={classes.flag} title={fullText(end, locale)}>
      <IconHourglass size={12} aria-hidden /> {t('windowUntil', { time: momentText(end, locale, now) })}
    </span>
  );
}

/** One case of the list: who, what they wrote last, how long they have waited, and where the case stands. */
export const InboxRowView = memo(function InboxRowView({ data: row }: CustomCellRendererProps<InboxRow>) {
  const { t, locale } = useWords('inbox');
  const names = useNames();
  const open = useAppSelector((root) => row !== undefined && selectOpenCaseId(root) === row.id);
  const me = useAppSelector(selectMe)?.person.id;
  const draft = useAppSelector((root) => row !== undefined && selectHasDraft(root, row.id));
  const known = useAppSelector((root) => selectCustomer(root, row?.customer ?? null)?.account?.name);
  if (row === undefined) return <div className={classes.row} data-loading />;
  const Channel = channelIcons[row.channel];
  const now = Date.now();
  return (
    <div className={classes.row} data-open={open || undefined} data-unread={row.unread > 0 || undefined} data-status={row.status}>
      <div className={classes.line}>
        <Channel size={16} className={classes.channel} aria-label={t(`conversation:channel_${row.channel}`)} />
        <span className={classes.name}>
          <bdi>{(row.erased ? undefined : known) ?? rowName(t, row)}</bdi>
        </span>
        {row.waitingSince !== null ? (
          <Waited row={row} />
        ) : (
          <time className={classes.time} title={fullText(row.activeAt, locale)}>
            {momentText(row.activeAt, locale, now)}
          </time>
        )}
      </div>
      <div className={classes.line}>
        {row.previewFrom === 'desk' && <IconArrowForwardUp size={14} className={classes.channel} aria-label={t('answered')} />}
        <span className={classes.preview} dir="auto">
          {row.subject && <span className={classes.subject}>{withoutOverrides(row.subject)} · </span>}
          {row.preview === null ? t(row.previewFrom === null ? 'noWords' : 'conversation:erased') : withoutOverrides(row.preview)}
        </span>
        {row.unread > 0 && (
          <span className={classes.unread} title={t('unread', { count: row.unread })}>
            {row.unread}
          </span>
        )}
      </div>
      <div className={classes.line}>
        <span className={classes.facts}>
          {draft && (
            <span className={classes.draft}>
              <IconPencil size={12} aria-hidden /> {t('draft')}
            </span>
          )}
          {row.priority > 0 && (
            <span className={classes.flag} data-priority={row.priority}>
              <IconFlag size={12} aria-hidden /> {t(`conversation:priority_${row.priority}`)}
            </span>
          )}
          <WindowEnd row={row} />
          {row.public && (
            <span className={classes.flag} data-priority={2}>
              <IconWorld size={12} aria-hidden /> {t('public')}
            </span>
          )}
          {row.callSince !== null && (
            <span className={classes.flag}>
              <IconPhoneCall size={12} aria-hidden /> {t('onCall')}
            </span>
          )}
          {row.incidents?.map((id) => (
            <span key={id} className={classes.incident} title={names.incident(id)}>
              <IconAlertTriangle size={12} aria-label={t('incidents:one')} /> {names.incident(id)}
            </span>
          ))}
          <span>{names.queue(row.queue)}</span>
          {row.status === 'snoozed' && row.snoozedUntil !== null && (
            <span>
              <IconClockPause size={12} aria-hidden /> {momentText(row.snoozedUntil, locale, now)}
            </span>
          )}
          {(row.lines?.length ?? 0) > 0 && (
            <span className={classes.flag} data-tone="plain">
              <IconArrowMerge size={12} aria-hidden /> {t('merged', { count: row.lines?.length })}
            </span>
          )}
          {row.splitFrom !== undefined && row.mergedInto === undefined && (
            <span className={classes.flag} data-tone="plain">
              <IconArrowFork size={12} aria-hidden /> {t('splitFrom')}
            </span>
          )}
          {row.mergedInto !== undefined && <span>{t('mergedInto')}</span>}
          {row.status === 'resolved' && row.mergedInto === undefined && <span>{t('conversation:status_resolved')}</span>}
          {row.owner !== null && <span>{row.owner === me ? t('conversation:ownerYou') : names.person(row.owner)}</span>}
          {row.tags.map((tag) => (
            <span key={tag} className={classes.tag}>
              {names.tag(tag)}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
});
