import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { moneyText } from '#shared/lib/money.ts';
import type { Promotion } from '#shared/wallet/promotion.ts';

const tones = { due: 'limited', eligible: 'good', credited: 'good', used: 'plain', expired: 'plain', 'not-eligible': 'plain', unknown: 'limited' } as const;

/** What asks for an answer first: what is due, then what can be had, then the rest. */
const order: readonly Promotion['state'][] = ['due', 'unknown', 'eligible', 'credited', 'used', 'not-eligible', 'expired'];

/** Promotions as they stand for this customer, each with why it is not theirs. */
export function PromotionList({ promotions }: { readonly promotions: readonly Promotion[] }) {
  const { t, i18n } = useTranslation('panels');
  const language = screenLanguage(i18n);
  const now = Date.now();
  if (promotions.length === 0) return <p className={classes.hint}>{t('promotionsNone')}</p>;
  const inOrder = promotions.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <ul className={classes.plainList}>
      {inOrder.map((one) => (
        <li key={one.id}>
          <strong>{one.name[language]}</strong> {one.amount !== undefined && moneyText(one.amount, i18n.language)}{' '}
          <span className={classes.pill} data-tone={tones[one.state]}>
            {t(`promotion_${one.state}`, { raw: one.rawState })}
          </span>
          <div className={classes.hint}>
            {[
              one.why && t('promotionWhy', { why: one.why[language] }),
              one.creditedAt !== undefined && t('promotionCredited', { time: momentText(one.creditedAt, i18n.language, now) }),
              one.endsAt !== undefined && t('promotionEnds', { time: momentText(one.endsAt, i18n.language, now) }),
            ]
              .filter((word) => typeof word === 'string')
              .join(' · ')}
          </div>
        </li>
      ))}
    </ul>
  );
}
