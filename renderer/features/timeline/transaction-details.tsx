import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Disputes, Refunds } from '#renderer/features/timeline/refunds-and-disputes.tsx';
import { standingOf } from '#renderer/features/timeline/standing.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { fullText, momentText } from '#renderer/i18n/date-text.ts';
import { statusWord } from '#renderer/i18n/status-word.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** The way a transaction took, with what belongs to it: its references, hops, refunds and disputes. */
export function TransactionDetails({ transaction }: { readonly transaction: Transaction }) {
  const { t, i18n } = useTranslation(['timeline', 'panels']);
  const { reference, rail, rawStatus, failureCode } = transaction;
  return (
    <div className={classes.details}>
      <p className={classes.plain}>{t(`statusHint_${statusWord(transaction)}`)}</p>
      <dl className={classes.facts}>
        <div>
          <dt>{t('reference')}</dt>
          <dd>
            <span className={classes.reference}>{reference}</span>
            <CopyButton value={reference}>
              {({ copied, copy }) => (
                <ActionIcon size="xs" variant="subtle" onClick={copy} aria-label={copied ? t('copied') : t('copyReference')}>
                  <IconCopy size={13} />
                </ActionIcon>
              )}
            </CopyButton>
          </dd>
        </div>
        {transaction.refundOf !== undefined && (
          <div>
            <dt>{t('panels:refundOf')}</dt>
            <dd className={classes.reference}>{transaction.refundOf}</dd>
          </div>
        )}
        <div>
          <dt>{t('rail')}</dt>
          <dd>{t(`rail_${rail}`, { defaultValue: rail })}</dd>
        </div>
        <div>
          <dt>{t('rawStatus')}</dt>
          <dd>
            {rawStatus}
            {failureCode !== undefined && ` · ${failureCode}`}
          </dd>
        </div>
      </dl>
      <h4 className={classes.subhead}>{t('hops')}</h4>
      <ol className={classes.hops}>
        {transaction.hops.map((hop, index) => (
          <li key={`${hop.at} ${hop.owner} ${hop.status}`} data-standing={standingOf({ status: hop.status }, 0)}>
            <time title={fullText(hop.at, i18n.language)}>{momentText(hop.at, i18n.language, Date.now())}</time>
            <span>
              {t(`owner_${hop.owner}`, { raw: hop.rawOwner })}:{' '}
              {t(`status_${statusWord({ kind: transaction.kind, status: hop.status })}`, { raw: hop.rawStatus })}{' '}
              <span className={classes.raw}>{hop.rawStatus}</span>
              {hop.note !== undefined && hop.note !== failureCode && <span className={classes.raw}> {hop.note}</span>}
              {hop.expectedBy !== undefined && (
                <span className={classes.due} data-standing={hop.expectedBy < Date.now() && index === transaction.hops.length - 1 ? 'overdue' : 'moving'}>
                  {' '}
                  {t('panels:nextStep', { time: momentText(hop.expectedBy, i18n.language, Date.now()) })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
      <Refunds refunds={transaction.refunds} />
      <Disputes disputes={transaction.disputes} />
    </div>
  );
}
