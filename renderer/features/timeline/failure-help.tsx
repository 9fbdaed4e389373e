import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/timeline/timeline.module.css';
import { failureText } from '#renderer/i18n/failure-text.ts';
import { isFailureCode } from '#shared/wallet/failure-codes.ts';

/** What a failure code means in plain words; in full also what to tell the customer and what to do. */
export function FailureHelp({ code, full }: { readonly code: string; readonly full: boolean }) {
  const { t } = useTranslation(['failures', 'timeline']);
  if (!isFailureCode(code)) {
    return (
      <div className={classes.failure} data-full={full || undefined}>
        {t('unknownCode', { ns: 'timeline', code })}
      </div>
    );
  }
  return (
    <div className={classes.failure} data-full={full || undefined}>
      {failureText(t, code, 'what')}
      {full && (
        <dl>
          <dt>{t('say')}</dt>
          <dd>{failureText(t, code, 'say')}</dd>
          <dt>{t('do')}</dt>
          <dd>{failureText(t, code, 'do')}</dd>
        </dl>
      )}
    </div>
  );
}
