import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { dayDensity, type TimelineItem } from '#renderer/features/timeline/merge-timeline.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { dateText } from '#renderer/i18n/date-text.ts';

const DAYS = 30;
const HEIGHT = 18;

/** How much happened on each of the last days, at a glance. */
export const DensityStrip = memo(function DensityStrip({ items }: { readonly items: readonly TimelineItem[] }) {
  const { t, i18n } = useTranslation('timeline');
  const days = useMemo(() => dayDensity(items, DAYS, Date.now()), [items]);
  const most = Math.max(1, ...days.map((day) => day.count));
  if (days.every((day) => day.count === 0)) return null;
  return (
    <div className={classes.density} role="img" aria-label={t('density', { days: DAYS })}>
      {days.map((day) => (
        <span
          key={day.at}
          className={classes.dayBar}
          data-none={day.count === 0 || undefined}
          style={{ height: day.count === 0 ? 2 : 4 + (day.count / most) * (HEIGHT - 4) }}
          title={t('dayCount', { day: dateText(day.at, i18n.language, Date.now()), count: day.count })}
        />
      ))}
    </div>
  );
});
