import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { minuteText } from '#renderer/features/admin/admin-text.ts';
import type { Calendar } from '#shared/desk/calendar.ts';

const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** The week at one look: a line for each day, a bar where it is open. */
export function WeekPicture({ week }: { readonly week: Calendar['week'] }) {
  const { t } = useTranslation('admin');
  const of = (day: number) => week.find((one) => one.day === day)?.hours ?? [];
  const told = days
    .map(
      (day) =>
        `${t(`day_${day}`)} ${
          of(day)
            .map(({ from, to }) => `${minuteText(from)}–${minuteText(to)}`)
            .join(', ') || t('closed')
        }`,
    )
    .join('; ');
  return (
    <svg className={classes.week} viewBox="0 0 520 156" role="img" aria-label={t('weekPicture', { week: told })}>
      {[0, 6, 12, 18, 24].map((hour) => (
        <g key={hour}>
          <line x1={70 + hour * 18} x2={70 + hour * 18} y1={14} y2={150} className={classes.weekLine} />
          <text x={70 + hour * 18} y={10} textAnchor="middle" className={classes.weekText}>
            {hour}
          </text>
        </g>
      ))}
      {days.map((day, index) => (
        <g key={day}>
          <text x={0} y={29 + index * 19.5} className={classes.weekText}>
            {t(`day_${day}`)}
          </text>
          {of(day).map(({ from, to }) => (
            <rect
              key={`${from}-${to}`}
              x={70 + (from / 1440) * 432}
              y={18 + index * 19.5}
              width={Math.max(0, ((to - from) / 1440) * 432)}
              height={13}
              rx={3}
              className={classes.weekBar}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}
