import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { CallBackItem } from '#renderer/features/calls/call-back-item.tsx';
import classes from '#renderer/features/calls/calls.module.css';
import { callBacksShown, selectCallBacks, selectCallBacksShown } from '#renderer/features/calls/calls-slice.ts';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { SECOND } from '#shared/lib/time.ts';

function Rows() {
  const { t } = useTranslation('calls');
  const { rows, total } = useAppSelector(selectCallBacks);
  const now = useNow(15 * SECOND);
  if (total === 0) return <p className={classes.hint}>{t('backsNone')}</p>;
  return (
    <>
      <p className={classes.hint}>{t('backsHint')}</p>
      <ul className={classes.backs} aria-label={t('backsTitle')}>
        {rows.map((row) => (
          <CallBackItem key={row.id} row={row} now={now} />
        ))}
      </ul>
      {total > rows.length && <p className={classes.hint}>{t('backsMore', { count: total - rows.length })}</p>}
    </>
  );
}

/** Whom the desk is to call back: one's own and those of one's queues, the first due first. */
export function CallBacksList() {
  const { t } = useTranslation('calls');
  const dispatch = useAppDispatch();
  const shown = useAppSelector(selectCallBacksShown);
  if (!shown) return null;
  return (
    <FormDialog title={t('backsTitle')} onClose={() => dispatch(callBacksShown(false))} wide>
      <Rows />
    </FormDialog>
  );
}
