import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import type { KycStep } from '#shared/wallet/account.ts';

/** What raises the level of real-name verification: each need with whether it is met. */
export function KycNext({ step }: { readonly step: KycStep }) {
  const { t } = useTranslation(['panels', 'customer']);
  return (
    <div className={classes.kyc}>
      <span className={classes.label}>{t('kycFor', { level: t(`customer:kyc_${step.level}`, { raw: step.rawLevel }) })}</span>
      <ul className={classes.needs}>
        {step.needs.map(({ need, rawNeed, done }) => (
          <li key={rawNeed ?? need} data-done={done || undefined}>
            {done ? <IconCircleCheck size={14} aria-label={t('kycDone')} /> : <IconCircle size={14} aria-label={t('kycMissing')} />}
            {t(`need_${need}`, { raw: rawNeed })}
          </li>
        ))}
      </ul>
    </div>
  );
}
