import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconLock, IconMailForward, IconWorld } from '@tabler/icons-react';
import { memo, use } from 'react';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { AttachmentView } from '#renderer/features/conversation/attachment-view.tsx';
import { selectCaseState } from '#renderer/features/conversation/cases-slice.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import type { ConversationRow, Mark, Source } from '#renderer/features/conversation/conversation-rows.ts';
import { ForwardingContext } from '#renderer/features/conversation/forwarding.ts';
import { LeftInForm } from '#renderer/features/conversation/left-in-form.tsx';
import { MailView } from '#renderer/features/conversation/mail-view.tsx';
import { MessageRecipients } from '#renderer/features/conversation/message-recipients.tsx';
import { MessageText } from '#renderer/features/conversation/message-text.tsx';
import { SendAgain } from '#renderer/features/conversation/send-again.tsx';
import { sourceText } from '#renderer/features/conversation/source-text.ts';
import { fullText, momentText, timeText } from '#renderer/i18n/date-text.ts';
import { deliveryText } from '#renderer/i18n/delivery-text.ts';
import { channelIcons } from '#renderer/ui/channel-icons.ts';
import { useWords } from '#renderer/ui/words.tsx';
import { forwardable } from '#shared/case/recipient-rules.ts';
import type { MessageEntry } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';

type MessageRow = Extract<ConversationRow, { kind: 'message' }>;

const markIcons: Readonly<Record<Mark, typeof IconCheck>> = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  unknown: IconAlertTriangle,
  waiting: IconClock,
};

/** How far a message got, as a sign and a word. */
function DeliveryMark({ mark, reason, next }: Pick<MessageRow, 'reason' | 'next'> & { readonly mark: Mark }) {
  const { t, locale } = useWords('conversation');
  const Icon = markIcons[mark];
  return (
    <span className={classes.mark} data-mark={mark}>
      <Icon size={13} aria-hidden />
      {next === null ? t(`mark_${mark}`) : t('mark_waiting', { time: timeText(next, locale) })}
      {reason !== null && <span>{deliveryText(t, reason)}</span>}
    </span>
  );
}

/** What a message says: its text, or the mail that it is. */
function Words({ caseId, entry }: { readonly caseId: CaseId; readonly entry: MessageEntry }) {
  if (entry.original) return <MailView caseId={caseId} entry={entry} original={entry.original} />;
  if (entry.text === '' && entry.forwards !== undefined) return <ForwardedAlone />;
  return entry.text === null || entry.text === '' ? null : <MessageText caseId={caseId} text={entry.text} marks={entry.marks} />;
}

/** It was sent on without a word of one's own. */
function ForwardedAlone() {
  const { t } = useWords('mail');
  return <p className={classes.gone}>{t('forwardedAlone')}</p>;
}

/** One message or internal note. */
export const MessageView = memo(function MessageView({
  row,
  caseId,
  contact,
}: {
  readonly row: MessageRow;
  readonly caseId: CaseId;
  readonly contact: string;
}) {
  const { t, locale } = useWords('conversation');
  const names = useNames();
  const { entry, mine, continued, mark, reason, next } = row;
  const name = mine ? t('you') : entry.kind === 'received' ? (entry.recipients?.from?.text ?? contact) : names.actor(entry.actor);
  const time = timeText(entry.at, locale);
  // What took a moment to come says nothing of when it was written.
  const wroteAt = entry.wroteAt !== undefined && entry.at - entry.wroteAt >= MINUTE ? entry.wroteAt : null;
  const side = entry.kind === 'received' ? 'customer' : entry.kind === 'note' ? 'note' : 'desk';
  return (
    <article
      className={classes.message}
      data-side={side}
      data-continued={continued || undefined}
      data-mail={entry.original?.html || undefined}
      data-original={entry.original ? (entry.original.html ? 'html' : 'text') : undefined}
      aria-label={t(side === 'note' ? 'noteBy' : 'messageBy', { name, time })}
    >
      {!continued && (
        <header className={classes.sender}>
          {side === 'note' && (
            <span className={classes.noteLabel}>
              <IconLock size={12} aria-hidden /> {t('note')}
            </span>
          )}
          <bdi>{name}</bdi>
          {row.from && <Channel source={row.from} />}
        </header>
      )}
      {row.left && <LeftInForm caseId={caseId} left={row.left} />}
      <MessageRecipients caseId={caseId} entry={entry} />
      <div className={classes.bubble}>
        {entry.text === null ? <p className={classes.gone}>{t('erased')}</p> : <Words caseId={caseId} entry={entry} />}
        {entry.attachments.map((file) => (
          <AttachmentView key={file.blob} caseId={caseId} file={file} />
        ))}
      </div>
      <footer className={classes.foot}>
        <time dateTime={new Date(entry.at).toISOString()} title={fullText(entry.at, locale)}>
          {time}
        </time>
        {wroteAt !== null && (
          <time className={classes.mark} dateTime={new Date(wroteAt).toISOString()} title={fullText(wroteAt, locale)}>
            {t('wroteAt', { time: momentText(wroteAt, locale, entry.at) })}
          </time>
        )}
        {entry.visibility === 'public' && (
          <span className={classes.mark}>
            <IconWorld size={13} aria-hidden /> {t('public')}
          </span>
        )}
        <ForwardButton caseId={caseId} entry={entry} />
        {mark && <DeliveryMark mark={mark} reason={reason} next={next} />}
        {(mark === 'queued' || mark === 'waiting' || mark === 'failed' || mark === 'unknown') && (
          <SendAgain caseId={caseId} entry={entry} mark={mark} mine={mine} />
        )}
      </footer>
    </article>
  );
});

/** Begins to send a message on, where that can be done. */
function ForwardButton({ caseId, entry }: { readonly caseId: CaseId; readonly entry: MessageEntry }) {
  const { t } = useWords('mail');
  const forwarding = use(ForwardingContext);
  // Of what was sent on, the message that it began with is sent on again, as the box shows it and the mail has it.
  const { id, forwards } = entry;
  const there = useAppSelector((root) => {
    const state = forwards === undefined ? null : selectCaseState(root, caseId);
    return state === null ? forwards === undefined : forwardable(state, id) !== null;
  });
  if (!there || forwarding === null || entry.kind === 'note' || entry.text === null || !forwarding.may(caseId)) return null;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconMailForward size={13} aria-hidden />}
      onClick={() => forwarding.begin(caseId, entry)}
      aria-label={t(forwards === undefined ? 'forwardMessage' : 'forwardOriginal')}
    >
      {t('forward')}
    </Button>
  );
}

/** By which channel it went, where a conversation has several. */
function Channel({ source }: { readonly source: Source }) {
  const { t } = useWords('conversation');
  const Icon = channelIcons[source.channel];
  return (
    <span className={classes.source}>
      <Icon size={12} aria-hidden /> {sourceText(t, source)}
    </span>
  );
}
