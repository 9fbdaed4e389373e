import { memo } from 'react';
import classes from '#renderer/features/replay/replay.module.css';
import type { Playback } from '#shared/review/playback.ts';
import type { ReviewNote } from '#shared/review/review-state.ts';

const WIDTH = 1000;
const HEIGHT = 34;
/** How many of the longest silences are shaded. */
const SHADED = 3;

interface Props {
  readonly playback: Playback;
  readonly notes: readonly Pick<ReviewNote, 'id' | 'at'>[];
}

/** The case's course over the slider: the customer's words above the line, the desk's below, looks and notes as marks, long silences shaded. */
export const CoursePicture = memo(function CoursePicture({ playback, notes }: Props) {
  const long = Math.max(1, playback.to - playback.from);
  const x = (at: number) => ((at - playback.from) / long) * WIDTH;
  return (
    <svg className={classes.course} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {playback
        .silences()
        .slice(0, SHADED)
        .map(({ from, to }) => (
          <rect key={from} x={x(from)} y={0} width={x(to) - x(from)} height={HEIGHT} className={classes.silence} />
        ))}
      <line x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className={classes.middleLine} />
      {playback.moments.map(({ id, at, kind }) => {
        const tall = kind === 'customer' || kind === 'desk' ? 12 : 6;
        const y = kind === 'desk' ? HEIGHT / 2 : kind === 'customer' ? HEIGHT / 2 - tall : HEIGHT / 2 - tall / 2;
        return <rect key={id} x={x(at) - 1.5} y={y} width={3} height={tall} className={classes.moment} data-kind={kind} />;
      })}
      {notes.map(({ id, at }) => (
        <rect key={id} x={x(at) - 2.5} y={0} width={5} height={6} className={classes.pin} />
      ))}
    </svg>
  );
});
