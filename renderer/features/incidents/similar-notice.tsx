import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { subjectText } from '#renderer/features/incidents/incident-text.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { dialogOpened, noticeDismissed, noticeKey, selectNotice } from '#renderer/features/incidents/incidents-slice.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';

/** Tells those who direct incidents that many customers write about the same, with a form that is filled from it. */
export function SimilarNotice() {
  const { t, i18n } = useTranslation('incidents');
  const dispatch = useAppDispatch();
  const lot = useAppSelector(selectNotice);
  return (
    <div role="status">
      {lot !== null && (
        <div className={classes.notice}>
          <span>{t('notice', { count: lot.customers, subject: subjectText(t, lot, screenLanguage(i18n)) })}</span>
          <Button size="compact-xs" variant="white" onClick={() => dispatch(dialogOpened({ kind: 'form', incident: null, from: lot }))}>
            {t('make')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => dispatch(noticeDismissed(noticeKey(lot)))}>
            {t('notNow')}
          </Button>
        </div>
      )}
    </div>
  );
}
