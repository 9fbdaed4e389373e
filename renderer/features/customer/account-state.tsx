import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import type { Account } from '#shared/wallet/account.ts';

/** How much an account's state asks for attention. */
export function toneOf(state: Account['state']): 'good' | 'limited' | 'bad' {
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

/** What a state that is not the ordinary one means, and what may be said of it; of an account that is frozen by law never why. */
export function AccountStateWords({ state }: { readonly state: Account['state'] }) {
  const { t } = useTranslation(['customer', 'panels']);
  if (state === 'active') return null;
  return (
    <div className={classes.stateHint} data-tone={toneOf(state)}>
      {t(`stateHint_${state}`)}
      <dl>
        <dt>{t('panels:sayLabel')}</dt>
        <dd>{t(`panels:say_${state}`)}</dd>
      </dl>
    </div>
  );
}
