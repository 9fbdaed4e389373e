import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { AccountStateWords, toneOf } from '#renderer/features/customer/account-state.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { KycNext } from '#renderer/features/customer/kyc-next.tsx';
import { Limits } from '#renderer/features/customer/limits.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import { moneyText } from '#shared/lib/money.ts';
import { DAY } from '#shared/lib/time.ts';
import type { Account } from '#shared/wallet/account.ts';

/** How long a changed phone number or address is worth a warning. */
const CONTACT_FRESH = 30 * DAY;

/** How an account stands in words, what it holds and, unless it is folded, what it may still do. */
export function AccountSummary({ account, folded = false }: { readonly account: Account; readonly folded?: boolean }) {
  const { t, i18n } = useTranslation(['customer', 'panels']);
  const now = Date.now();
  const { contactChangedAt } = account;
  const changed = contactChangedAt !== undefined && contactChangedAt > now - CONTACT_FRESH && !account.riskFlags.includes('contact-changed');
  const flags: readonly (readonly [string, string])[] = [
    ...account.riskFlags.map((flag) => [flag, t(`risk_${flag}`)] as const),
    ...account.otherFlags.map((flag) => [flag, t('risk_unknown', { raw: flag })] as const),
    ...(changed ? [['contact', t('panels:contactChanged', { time: momentText(contactChangedAt, i18n.language, now) })] as const] : []),
  ];
  return (
    <>
      <div className={classes.stateLine}>
        <span className={classes.pill} data-tone={toneOf(account.state)} title={t(`stateHint_${account.state}`)}>
          {t(`state_${account.state}`, { raw: account.rawState })}
        </span>
        <span className={classes.pill} data-tone={account.kyc === 'none' ? 'limited' : 'plain'} title={t(`kycHint_${account.kyc}`)}>
          {t(`kyc_${account.kyc}`, { raw: account.rawKyc })}
        </span>
      </div>
      {flags.length > 0 && (
        <div className={classes.flags}>
          <IconAlertTriangle size={14} aria-label={t('risk')} />
          <ul>
            {flags.map(([flag, words]) => (
              <li key={flag}>{words}</li>
            ))}
          </ul>
        </div>
      )}
      <AccountStateWords state={account.state} />
      <div className={classes.money}>
        <span className={classes.label}>{t('balance')}</span>
        <span className={classes.balance}>{moneyText(account.balance, i18n.language)}</span>
        {account.pendingBalance.minor !== 0 && (
          <span className={classes.hint}>{t('pendingBalance', { amount: moneyText(account.pendingBalance, i18n.language) })}</span>
        )}
      </div>
      {!folded && <Limits limits={account.limits} />}
      {!folded && account.kycNext && <KycNext step={account.kycNext} />}
    </>
  );
}
