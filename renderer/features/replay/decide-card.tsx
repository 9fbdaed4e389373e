import { Button, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/replay/replay.module.css';
import type { Player } from '#renderer/features/replay/use-player.ts';
import type { MessageEntry } from '#shared/case/state.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Playback } from '#shared/review/playback.ts';

interface Props {
  readonly playback: Playback;
  readonly player: Player;
}

interface Compared {
  readonly mine: string;
  /** Where the watcher stands while comparing; elsewhere nothing is compared any more. */
  readonly at: Instant;
  readonly theirs: readonly MessageEntry[];
}

/** Stops before the agent's real answer: the watcher writes one, then sees both beside each other. Nothing of it is kept. */
export function DecideCard({ playback, player }: Props) {
  const { t } = useTranslation('replay');
  const names = useNames();
  const [text, setText] = useState('');
  const [compared, setCompared] = useState<Compared | null>(null);
  if (compared && compared.at === player.at && !player.playing) {
    const who = compared.theirs[0]?.actor;
    return (
      <section className={classes.decide} aria-label={t('decide')}>
        <div className={classes.beside}>
          <div>
            <h2>{t('decideMine')}</h2>
            <p className={classes.noteText}>{compared.mine === '' ? t('decideNothing') : compared.mine}</p>
          </div>
          <div>
            <h2>{t('decideTheirs', { name: who ? names.actor(who) : '' })}</h2>
            {compared.theirs.map((entry) => (
              <p key={entry.id} className={classes.noteText}>
                {entry.text ?? t('gone')}
              </p>
            ))}
          </div>
        </div>
        <Button size="xs" onClick={player.toggle} disabled={player.at >= playback.to}>
          {t('decideOn')}
        </Button>
      </section>
    );
  }
  const answer = player.deciding;
  if (!answer) return null;
  const compare = (event: FormEvent) => {
    event.preventDefault();
    setCompared({ mine: text.trim(), at: answer.until, theirs: playback.answerTexts(answer) });
    setText('');
    player.seek(answer.until);
  };
  return (
    <section className={classes.decide} aria-label={t('decide')}>
      <form onSubmit={compare} className={classes.noteForm}>
        <Textarea
          label={t('decideTitle')}
          description={t('decideHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={4000}
          autosize
          minRows={2}
          maxRows={6}
        />
        <div className={classes.noteRow}>
          <Button type="submit" size="xs">
            {t('decideCompare')}
          </Button>
        </div>
      </form>
    </section>
  );
}
