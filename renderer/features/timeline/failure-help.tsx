import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/timeline/timeline.module.css';

/** What a failure code means in plain words; in full also what to tell the customer and what to do. */
export function FailureHelp({ code, full }: { readonly code: string; readonly full: boolean }) {
  const { t } = useTranslation('timeline');
  return (
    <div className={classes.failure} data-full={full || undefined}>
      {t('unknownCode', { code })}
    </div>
  );
}
