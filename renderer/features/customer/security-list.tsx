import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';

/** How many stand in the card; the axis has them all. */
const SHOWN = 8;

/** The newest sign-ins and changes in the account's safety. */
export function SecurityList({ events, all = false }: { readonly events: readonly SecurityEvent[]; readonly all?: boolean }) {
  const { t, i18n } = useTranslation('panels');
  const shown = all ? events : events.slice(0, SHOWN);
  if (events.length === 0) return <p className={classes.hint}>{t('securityNone')}</p>;
  return (
    <>
      <ul className={classes.plainList}>
        {shown.map((event) => (
          <li key={event.id}>
            <time className={classes.time}>{momentText(event.at, i18n.language, Date.now())}</time>{' '}
            <strong>{t(`event_${event.kind}`, { raw: event.rawKind })}</strong>{' '}
            <span className={classes.hint}>
              {[event.by === 'customer' ? null : t(`by_${event.by}`), event.device, event.place].filter((word) => word != null && word !== '').join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {events.length > shown.length && <p className={classes.hint}>{t('securityMore')}</p>}
    </>
  );
}
