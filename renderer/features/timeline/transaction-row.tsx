import { ActionIcon, Button } from '@mantine/core';
import {
  IconArrowDownLeft,
  IconArrowUpRight,
  IconBuildingBank,
  IconCash,
  IconChevronDown,
  IconChevronUp,
  IconLink,
  IconLinkOff,
  IconReceiptRefund,
  IconShoppingBag,
  IconTicket,
} from '@tabler/icons-react';
import { memo } from 'react';
import { FailureHelp } from '#renderer/features/timeline/failure-help.tsx';
import { daysToAnswer, RespondBy } from '#renderer/features/timeline/refunds-and-disputes.tsx';
import { standingOf } from '#renderer/features/timeline/standing.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { TransactionDetails } from '#renderer/features/timeline/transaction-details.tsx';
import { fullText, momentText, timeText } from '#renderer/i18n/date-text.ts';
import { statusWord } from '#renderer/i18n/status-word.ts';
import { useWords } from '#renderer/ui/words.tsx';
import type { TransactionId } from '#shared/lib/ids.ts';
import { moneyText } from '#shared/lib/money.ts';
import type { Shown } from '#shared/wallet/known-word.ts';
import type { Dispute, Transaction, TransactionKind } from '#shared/wallet/transaction.ts';

const icons: Readonly<Record<Shown<TransactionKind>, typeof IconCash>> = {
  unknown: IconCash,
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
  const { t, locale } = useWords('timeline');
  const now = Date.now();
  const standing = standingOf(transaction, now);
  const { expectedBy, rawStatus } = transaction;
  const word = statusWord(transaction);
  return (
    <>
      <span className={classes.pill} data-standing={standing} title={t(`statusHint_${word}`)}>
        {t(`status_${word}`, { raw: rawStatus })}
      </span>
      {expectedBy !== undefined && (standing === 'overdue' || standing === 'moving') && (
        <span className={classes.due} data-standing={standing}>
          {t(standing === 'overdue' ? 'overdue' : 'expectedBy', { time: momentText(expectedBy, locale, now) })}
        </span>
      )}
    </>
  );
}

/** A dispute that somebody has to answer: seen without opening anything. */
function DisputeLine({ dispute }: { readonly dispute: Dispute }) {
  const { t } = useWords('panels');
  return (
    <div className={classes.standing}>
      <span className={classes.pill} data-standing="moving">
        {t('dispute')}: {t(`dispute_${dispute.state}`, { raw: dispute.rawState })}
      </span>
      <RespondBy dispute={dispute} now={Date.now()} />
    </div>
  );
}

interface Props {
  readonly transaction: Transaction;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
  /** The case is about it. */
  readonly linked: boolean;
  /** Links it to the case, or undoes that; null where that may not be done. */
  readonly onLink: ((id: TransactionId, linked: boolean) => void) | null;
}

/** One transaction on the axis; what went wrong stands there at once, the way it took on demand. */
export const TransactionRow = memo(function TransactionRow({ transaction, open, onToggle, linked, onLink }: Props) {
  const { t, locale } = useWords('timeline');
  const Icon = icons[transaction.kind];
  const standing = standingOf(transaction, Date.now());
  const dispute = transaction.disputes.find((one) => daysToAnswer(one, Date.now()) !== null);
  return (
    <div className={classes.item} data-kind="transaction" data-standing={standing}>
      <Icon className={classes.icon} size={17} stroke={1.7} aria-hidden />
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.what}>
            <strong>{t(`kind_${transaction.kind}`, { raw: transaction.rawKind })}</strong> <bdi>{transaction.counterparty}</bdi>
          </span>
          <span className={classes.amount} data-in={transaction.amount.minor > 0 || undefined}>
            {signedMoney(transaction, locale)}
          </span>
        </div>
        <div className={classes.line}>
          <span className={classes.standing}>
            <time className={classes.time} title={fullText(transaction.createdAt, locale)}>
              {timeText(transaction.createdAt, locale)}
            </time>
            <StandingPill transaction={transaction} />
            {linked && (
              <span className={classes.pill} data-standing="linked" title={t('linked:markHint')}>
                <IconLink size={12} aria-hidden /> {t('linked:mark')}
              </span>
            )}
          </span>
          <ActionIcon size="sm" variant="subtle" aria-label={t('details')} aria-expanded={open} onClick={() => onToggle(transaction.id)}>
            {open ? <IconChevronUp size={15} /> : <IconChevronDown size={15} />}
          </ActionIcon>
        </div>
        {transaction.failureCode !== undefined && <FailureHelp code={transaction.failureCode} full={open} />}
        {dispute && <DisputeLine dispute={dispute} />}
        {open && <TransactionDetails transaction={transaction} />}
        {open && onLink !== null && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={linked ? <IconLinkOff size={14} aria-hidden /> : <IconLink size={14} aria-hidden />}
            onClick={() => onLink(transaction.id, !linked)}
          >
            {t(linked ? 'linked:unlinkHere' : 'linked:linkHere')}
          </Button>
        )}
      </div>
    </div>
  );
});
