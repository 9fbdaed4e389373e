import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { needsAttention } from '#renderer/features/timeline/standing.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { StandingPill, signedMoney } from '#renderer/features/timeline/transaction-row.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

/** How many stand there before "more" is asked for. */
const SHOWN = 2;

interface Props {
  readonly transactions: readonly Transaction[];
  /** Brings the axis to a transaction and opens it. */
  readonly onShow: (id: string) => void;
}

/** Money that is on its way, late, or lately failed: pinned above the axis, since that is what customers come for. */
export const AttentionStrip = memo(function AttentionStrip({ transactions, onShow }: Props) {
  const { t, i18n } = useTranslation('timeline');
  const [all, setAll] = useState(false);
  const asking = useMemo(() => needsAttention(transactions, Date.now()), [transactions]);
  if (asking.length === 0) return null;
  const shown = all ? asking : asking.slice(0, SHOWN);
  const hidden = asking.length - shown.length;
  return (
    <div className={classes.attention} role="group" aria-label={t('attention')}>
      <div className={classes.attentionHead}>
        <IconAlertTriangle size={14} aria-hidden /> {t('attention')}
        {(hidden > 0 || all) && asking.length > SHOWN && (
          <Button size="compact-xs" variant="subtle" onClick={() => setAll((was) => !was)}>
            {all ? t('attentionFewer') : t('attentionMore', { count: hidden })}
          </Button>
        )}
      </div>
      <div className={classes.attentionList}>
        {shown.map((transaction) => (
          <button key={transaction.id} type="button" className={classes.attentionItem} onClick={() => onShow(transaction.id)}>
            <span className={classes.what}>
              {t(`kind_${transaction.kind}`, { raw: transaction.rawKind })} · {momentText(transaction.createdAt, i18n.language, Date.now())}
            </span>
            <span className={classes.standing}>
              <StandingPill transaction={transaction} />
            </span>
            <span className={classes.amount}>{signedMoney(transaction, i18n.language)}</span>
          </button>
        ))}
      </div>
    </div>
  );
});
