import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';

/** In the place of whatever asks the wallet, at a desk that has none: where one is named. */
export function NoWallet() {
  const { t } = useTranslation('customer');
  return (
    <p className={classes.hint} role="status">
      {t('noWallet')} <code>{'{ "wallet": { "url": …, "tokenFile": … } }'}</code>
    </p>
  );
}
