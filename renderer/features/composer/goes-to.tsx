import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/composer/composer.module.css';
import { type Addressing, isCustomerAlone } from '#shared/case/recipients.ts';

/** Whom words that are in no box are to go to; nothing where that is the customer alone. */
export function GoesTo({ addressing }: { readonly addressing: Addressing }) {
  const { t } = useTranslation('mail');
  if (isCustomerAlone(addressing)) return null;
  const { forwards, to, cc, bcc } = addressing;
  const people = [...to, ...cc, ...bcc].map((one) => ('token' in one ? one.masked : one.address));
  return (
    <span className={classes.keptFiles}>
      {t(forwards === null ? 'alsoTo' : 'sentOnTo')} <bdi>{people.length === 0 ? t('noAddress') : people.join(', ')}</bdi>
    </span>
  );
}
