import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountValue } from '#renderer/features/customer/account-value.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { dateText, momentText } from '#renderer/i18n/date-text.ts';
import type { AccountField } from '#shared/desk/reasons.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Account } from '#shared/wallet/account.ts';

function CardNumber({ caseId, account, card }: { readonly caseId: CaseId; readonly account: Account; readonly card: Account['cards'][number] }) {
  const field = useMemo((): AccountField => ({ kind: 'card', card: card.id }), [card.id]);
  return <AccountValue caseId={caseId} customer={account.id} field={field} masked={card.masked} />;
}

/** Cards that pay, and the banks that money is withdrawn to. */
export function BoundCards({ account, caseId }: { readonly account: Account; readonly caseId: CaseId }) {
  const { t, i18n } = useTranslation(['customer', 'panels']);
  const now = Date.now();
  return (
    <>
      <h4 className={classes.subhead}>{t('panels:cards')}</h4>
      {account.cards.length === 0 && <p className={classes.hint}>{t('cardsNone')}</p>}
      <ul className={classes.plainList}>
        {account.cards.map((card) => (
          <li key={card.id}>
            {card.bank}{' '}
            <span className={classes.number}>
              <CardNumber caseId={caseId} account={account} card={card} />
            </span>{' '}
            <span className={classes.hint}>{t('cardFacts', { kind: t(`card_${card.kind}`), time: dateText(card.boundAt, i18n.language, now) })}</span>
          </li>
        ))}
      </ul>
      <h4 className={classes.subhead}>{t('panels:banks')}</h4>
      {account.banks.length === 0 && <p className={classes.hint}>{t('panels:banksNone')}</p>}
      <ul className={classes.plainList}>
        {account.banks.map((bank) => (
          <li key={bank.id}>
            {bank.bank} <span className={classes.number}>{bank.masked}</span>{' '}
            <span className={classes.hint}>{t('panels:since', { time: dateText(bank.boundAt, i18n.language, now) })}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The devices the account was used on. */
export function Devices({ account }: { readonly account: Account }) {
  const { t, i18n } = useTranslation('customer');
  if (account.devices.length === 0) return <p className={classes.hint}>{t('devicesNone')}</p>;
  return (
    <ul className={classes.plainList}>
      {account.devices.map((device) => (
        <li key={device.id}>
          {device.model}{' '}
          <span className={classes.hint}>
            {t('deviceFacts', {
              trust: device.trusted ? t('deviceTrusted') : t('deviceUnknown'),
              time: momentText(device.lastSeenAt, i18n.language, Date.now()),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whom the channels know as this customer; a guess is called one. */
export function Identities({ account }: { readonly account: Account }) {
  const { t, i18n } = useTranslation(['panels', 'conversation']);
  if (account.identities.length === 0) return <p className={classes.hint}>{t('identitiesNone')}</p>;
  return (
    <ul className={classes.plainList}>
      {account.identities.map((one) => (
        <li key={`${one.channel} ${one.handle}`}>
          {t(`conversation:channel_${one.channel}`, { defaultValue: one.channel })} <bdi className={classes.number}>{one.handle}</bdi>{' '}
          <span className={classes.pill} data-tone={one.standing === 'guess' ? 'limited' : 'plain'}>
            {t(`identity_${one.standing}`)}
          </span>{' '}
          <span className={classes.hint}>{t('since', { time: dateText(one.since, i18n.language, Date.now()) })}</span>
        </li>
      ))}
    </ul>
  );
}
