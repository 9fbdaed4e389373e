import { Button } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { memo } from 'react';
import { useConnectionState } from '#renderer/app/hooks.ts';
import type { PendingMessage } from '#renderer/features/composer/composer-slice.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import type { ConversationRow } from '#renderer/features/conversation/conversation-rows.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';
import { useCopy } from '#renderer/ui/use-copy.ts';
import { useWords } from '#renderer/ui/words.tsx';
import { assertNever } from '#shared/lib/assert.ts';
import { withoutOverrides } from '#shared/lib/text-direction.ts';

type PendingRow = Extract<ConversationRow, { kind: 'pending' }>;

/** What is true of a message by how it stands, and how the page stands to its host. */
export function pendingWords(state: PendingMessage['state'], connection: ConnectionState): string {
  const lost = connection !== 'open';
  const foreign = connection === 'foreign';
  switch (state) {
    // One that waits behind another was not given to anything yet either.
    case 'sending':
    case 'held':
      return foreign ? 'stranded' : lost ? 'held' : 'sending';
    case 'unsure':
      return foreign ? 'strandedUnsure' : lost ? 'unsure' : 'unanswered';
    case 'kept':
      return lost ? 'taken' : 'sending';
    case 'waits':
      return 'waits';
    case 'given':
      return 'waitsSent';
    default:
      return assertNever(state, 'state');
  }
}

/** A message that the desk has not told back yet; on a page of an earlier run one that it will never send, or may have sent, to be copied. */
export const PendingView = memo(function PendingView({ row }: { readonly row: PendingRow }) {
  const { t, locale } = useWords('conversation');
  const connection = useConnectionState();
  const { pending } = row;
  const words = pendingWords(pending.state, connection);
  const stranded = words === 'stranded' || words === 'strandedUnsure';
  const copy = useCopy();
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
        <span>
          {stranded || words === 'unsure' || words === 'unanswered' ? <IconAlertTriangle size={13} aria-hidden /> : <IconClock size={13} aria-hidden />}{' '}
          {t(words)}
        </span>
        {pending.addressing?.forwards != null && <span>{t('mail:notToCustomer')}</span>}
        {stranded && pending.text !== '' && (
          <Button size="compact-xs" variant="subtle" onClick={() => copy(pending.text)}>
            {t('composer:copy')}
          </Button>
        )}
      </footer>
    </article>
  );
});
