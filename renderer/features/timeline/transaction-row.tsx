import { ActionIcon, CopyButton } from '@mantine/core';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBuildingBank,
  IconCash,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconReceiptRefund,
  IconShoppingBag,
  IconTicket,
} from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureHelp } from '#renderer/features/timeline/failure-help.tsx';
import { standingOf } from '#renderer/features/timeline/merge-timeline.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { fullText, momentText, timeText } from '#renderer/i18n/date-text.ts';
import { moneyText } from '#shared/lib/money.ts';
import type { Transaction, TransactionKind } from '#shared/wallet/transaction.ts';

const icons: Readonly<Record<TransactionKind, typeof IconCash>> = {
  'top-up': IconCash,
  'transfer-out': IconArrowUpRight,
  'transfer-in': IconArrowDownLeft,
  payment: IconShoppingBag,
  withdrawal: IconBuildingBank,
  refund: IconReceiptRefund,
  fee: IconReceiptRefund,
  coupon: IconTicket,
};

/** A signed amount: money in has its plus. */
export function signedMoney(transaction: Pick<Transaction, 'amount'>, locale: string): string {
  const text = moneyText(transaction.amount, locale);
  return transaction.amount.minor > 0 ? `+${text}` : text;
}

/** How a transaction stands, as a word with its colour, and by when it is due. */
export function StandingPill({ transaction }: { readonly transaction: Transaction }) {
  const { t, i18n } = useTranslation('timeline');
  const now = Date.now();
  const standing = standingOf(transaction, now);
  const { expectedBy, status } = transaction;
  return (
    <>
      <span className={classes.pill} data-standing={standing} title={t(`statusHint_${status}`)}>
        {t(`status_${status}`)}
      </span>
      {expectedBy !== undefined && (standing === 'overdue' || standing === 'moving') && (
        <span className={classes.due} data-standing={standing}>
          {t(standing === 'overdue' ? 'overdue' : 'expectedBy', { time: momentText(expectedBy, i18n.language, now) })}
        </span>
      )}
    </>
  );
}

function Details({ transaction }: { readonly transaction: Transaction }) {
  const { t, i18n } = useTranslation('timeline');
  const { reference, rail, rawStatus, failureCode } = transaction;
  return (
    <div className={classes.details}>
      <p className={classes.plain}>{t(`statusHint_${transaction.status}`)}</p>
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
        {transaction.hops.map((hop) => (
          <li key={`${hop.at} ${hop.owner} ${hop.status}`} data-standing={standingOf({ status: hop.status }, 0)}>
            <time title={fullText(hop.at, i18n.language)}>{momentText(hop.at, i18n.language, Date.now())}</time>
            <span>
              {t(`owner_${hop.owner}`)}: {t(`status_${hop.status}`)} <span className={classes.raw}>{hop.rawStatus}</span>
              {hop.note !== undefined && hop.note !== failureCode && <span className={classes.raw}> {hop.note}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

interface Props {
  readonly transaction: Transaction;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

/** One transaction on the axis; what went wrong stands there at once, the way it took on demand. */
export const TransactionRow = memo(function TransactionRow({ transaction, open, onToggle }: Props) {
  const { t, i18n } = useTranslation('timeline');
  const Icon = icons[transaction.kind];
  const standing = standingOf(transaction, Date.now());
  return (
    <div className={classes.item} data-kind="transaction" data-standing={standing}>
      <Icon className={classes.icon} size={17} stroke={1.7} aria-hidden />
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.what}>
            <strong>{t(`kind_${transaction.kind}`)}</strong> <bdi>{transaction.counterparty}</bdi>
          </span>
          <span className={classes.amount} data-in={transaction.amount.minor > 0 || undefined}>
            {signedMoney(transaction, i18n.language)}
          </span>
        </div>
        <div className={classes.line}>
          <span className={classes.standing}>
            <time className={classes.time} title={fullText(transaction.createdAt, i18n.language)}>
              {timeText(transaction.createdAt, i18n.language)}
            </time>
            <StandingPill transaction={transaction} />
          </span>
          <ActionIcon size="sm" variant="subtle" aria-label={t('details')} aria-expanded={open} onClick={() => onToggle(transaction.id)}>
            {open ? <IconChevronUp size={15} /> : <IconChevronDown size={15} />}
          </ActionIcon>
        </div>
        {transaction.failureCode !== undefined && <FailureHelp code={transaction.failureCode} full={open} />}
        {open && <Details transaction={transaction} />}
      </div>
    </div>
  );
});
