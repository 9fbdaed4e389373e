import { IconEraser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { Instant } from '#shared/lib/time.ts';

/** In the place of the account: whose case it was is not shown any more. */
export function ErasedCard({ at }: { readonly at: Instant }) {
  const { t, i18n } = useTranslation('customer');
  return (
    <div className={classes.card}>
      <div className={classes.head}>
        <IconEraser size={26} stroke={1.5} aria-hidden />
        <h3 className={classes.name}>{t('erasedTitle', { time: momentText(at, i18n.language, Date.now()) })}</h3>
      </div>
      <p className={classes.hint}>{t('erasedHint')}</p>
    </div>
  );
}
