import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext, IconZzz } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { CoursePicture } from '#renderer/features/replay/course-picture.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import type { Player } from '#renderer/features/replay/use-player.ts';
import { clockTimeText } from '#renderer/i18n/date-text.ts';
import { clockText, SECOND } from '#shared/lib/time.ts';
import { type Playback, type Speed, speeds } from '#shared/review/playback.ts';
import type { ReviewNote } from '#shared/review/review-state.ts';

/** How far the page keys go. */
const PAGE_MS = 30 * SECOND;

interface Props {
  readonly playback: Playback;
  readonly player: Player;
  readonly notes: readonly Pick<ReviewNote, 'id' | 'at'>[];
}

/** Play, pace, jumps and the place in the case; the slider goes by seconds, with the page keys by half minutes. */
export function PlayerBar({ playback, player, notes }: Props) {
  const { t, i18n } = useTranslation('replay');
  const { at, playing, seek, next } = player;
  const silence = playback.silences()[0] ?? null;
  const group = t('group');
  useCommand({ id: 'replay.toggle', label: playing ? t('pause') : t('play'), group, defaultKey: 'alt+K', run: player.toggle, enabled: true });
  useCommand({ id: 'replay.next', label: t('nextMessage'), group, defaultKey: 'alt+J', run: () => next?.(), enabled: next !== null });
  useCommand({
    id: 'replay.silence',
    label: t('longestSilence'),
    group,
    defaultKey: 'alt+Y',
    run: () => silence && seek(silence.from),
    enabled: silence !== null,
  });
  useCommand({
    id: 'replay.decide',
    label: player.stops ? t('decideStop') : t('decideStart'),
    group,
    defaultKey: null,
    run: () => player.setStops(!player.stops),
    enabled: true,
  });
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = { PageUp: PAGE_MS, PageDown: -PAGE_MS }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    seek(at + step);
  };
  const place = t('placeText', {
    at: clockText(at - playback.from),
    of: clockText(playback.to - playback.from),
    time: clockTimeText(at, i18n.language),
  });
  return (
    <div className={classes.bar}>
      <div className={classes.track}>
        <CoursePicture playback={playback} notes={notes} />
        <input
          type="range"
          className={classes.slider}
          aria-label={t('position')}
          aria-valuetext={place}
          min={0}
          max={Math.max(SECOND, Math.ceil((playback.to - playback.from) / SECOND) * SECOND)}
          step={SECOND}
          value={at - playback.from}
          onChange={(event) => seek(playback.from + Number(event.currentTarget.value))}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={classes.controls}>
        <Button size="xs" onClick={player.toggle} leftSection={playing ? <IconPlayerPause size={15} aria-hidden /> : <IconPlayerPlay size={15} aria-hidden />}>
          {playing ? t('pause') : t('play')}
        </Button>
        <SegmentedControl
          size="xs"
          aria-label={t('speed')}
          value={String(player.speed)}
          onChange={(value) => player.setSpeed(Number(value) as Speed)}
          data={speeds.map((speed) => ({ value: String(speed), label: `×${speed}` }))}
        />
        <Button size="xs" variant="default" disabled={next === null} onClick={() => next?.()} leftSection={<IconPlayerTrackNext size={15} aria-hidden />}>
          {t('nextMessage')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={silence === null}
          onClick={() => silence && seek(silence.from)}
          leftSection={<IconZzz size={15} aria-hidden />}
        >
          {silence === null ? t('longestSilence') : t('longestSilenceOf', { time: clockText(silence.to - silence.from) })}
        </Button>
        <Checkbox size="xs" label={t('skipIdle')} checked={player.skipIdle} onChange={(event) => player.setSkipIdle(event.currentTarget.checked)} />
        <Checkbox
          size="xs"
          label={t('decide')}
          title={t('decideWhat')}
          checked={player.stops}
          onChange={(event) => player.setStops(event.currentTarget.checked)}
        />
        <span className={classes.place}>{place}</span>
      </div>
    </div>
  );
}
