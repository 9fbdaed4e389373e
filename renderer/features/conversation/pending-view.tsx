import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { memo } from 'react';
import { useConnectionState } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import type { ConversationRow } from '#renderer/features/conversation/conversation-rows.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import { useWords } from '#renderer/ui/words.tsx';
import { withoutOverrides } from '#shared/lib/text-direction.ts';

type PendingRow = Extract<ConversationRow, { kind: 'pending' }>;

const pendingWords = { sending: 'sending', kept: 'sending', held: 'held', waits: 'waits', given: 'waitsSent' } as const;

/** A message that the desk has not told back yet; on a page of an earlier run one that it will never send, to be copied. */
export const PendingView = memo(function PendingView({ row }: { readonly row: PendingRow }) {
  const { t, locale } = useWords('conversation');
  const foreign = useConnectionState() === 'foreign';
  const { pending } = row;
  const stranded = foreign && (pending.state === 'sending' || pending.state === 'held');
  const copy = () =>
    void navigator.clipboard.writeText(pending.text).then(
      () => notifications.show({ message: t('composer:copied') }),
      () => notifications.show({ color: 'red', role: 'alert', message: t('composer:notCopied') }),
    );
  return (
    <article
      className={classes.message}
      data-side={pending.kind === 'note' ? 'note' : 'desk'}
      data-pending
      aria-label={t('messageBy', { name: t('you'), time: timeText(pending.at, locale) })}
    >
      <div className={classes.bubble}>
        {pending.text !== '' && (
          <p className={classes.text} dir="auto">
            {withoutOverrides(pending.text)}
          </p>
        )}
        {pending.attachments.map((file) => (
          <span key={file.blob} className={classes.fileName}>
            <bdi>{file.name}</bdi>
          </span>
        ))}
      </div>
      <footer className={classes.foot}>
        {stranded ? <IconAlertTriangle size={13} aria-hidden /> : <IconClock size={13} aria-hidden />}
        {t(stranded ? 'stranded' : pendingWords[pending.state])}
        {pending.addressing?.forwards != null && <span>{t('mail:notToCustomer')}</span>}
        {stranded && pending.text !== '' && (
          <Button size="compact-xs" variant="subtle" onClick={copy}>
            {t('composer:copy')}
          </Button>
        )}
      </footer>
    </article>
  );
});
