import { IconDeviceMobile, IconLogin2, IconShieldExclamation, IconShieldHalf } from '@tabler/icons-react';
import { memo } from 'react';
import classes from '#renderer/features/timeline/timeline.module.css';
import { fullText, timeText } from '#renderer/i18n/date-text.ts';
import { useWords } from '#renderer/ui/words.tsx';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';

function iconOf({ kind }: SecurityEvent) {
  if (kind === 'login') return IconLogin2;
  if (kind === 'login-failed' || kind === 'frozen' || kind === 'unknown') return IconShieldExclamation;
  return kind === 'device-bound' || kind === 'device-unbound' ? IconDeviceMobile : IconShieldHalf;
}

/** A sign-in, or a change in the account's safety, on the axis. */
export const SecurityRow = memo(function SecurityRow({ event }: { readonly event: SecurityEvent }) {
  const { t, locale } = useWords('panels');
  const Icon = iconOf(event);
  const more = [event.device, event.place].filter((word) => word !== undefined && word !== '');
  return (
    <div className={classes.item} data-kind="security" data-event={event.kind}>
      <Icon className={classes.icon} size={16} stroke={1.7} aria-hidden />
      <div className={classes.body}>
        <div className={classes.stepLine}>
          <time className={classes.time} title={fullText(event.at, locale)}>
            {timeText(event.at, locale)}
          </time>{' '}
          <strong>{t(`event_${event.kind}`, { raw: event.rawKind })}</strong>
          {event.by !== 'customer' && ` · ${t(`by_${event.by}`)}`}
          {more.map((word) => (
            <span key={word}>
              {' · '}
              <bdi>{word}</bdi>
            </span>
          ))}
        </div>
      </div>
    </div>
  );
});
