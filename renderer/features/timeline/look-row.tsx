import { IconEye, IconEyeExclamation } from '@tabler/icons-react';
import { memo } from 'react';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { fullText, timeText } from '#renderer/i18n/date-text.ts';
import { useWords } from '#renderer/ui/words.tsx';
import type { Look } from '#shared/case/looks.ts';

/** One sitting of somebody who looked at the customer's page, or a value that was shown in full. */
export const LookRow = memo(function LookRow({ look }: { readonly look: Look }) {
  const { t, locale } = useWords('panels');
  const names = useNames();
  const { at, until, kind, panels, times } = look;
  const name = names.actor(look.actor);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(panels.map((panel) => t(`look_${panel}`)));
  const Icon = kind === 'seen' ? IconEye : IconEyeExclamation;
  return (
    <div className={classes.item} data-kind="look">
      <Icon className={classes.icon} size={15} stroke={1.7} aria-hidden />
      <div className={classes.body}>
        <div className={classes.stepLine}>
          <time className={classes.time} title={fullText(at, locale)}>
            {timeText(at, locale)}
          </time>{' '}
          {kind === 'seen' ? t('look_seen', { name, panels: list }) : t('look_revealed', { name })}
          {times > 1 && ` · ${t('lookTimes', { count: times, time: timeText(until, locale) })}`}
        </div>
      </div>
    </div>
  );
});
