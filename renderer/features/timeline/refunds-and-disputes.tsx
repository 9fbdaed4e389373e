import { useTranslation } from 'react-i18next';
import { standingOf } from '#renderer/features/timeline/standing.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { momentText } from '#renderer/i18n/date-text.ts';
import { moneyText } from '#shared/lib/money.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';
import type { Dispute, Refund } from '#shared/wallet/transaction.ts';

const answered = new Set<Dispute['state']>(['accepted', 'won', 'lost', 'under-review']);

/** Whole days until a dispute must be answered, negative when its time is over; null where nobody has to answer. */
export function daysToAnswer({ state, respondBy }: Pick<Dispute, 'state' | 'respondBy'>, now: Instant): number | null {
  if (respondBy === undefined || answered.has(state)) return null;
  return Math.floor((respondBy - now) / DAY);
}

/** By when a dispute must be answered, and how long that still is. */
export function RespondBy({ dispute, now }: { readonly dispute: Dispute; readonly now: Instant }) {
  const { t, i18n } = useTranslation('panels');
  const days = daysToAnswer(dispute, now);
  if (days === null || dispute.respondBy === undefined) return null;
  const left = days < 0 ? t('daysOver') : days === 0 ? t('daysLeftNone') : t('daysLeft', { count: days });
  return (
    <span className={classes.due} data-standing={days < 3 ? 'overdue' : 'moving'}>
      {t('respondBy', { time: momentText(dispute.respondBy, i18n.language, now) })} · {left}
    </span>
  );
}

/** Money on its way back for a transaction. */
export function Refunds({ refunds }: { readonly refunds: readonly Refund[] }) {
  const { t, i18n } = useTranslation(['panels', 'timeline']);
  const now = Date.now();
  if (refunds.length === 0) return null;
  return (
    <>
      <h4 className={classes.subhead}>{t('refunds')}</h4>
      <ul className={classes.parts}>
        {refunds.map((refund) => {
          const standing = standingOf(refund, now);
          return (
            <li key={refund.id}>
              <span className={classes.amount}>{moneyText(refund.amount, i18n.language)}</span>{' '}
              <span className={classes.pill} data-standing={standing}>
                {t(`timeline:status_${refund.status}`, { raw: refund.rawStatus })}
              </span>{' '}
              <time className={classes.time}>{momentText(refund.requestedAt, i18n.language, now)}</time>
              {refund.expectedBy !== undefined && (standing === 'moving' || standing === 'overdue') && (
                <span className={classes.due} data-standing={standing}>
                  {' '}
                  {t('arrival', { time: momentText(refund.expectedBy, i18n.language, now) })}
                </span>
              )}
              <span className={classes.raw}> {refund.rawStatus}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Disputes over a transaction, each with its deadline. */
export function Disputes({ disputes }: { readonly disputes: readonly Dispute[] }) {
  const { t, i18n } = useTranslation('panels');
  const now = Date.now();
  if (disputes.length === 0) return null;
  return (
    <>
      <h4 className={classes.subhead}>{t('disputes')}</h4>
      <ul className={classes.parts}>
        {disputes.map((dispute) => (
          <li key={dispute.id}>
            <span className={classes.amount}>{moneyText(dispute.amount, i18n.language)}</span>{' '}
            <span className={classes.pill} data-standing={daysToAnswer(dispute, now) === null ? 'done' : 'moving'}>
              {t(`dispute_${dispute.state}`, { raw: dispute.rawState })}
            </span>{' '}
            <time className={classes.time}>{t('disputeOpened', { time: momentText(dispute.openedAt, i18n.language, now) })}</time>{' '}
            <RespondBy dispute={dispute} now={now} />
            {dispute.reason !== undefined && (
              <>
                {' '}
                <q>{dispute.reason}</q>
              </>
            )}{' '}
            <span className={classes.raw}>{dispute.rawState}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
