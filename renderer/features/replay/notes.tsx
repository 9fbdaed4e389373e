import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { MarkChoice } from '#renderer/features/replay/mark-choice.tsx';
import { type NoteDraft, noNote, noteSaying, noteText } from '#renderer/features/replay/note-draft.ts';
import { NoteItem } from '#renderer/features/replay/note-item.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import type { Recording } from '#renderer/features/replay/use-recording.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { clockText, type Instant } from '#shared/lib/time.ts';
import type { ReviewNote } from '#shared/review/review-state.ts';

interface Props {
  readonly caseId: CaseId;
  readonly recording: Recording;
  readonly at: Instant;
  readonly notes: readonly ReviewNote[];
  readonly onSeek: (at: Instant) => void;
  /** What is written and not pinned yet: it outlives this, which is put away while other things are looked at. */
  readonly draft: NoteDraft;
  readonly onDraft: (change: (was: NoteDraft) => NoteDraft) => void;
}

/** Remarks pinned to moments of the case; a press on one goes there. */
export function Notes({ caseId, recording, at, notes, onSeek, draft, onDraft }: Props) {
  const { t } = useTranslation('replay');
  const client = useClient();
  const me = useAppSelector(selectMe)?.person.id ?? null;
  const [busy, setBusy] = useState(false);
  const { playback, noteKeeper } = recording;
  const moment = draft.at ?? at;
  // A note is sealed with the case's key, which is gone then.
  const erased = useMemo(() => playback.stateAt(playback.to)?.erasedAt != null, [playback]);
  const here = clockText(at - playback.from);
  const write = (change: (was: NoteDraft) => NoteDraft) => {
    const now = change(draft);
    onDraft(() => now);
    noteKeeper.changed(noteText(now));
  };
  const pin = async (event: FormEvent) => {
    event.preventDefault();
    if (draft.at === null || draft.text.trim() === '' || busy) return;
    setBusy(true);
    const entry = playback.stateAt(draft.at)?.entries.at(-1)?.id ?? null;
    const [error, answer] = await safe(client.replay.note({ ...draft, caseId, at: draft.at, event: entry, question: null }));
    setBusy(false);
    if (error) {
      notifications.show({ color: 'red', message: t('noteFault'), role: 'alert' });
      return;
    }
    recording.onReviews(answer.reviews);
    // What was written meanwhile is another note.
    noteKeeper.saved(noteText(draft));
    onDraft((now) => (now === draft ? { ...noNote, mark: now.mark } : now));
  };
  return (
    <section className={classes.notes} aria-label={t('notes')}>
      {!erased && (
        <form onSubmit={pin} className={classes.noteForm}>
          <Textarea
            label={t('noteAt', { time: clockText(moment - playback.from) })}
            value={draft.text}
            onChange={({ currentTarget: { value } }) => write((was) => noteSaying(was, value, at))}
            maxLength={2000}
            autosize
            minRows={2}
          />
          <div className={classes.noteRow}>
            <MarkChoice value={draft.mark} onChange={(mark) => write((was) => ({ ...was, mark }))} />
            <Button type="submit" size="xs" disabled={draft.text.trim() === ''} loading={busy}>
              {t('pin')}
            </Button>
            {here !== clockText(moment - playback.from) && (
              <Button size="xs" variant="default" onClick={() => write((was) => ({ ...was, at: Math.round(at) }))}>
                {t('noteMove', { time: here })}
              </Button>
            )}
            <span className={classes.hint} role="status">
              {draft.at !== null && t('noteNotPinned')}
            </span>
          </div>
        </form>
      )}
      {(erased || notes.length === 0) && <p className={classes.hint}>{t(erased ? 'notesErased' : 'notesNone')}</p>}
      <ul className={classes.noteList}>
        {notes.map((note) => (
          <NoteItem key={note.id} caseId={caseId} note={note} from={playback.from} own={note.by === me} onReviews={recording.onReviews} onSeek={onSeek} />
        ))}
      </ul>
    </section>
  );
}
