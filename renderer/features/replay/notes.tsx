import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, type RefObject, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { MarkChoice, type NoteMark } from '#renderer/features/replay/mark-choice.tsx';
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
  readonly unpinned: RefObject<string>;
}

/** Remarks pinned to moments of the case; a press on one goes there. */
export function Notes({ caseId, recording, at, notes, onSeek, unpinned }: Props) {
  const { t } = useTranslation('replay');
  const client = useClient();
  const me = useAppSelector(selectMe)?.person.id ?? null;
  const [text, setText] = useState(unpinned.current);
  unpinned.current = text;
  const [mark, setMark] = useState<NoteMark>('neutral');
  const [busy, setBusy] = useState(false);
  const { playback } = recording;
  // A note is sealed with the case's key, which is gone then.
  const erased = useMemo(() => playback.stateAt(playback.to)?.erasedAt != null, [playback]);
  const pin = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    const entry = playback.stateAt(at)?.entries.at(-1)?.id ?? null;
    const [error, answer] = await safe(client.replay.note({ caseId, at: Math.round(at), event: entry, question: null, mark, text }));
    setBusy(false);
    if (error) {
      notifications.show({ color: 'red', message: t('noteFault'), role: 'alert' });
      return;
    }
    recording.onReviews(answer.reviews);
    // What was written meanwhile is another note.
    setText((now) => (now === text ? '' : now));
  };
  return (
    <section className={classes.notes} aria-label={t('notes')}>
      {!erased && (
        <form onSubmit={pin} className={classes.noteForm}>
          <Textarea
            label={t('noteAt', { time: clockText(at - playback.from) })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={2}
          />
          <div className={classes.noteRow}>
            <MarkChoice value={mark} onChange={setMark} />
            <Button type="submit" size="xs" disabled={text.trim() === ''} loading={busy}>
              {t('pin')}
            </Button>
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
