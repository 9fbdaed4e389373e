import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { moneyText } from '#shared/lib/money.ts';
import type { LimitUse } from '#shared/wallet/account.ts';

/** How a limit stands: its share used (0 to 1) and what is left, never below nothing. */
export function limitStanding({ cap, used }: Pick<LimitUse, 'cap' | 'used'>): {
  readonly share: number;
  readonly left: number;
  readonly level: 'free' | 'near' | 'reached';
} {
  const share = cap.minor <= 0 ? 1 : Math.min(1, Math.max(0, used.minor / cap.minor));
  return { share, left: Math.max(0, cap.minor - used.minor), level: share >= 1 ? 'reached' : share >= 0.8 ? 'near' : 'free' };
}

/** Each cap as a small bar: what is used, what is left, when it begins anew. */
export function Limits({ limits }: { readonly limits: readonly LimitUse[] }) {
  const { t, i18n } = useTranslation('customer');
  const locale = i18n.language;
  if (limits.length === 0) return null;
  return (
    <ul className={classes.limits} aria-label={t('limits')}>
      {limits.map((limit) => {
        const { share, left, level } = limitStanding(limit);
        const name = t(`limit_${limit.kind}`, { raw: limit.rawKind });
        return (
          <li key={limit.rawKind ?? limit.kind} className={classes.limit} data-level={level}>
            <span className={classes.limitName}>{name}</span>
            <span className={classes.limitWords}>{t('limitUsed', { used: moneyText(limit.used, locale), cap: moneyText(limit.cap, locale) })}</span>
            <span className={classes.track} role="meter" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
              <span className={classes.used} style={{ width: `${share * 100}%` }} />
            </span>
            <span className={classes.limitLeft}>
              {level === 'reached' ? t('limitReached') : t('limitLeft', { left: moneyText({ minor: left, currency: limit.cap.currency }, locale) })}
            </span>
            {limit.resetsAt !== undefined && (
              <span className={classes.limitWords}>{t('limitResets', { time: momentText(limit.resetsAt, locale, Date.now()) })}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
