import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import { dateText, momentText } from '#renderer/i18n/date-text.ts';
import type { Account } from '#shared/wallet/account.ts';

/** What is looked at less often: personal values (masked), cards and devices. */
export function AccountDetails({ account }: { readonly account: Account }) {
  const { t, i18n } = useTranslation('customer');
  const locale = i18n.language;
  const now = Date.now();
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('idNumber'), account.idNumber],
    [t('email'), account.email],
    [t('kyc'), t('kycFacts', { class: t(`kyc_${account.kyc}`), hint: t(`kycHint_${account.kyc}`) })],
    [t('registered'), dateText(account.registeredAt, locale, now)],
    [t('language'), t(`language_${account.language}`)],
  ];
  return (
    <div className={classes.details}>
      <dl className={classes.facts}>
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <h4 className={classes.subhead}>{t('cards')}</h4>
      {account.cards.length === 0 ? (
        <p className={classes.hint}>{t('cardsNone')}</p>
      ) : (
        <ul className={classes.plainList}>
          {account.cards.map((card) => (
            <li key={card.id}>
              {card.bank} <span className={classes.number}>{card.masked}</span>{' '}
              <span className={classes.hint}>{t('cardFacts', { kind: t(`card_${card.kind}`), time: dateText(card.boundAt, locale, now) })}</span>
            </li>
          ))}
        </ul>
      )}
      <h4 className={classes.subhead}>{t('devices')}</h4>
      {account.devices.length === 0 ? (
        <p className={classes.hint}>{t('devicesNone')}</p>
      ) : (
        <ul className={classes.plainList}>
          {account.devices.map((device) => (
            <li key={device.id}>
              {device.model}{' '}
              <span className={classes.hint}>
                {t('deviceFacts', { trust: device.trusted ? t('deviceTrusted') : t('deviceUnknown'), time: momentText(device.lastSeenAt, locale, now) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
