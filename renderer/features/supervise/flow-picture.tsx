import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/supervise/supervise.module.css';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { FlowStep } from '#shared/metrics/flow.ts';

const WIDTH = 260;
const HEIGHT = 54;

/** What came in and what was answered, as bars side by side; the numbers stand in a table for whoever cannot see them. */
export function FlowPicture({ flow }: { readonly flow: readonly FlowStep[] }) {
  const { t, i18n } = useTranslation('supervise');
  const steps = flow.slice(-24);
  const most = Math.max(1, ...steps.flatMap(({ entered, answered }) => [entered, answered]));
  const wide = WIDTH / 24;
  const bar = (count: number) => (HEIGHT * count) / most;
  return (
    <figure className={classes.flow}>
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {steps.map(({ from, entered, answered }, index) => {
          const x = WIDTH - (steps.length - index) * wide;
          return (
            <g key={from}>
              <rect x={x} y={HEIGHT - bar(entered)} width={wide / 2 - 1} height={bar(entered)} className={classes.entered} />
              <rect x={x + wide / 2 - 1} y={HEIGHT - bar(answered)} width={wide / 2 - 1} height={bar(answered)} className={classes.answered} />
            </g>
          );
        })}
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={classes.axis} />
      </svg>
      <figcaption className={classes.legend}>
        <span data-kind="entered">{t('flowEntered')}</span>
        <span data-kind="answered">{t('flowAnswered')}</span>
      </figcaption>
      <ul className={classes.unseen} aria-label={t('flow')}>
        {steps.map(({ from, entered, answered }) => (
          <li key={from}>{t('flowStep', { time: timeText(from, i18n.language), entered, answered })}</li>
        ))}
      </ul>
    </figure>
  );
}
