import { memo } from 'react';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import type { ConversationRow } from '#renderer/features/conversation/conversation-rows.ts';
import { MessageView } from '#renderer/features/conversation/message-view.tsx';
import { PendingView } from '#renderer/features/conversation/pending-view.tsx';
import { stepText } from '#renderer/features/conversation/step-text.ts';
import { dayText, fullText, timeText } from '#renderer/i18n/date-text.ts';
import { useWords } from '#renderer/ui/words.tsx';
import type { StepEntry, UnsupportedEntry } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

function DayLine({ at }: { readonly at: Instant }) {
  const { t, locale } = useWords('conversation');
  const words = { today: t('today'), yesterday: t('yesterday') };
  return (
    <div className={classes.day}>
      <span>{dayText(at, locale, Date.now(), words)}</span>
    </div>
  );
}

function StepLine({ entry }: { readonly entry: StepEntry }) {
  const { t, locale } = useWords('conversation');
  const names = useNames();
  const { text, words } = stepText({ t, locale, names, now: Date.now() }, entry);
  return (
    <div className={classes.step}>
      <span>
        {text} · <time title={fullText(entry.at, locale)}>{timeText(entry.at, locale)}</time>
      </span>
      {words && (
        <q className={classes.stepWords} dir="auto">
          {words}
        </q>
      )}
    </div>
  );
}

function UnsupportedLine({ entry }: { readonly entry: UnsupportedEntry }) {
  const { t } = useWords('conversation');
  return (
    <div className={classes.step} title={t('unsupportedHint')}>
      <span>{t('unsupported', { type: entry.type })}</span>
    </div>
  );
}

function content(row: ConversationRow, caseId: CaseId, contact: string) {
  switch (row.kind) {
    case 'day':
      return <DayLine at={row.at} />;
    case 'message':
      return <MessageView row={row} caseId={row.from?.caseId ?? caseId} contact={contact} />;
    case 'pending':
      return <PendingView row={row} />;
    case 'step':
      return <StepLine entry={row.entry} />;
    case 'unsupported':
      return <UnsupportedLine entry={row.entry} />;
    default:
      return assertNever(row, 'row');
  }
}

interface Props {
  readonly row: ConversationRow;
  readonly index: number;
  readonly caseId: CaseId;
  readonly contact: string;
  /** Shown to somebody who came from a search: marked for a moment. */
  readonly sought: boolean;
}

/** One line of the conversation, reachable with the arrow keys. */
export const RowView = memo(function RowView({ row, index, caseId, contact, sought }: Props) {
  return (
    <div className={classes.row} data-row={index} data-sought={sought || undefined} tabIndex={-1}>
      {content(row, caseId, contact)}
    </div>
  );
});
