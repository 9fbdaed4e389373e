import { safe } from '@orpc/client';
import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { AccountSummary } from '#renderer/features/customer/account-summary.tsx';
import { PromotionList } from '#renderer/features/customer/promotion-list.tsx';
import { SecurityList } from '#renderer/features/customer/security-list.tsx';
import classes from '#renderer/features/replay/replay.module.css';
import { TransactionRow } from '#renderer/features/timeline/transaction-row.tsx';
import { clockTimeText, dateText, startOfDay } from '#renderer/i18n/date-text.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { SeenPanel as SeenPart } from '#shared/case/seen-panel.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { clockText, type Instant } from '#shared/lib/time.ts';
import type { Playback } from '#shared/review/playback.ts';
import { type Account, account } from '#shared/wallet/account.ts';
import { type Promotion, promotion } from '#shared/wallet/promotion.ts';
import { type SecurityEvent, securityEvent } from '#shared/wallet/security-event.ts';
import { type Transaction, transaction } from '#shared/wallet/transaction.ts';

type Shown =
  | 'loading'
  | 'gone'
  | { readonly account: Account }
  | { readonly transactions: readonly Transaction[] }
  | { readonly events: readonly SecurityEvent[] }
  | { readonly promotions: readonly Promotion[] };

/** Reads what a look showed; what an older console kept in another form counts as gone. */
function readShown(panel: SeenPart, shown: unknown): Shown {
  const part = (name: string): unknown => (typeof shown === 'object' && shown !== null && name in shown ? shown[name as keyof typeof shown] : null);
  switch (panel) {
    case 'account': {
      const read = account.safeParse(shown);
      return read.success ? { account: read.data } : 'gone';
    }
    case 'timeline': {
      const read = transaction.array().safeParse(part('transactions'));
      return read.success ? { transactions: read.data } : 'gone';
    }
    case 'security': {
      const read = securityEvent.array().safeParse(part('events'));
      return read.success ? { events: read.data } : 'gone';
    }
    case 'promotions': {
      const read = promotion.array().safeParse(shown);
      return read.success ? { promotions: read.data } : 'gone';
    }
    default:
      return assertNever(panel, 'panel');
  }
}

/** What a look showed, fetched once for each. */
function useShown(caseId: CaseId, panel: SeenPart, look: KnownEvent<'trail.seen'> | null): Shown | null {
  const client = useClient();
  const [known, setKnown] = useState<ReadonlyMap<string, Shown>>(new Map());
  const blob = look?.body.blob ?? null;
  useEffect(() => {
    if (blob === null || known.has(blob)) return;
    const put = (shown: Shown) => setKnown((before) => new Map(before).set(blob, shown));
    put('loading');
    void safe(client.replay.seen({ caseId, blob })).then(([error, answer]) => put(error ? 'gone' : readShown(panel, answer.shown)));
  }, [blob, known, client, caseId, panel]);
  return blob === null ? null : (known.get(blob) ?? 'loading');
}

interface Props {
  readonly caseId: CaseId;
  readonly panel: SeenPart;
  readonly playback: Playback;
  readonly at: Instant;
}

/** One panel of the customer as the agent last saw it by this second; "not looked at" where they had not. */
export function SeenPanel({ caseId, panel, playback, at }: Props) {
  const { t, i18n } = useTranslation('replay');
  const names = useNames();
  const { seen, next } = playback.seenAt(panel, at);
  const shown = useShown(caseId, panel, seen);
  const [open, setOpen] = useState<string | null>(null);
  const later = next === null ? null : <p className={classes.hint}>{t('lookedLater', { time: clockText(next - at) })}</p>;
  const body = () => {
    if (shown === null) return <p className={classes.notSeen}>{t('notSeen')}</p>;
    if (shown === 'loading') return <p className={classes.hint}>{t('loading')}</p>;
    if (shown === 'gone') return <p className={classes.hint}>{t('gone')}</p>;
    if ('account' in shown) return <AccountSummary account={shown.account} />;
    if ('events' in shown) return <SecurityList events={shown.events} all />;
    if ('promotions' in shown) return <PromotionList promotions={shown.promotions} />;
    return (
      <div className={classes.transactions}>
        {shown.transactions.length === 0 && <p className={classes.hint}>{t('noTransactions')}</p>}
        {shown.transactions.map((one, index) => {
          const before = shown.transactions[index - 1];
          const day = startOfDay(one.createdAt);
          return (
            <Fragment key={one.id}>
              {(!before || startOfDay(before.createdAt) !== day) && <h3 className={classes.day}>{dateText(one.createdAt, i18n.language, at)}</h3>}
              <TransactionRow transaction={one} open={open === one.id} onToggle={(id) => setOpen(open === id ? null : id)} linked={false} onLink={null} />
            </Fragment>
          );
        })}
      </div>
    );
  };
  return (
    <section className={classes.seen} aria-label={t(`panel_${panel}`)}>
      <h2>{t(`panel_${panel}`)}</h2>
      {seen !== null && <p className={classes.hint}>{t('seenBy', { name: names.actor(seen.actor), time: clockTimeText(seen.at, i18n.language) })}</p>}
      {body()}
      {later}
    </section>
  );
}
