import { Tabs } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { replayChosen, selectReplayed } from '#renderer/app/workspace-slice.ts';
import { Conversation } from '#renderer/features/conversation/conversation.tsx';
import { CaseList } from '#renderer/features/replay/case-list.tsx';
import { DecideCard } from '#renderer/features/replay/decide-card.tsx';
import { readNote } from '#renderer/features/replay/note-draft.ts';
import { Notes } from '#renderer/features/replay/notes.tsx';
import { PlayerBar } from '#renderer/features/replay/player-bar.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import { ReviewForm } from '#renderer/features/replay/review-form.tsx';
import { SeenPanel } from '#renderer/features/replay/seen-panel.tsx';
import { usePlayer } from '#renderer/features/replay/use-player.ts';
import { type Recording, useRecording } from '#renderer/features/replay/use-recording.ts';
import { seenPanel } from '#shared/case/seen-panel.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { foldReview, type ReviewState } from '#shared/review/review-state.ts';

/** The newest of each reviewer of one case. */
function byReviewer(recording: Recording): readonly ReviewState[] {
  const people = new Set(recording.reviews.map(({ actor }) => actor.id));
  return [...people].flatMap((id) => {
    const folded = foldReview(
      undefined,
      recording.reviews.filter(({ actor }) => actor.id === id),
    );
    return folded ? [folded] : [];
  });
}

interface PlayingProps {
  readonly caseId: CaseId;
  readonly recording: Recording;
  readonly onReviewed: () => void;
}

function Playing({ caseId, recording, onReviewed }: PlayingProps) {
  const { t } = useTranslation('replay');
  const { playback } = recording;
  const player = usePlayer(playback);
  const [draft, setDraft] = useState(() => readNote(recording.noteKeeper.draft));
  const count = playback.countAt(player.at);
  // A frame of playing changes nothing while no event comes: the conversation is folded anew for each event alone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count stands for the moment.
  const state = useMemo(() => playback.stateAt(player.at), [playback, count]);
  const reviews = useMemo(() => byReviewer(recording), [recording]);
  const notes = useMemo(() => reviews.flatMap((review) => review.notes).toSorted((a, b) => a.at - b.at), [reviews]);
  return (
    <>
      <section className={classes.stage} aria-label={t('title')}>
        {state ? <Conversation key={caseId} state={state} me={null} sought={null} /> : <p className={classes.hint}>{t('before')}</p>}
        <DecideCard playback={playback} player={player} />
        <PlayerBar playback={playback} player={player} notes={notes} />
      </section>
      <aside className={classes.side} aria-label={t('side')}>
        <Tabs defaultValue="customer" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="customer">{t('tabCustomer')}</Tabs.Tab>
            <Tabs.Tab value="notes">{t('tabNotes', { count: notes.length })}</Tabs.Tab>
            <Tabs.Tab value="review">{t('tabReview')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="customer" className={classes.panel}>
            {seenPanel.options.map((panel) => (
              <SeenPanel key={panel} caseId={caseId} panel={panel} playback={playback} at={player.at} />
            ))}
          </Tabs.Panel>
          <Tabs.Panel value="notes" className={classes.panel}>
            <Notes caseId={caseId} recording={recording} at={player.at} notes={notes} onSeek={player.seek} draft={draft} onDraft={setDraft} />
          </Tabs.Panel>
          <Tabs.Panel value="review" className={classes.panel}>
            <ReviewForm caseId={caseId} recording={recording} reviews={reviews} onReviewed={onReviewed} />
          </Tabs.Panel>
        </Tabs>
      </aside>
    </>
  );
}

function Stage({ caseId, onReviewed }: Omit<PlayingProps, 'recording'>) {
  const { t } = useTranslation('replay');
  const { recording, fault } = useRecording(caseId);
  if (fault) return <Empty title={t('faultTitle')} hint={t('faultHint')} />;
  if (!recording) return <Empty title={t('loading')} hint="" />;
  return <Playing caseId={caseId} recording={recording} onReviewed={onReviewed} />;
}

function Empty({ title, hint }: { readonly title: string; readonly hint: string }) {
  const { t } = useTranslation('replay');
  return (
    <section className={classes.empty} aria-label={t('title')}>
      <IconPlayerPlay size={44} stroke={1.3} aria-hidden />
      <div role="status">
        <h2>{title}</h2>
      </div>
      {hint !== '' && <p>{hint}</p>}
    </section>
  );
}

/** The trainer's place: closed cases, played again second by second, with what was seen of the customer, notes and a scorecard. */
export function ReplayPage() {
  const { t } = useTranslation('replay');
  const dispatch = useAppDispatch();
  const chosen = useAppSelector(selectReplayed);
  const [turn, setTurn] = useState(0);
  const onReviewed = useCallback(() => setTurn((was) => was + 1), []);
  return (
    <main className={classes.page}>
      <h1 className={classes.unseen}>{t('title')}</h1>
      <CaseList chosen={chosen} onChoose={({ id }) => dispatch(replayChosen(id))} turn={turn} />
      {chosen === null ? <Empty title={t('nothing')} hint={t('nothingHint')} /> : <Stage key={chosen} caseId={chosen} onReviewed={onReviewed} />}
    </main>
  );
}
