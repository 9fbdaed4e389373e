import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DensityDay, type DensityGroup, dayDensity } from '#renderer/features/timeline/density.ts';
import classes from '#renderer/features/timeline/density-strip.module.css';
import type { TimelineItem } from '#renderer/features/timeline/merge-timeline.ts';
import { dateText } from '#renderer/i18n/date-text.ts';
import type { Instant } from '#shared/lib/time.ts';

const DAYS = 30;
const HEIGHT = 26;
const groups: readonly DensityGroup[] = ['other', 'safety', 'money', 'talk'];

interface Props {
  readonly items: readonly TimelineItem[];
  /** How far back the axis is whole. */
  readonly end: Instant;
  readonly onJump: (day: Instant) => void;
}

/** A day as a bar: low for little, full for the busiest; hatched where it is not loaded. */
function Bar({ day, most, chosen }: { readonly day: DensityDay; readonly most: number; readonly chosen: boolean }) {
  const height = day.count === 0 ? 2 : 5 + (day.count / most) * (HEIGHT - 5);
  return (
    <span className={classes.dayBar} data-chosen={chosen || undefined}>
      <span
        className={classes.dayStack}
        style={{ height: day.loaded ? height : HEIGHT }}
        data-none={day.count === 0 || undefined}
        data-unloaded={!day.loaded || undefined}
      >
        {groups.map((group) => day.parts[group] > 0 && <span key={group} data-group={group} style={{ flexGrow: day.parts[group] }} />)}
      </span>
    </span>
  );
}

/** How much happened on each of the last days, at a glance; a press, or the arrow keys, brings the axis to a day. */
export const DensityStrip = memo(function DensityStrip({ items, end, onJump }: Props) {
  const { t, i18n } = useTranslation('panels');
  const days = useMemo(() => dayDensity(items, DAYS, Date.now(), end), [items, end]);
  const most = Math.max(1, ...days.map((day) => day.count));
  const [chosen, setChosen] = useState(DAYS - 1);
  const words = (day: DensityDay | undefined) => {
    if (!day) return '';
    const name = dateText(day.at, i18n.language, Date.now());
    return day.loaded || day.count > 0 ? t('dayCount', { day: name, count: day.count }) : t('dayUnloaded', { day: name });
  };
  const jump = (index: number) => {
    const place = Math.min(DAYS - 1, Math.max(0, index));
    const day = days[place];
    if (!day) return;
    setChosen(place);
    onJump(day.at);
  };
  const placeOf = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.floor(((event.clientX - left) / width) * DAYS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: chosen - 1, ArrowDown: chosen - 1, ArrowRight: chosen + 1, ArrowUp: chosen + 1, Home: 0, End: DAYS - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    jump(to);
  };
  const [under, setUnder] = useState<number | null>(null);
  return (
    <div className={classes.densityRow}>
      <div
        className={classes.density}
        role="slider"
        tabIndex={0}
        aria-label={t('day')}
        aria-valuemin={1}
        aria-valuemax={DAYS}
        aria-valuenow={chosen + 1}
        aria-valuetext={words(days[chosen])}
        title={t('densityKey', { days: DAYS })}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setUnder(placeOf(event))}
        onPointerLeave={() => setUnder(null)}
        onPointerDown={(event) => jump(placeOf(event))}
      >
        {days.map((day, index) => (
          <Bar key={day.at} day={day} most={most} chosen={index === (under ?? chosen)} />
        ))}
      </div>
      {under !== null && (
        <span className={classes.densityWords} aria-hidden>
          {words(days[under])}
        </span>
      )}
    </div>
  );
});
