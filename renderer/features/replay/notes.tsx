import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/replay/replay.module.css';
import type { Recording } from '#renderer/features/replay/use-recording.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { clockText, type Instant } from '#shared/lib/time.ts';
import type { ReviewNote } from '#shared/review/review-state.ts';

const marks = ['good', 'neutral', 'poor', 'training'] as const;

interface Props {
  readonly caseId: CaseId;
  readonly recording: Recording;
  readonly at: Instant;
  readonly notes: readonly ReviewNote[];
  readonly onSeek: (at: Instant) => void;
}

/** Remarks pinned to moments of the case; a press on one goes there. */
export function Notes({ caseId, recording, at, notes, onSeek }: Props) {
  const { t } = useTranslation('replay');
  const client = useClient();
  const names = useNames();
  const [text, setText] = useState('');
  const [mark, setMark] = useState<(typeof marks)[number]>('neutral');
  const [busy, setBusy] = useState(false);
  const { playback } = recording;
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
    setText('');
  };
  return (
    <section className={classes.notes} aria-label={t('notes')}>
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
          <SegmentedControl
            size="xs"
            aria-label={t('mark')}
            value={mark}
            onChange={(value) => setMark(value as typeof mark)}
            data={marks.map((value) => ({ value, label: t(`mark_${value}`) }))}
          />
          <Button type="submit" size="xs" disabled={text.trim() === ''} loading={busy}>
            {t('pin')}
          </Button>
        </div>
      </form>
      {notes.length === 0 && <p className={classes.hint}>{t('notesNone')}</p>}
      <ul className={classes.noteList}>
        {notes.map((note) => (
          <li key={note.id}>
            <button type="button" className={classes.note} data-mark={note.mark} onClick={() => onSeek(note.at)}>
              <strong>{clockText(note.at - playback.from)}</strong> {t(`mark_${note.mark}`)} · {names.person(note.by)}
              <span>{note.text?.text ?? t('gone')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
