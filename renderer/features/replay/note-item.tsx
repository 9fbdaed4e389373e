import { ActionIcon, Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { MarkChoice } from '#renderer/features/replay/mark-choice.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { clockText, type Instant } from '#shared/lib/time.ts';
import type { ReviewNote } from '#shared/review/review-state.ts';

interface Props {
  readonly caseId: CaseId;
  readonly note: ReviewNote;
  /** When the case began. */
  readonly from: Instant;
  /** Its author alone changes or removes it. */
  readonly own: boolean;
  readonly onReviews: (reviews: readonly AnyEvent[]) => void;
  readonly onSeek: (at: Instant) => void;
}

type Doing = 'nothing' | 'editing' | 'removing';

/** One remark: a press goes to its moment; its author may say it otherwise or take it away. */
export function NoteItem({ caseId, note, from, own, onReviews, onSeek }: Props) {
  const { t } = useTranslation('replay');
  const client = useClient();
  const names = useNames();
  const [doing, setDoing] = useState<Doing>('nothing');
  const [text, setText] = useState('');
  const [mark, setMark] = useState(note.mark);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const sure = useRef<HTMLButtonElement>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const was = useRef(doing);
  useEffect(() => {
    if (was.current === doing) return;
    was.current = doing;
    ({ editing: field, removing: sure, nothing: pencil })[doing].current?.focus();
  }, [doing]);
  const time = clockText(note.at - from);
  const send = async (asked: Promise<{ reviews: AnyEvent[] }>) => {
    setBusy(true);
    const [error, answer] = await safe(asked);
    setBusy(false);
    if (error) {
      notifications.show({ color: 'red', message: t('noteFault'), role: 'alert' });
      return;
    }
    setDoing('nothing');
    onReviews(answer.reviews);
  };
  const edit = () => {
    setText(note.text?.text ?? '');
    setMark(note.mark);
    setDoing('editing');
  };
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && !busy) void send(client.replay.changeNote({ caseId, note: note.id, mark, text }));
  };
  const leave = (
    <Button size="xs" variant="default" onClick={() => setDoing('nothing')}>
      {t('noteLeave')}
    </Button>
  );
  if (doing === 'editing') {
    return (
      <li>
        <form onSubmit={keep} className={classes.noteForm} aria-label={t('noteEditAt', { time })}>
          <Textarea
            ref={field}
            label={t('noteText')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            maxLength={2000}
            autosize
            minRows={2}
          />
          <MarkChoice value={mark} onChange={setMark} />
          <div className={classes.noteRow}>
            <Button type="submit" size="xs" disabled={text.trim() === ''} loading={busy}>
              {t('noteKeep')}
            </Button>
            {leave}
          </div>
        </form>
      </li>
    );
  }
  return (
    <li className={classes.noteItem}>
      <button type="button" className={classes.note} data-mark={note.mark} onClick={() => onSeek(note.at)}>
        <span>
          <strong>{time}</strong> {t(`mark_${note.mark}`)} · {names.person(note.by)}
          {note.changedAt !== null && ` · ${t('noteChanged')}`}
        </span>
        <span className={classes.noteText}>{note.text?.text ?? t('gone')}</span>
      </button>
      {own && doing === 'nothing' && (
        <div className={classes.noteActions}>
          <ActionIcon ref={pencil} variant="subtle" color="gray" aria-label={t('noteEditAt', { time })} title={t('noteEditAt', { time })} onClick={edit}>
            <IconPencil size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('noteRemoveAt', { time })}
            title={t('noteRemoveAt', { time })}
            onClick={() => setDoing('removing')}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
      {doing === 'removing' && (
        <div className={classes.noteRow}>
          <Button ref={sure} size="xs" loading={busy} onClick={() => void send(client.replay.removeNote({ caseId, note: note.id }))}>
            {t('noteRemoveSure')}
          </Button>
          {leave}
        </div>
      )}
    </li>
  );
}
