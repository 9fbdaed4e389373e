import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountDetails } from '#renderer/features/customer/account-details.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { Limits } from '#renderer/features/customer/limits.tsx';
import { moneyText } from '#shared/lib/money.ts';
import type { Account, AccountState } from '#shared/wallet/account.ts';

/** How much an account's state asks for attention. */
export function toneOf(state: AccountState): 'good' | 'limited' | 'bad' {
  switch (state) {
    case 'active':
      return 'good';
    case 'restricted-in':
    case 'restricted-out':
    case 'dormant':
    case 'minor-protection':
      return 'limited';
    default:
      return 'bad';
  }
}

/** How an account stands, what it holds and what it may still do; the rest at one press. */
export function AccountSummary({ account }: { readonly account: Account }) {
  const { t, i18n } = useTranslation('customer');
  const [more, setMore] = useState(false);
  const tone = toneOf(account.state);
  return (
    <>
      <div className={classes.stateLine}>
        <span className={classes.pill} data-tone={tone}>
          {t(`state_${account.state}`)}
        </span>
        <span className={classes.pill} data-tone={account.kyc === 'none' ? 'limited' : 'plain'} title={t(`kycHint_${account.kyc}`)}>
          {t(`kyc_${account.kyc}`)}
        </span>
        {account.riskFlags.map((flag) => (
          <span key={flag} className={classes.pill} data-tone="bad">
            <IconAlertTriangle size={12} aria-hidden /> {t(`risk_${flag}`)}
          </span>
        ))}
      </div>
      {tone !== 'good' && <p className={classes.stateHint}>{t(`stateHint_${account.state}`)}</p>}
      <div className={classes.money}>
        <span className={classes.label}>{t('balance')}</span>
        <span className={classes.balance}>{moneyText(account.balance, i18n.language)}</span>
        {account.pendingBalance.minor !== 0 && (
          <span className={classes.hint}>{t('pendingBalance', { amount: moneyText(account.pendingBalance, i18n.language) })}</span>
        )}
        <Button className={classes.more} size="compact-xs" variant="subtle" aria-expanded={more} onClick={() => setMore((was) => !was)}>
          {t('details')}
        </Button>
      </div>
      <Limits limits={account.limits} />
      {more && <AccountDetails account={account} />}
    </>
  );
}
