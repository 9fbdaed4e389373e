import { ActionIcon, Button, Kbd } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { isApple, keyText } from '#renderer/app/key.ts';
import { selectMe, selectPreferences } from '#renderer/app/session-slice.ts';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import classes from '#renderer/features/linked/linked.module.css';
import { LINK_KEY, type SuggestedTransaction } from '#renderer/features/linked/linked-slice.ts';
import { useSuggested } from '#renderer/features/linked/use-suggested.ts';
import { StandingPill, signedMoney } from '#renderer/features/timeline/transaction-row.tsx';
import { dayText, momentText, timeText } from '#renderer/i18n/date-text.ts';
import { statusWord } from '#renderer/i18n/status-word.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import { moneyText } from '#shared/lib/money.ts';
import type { Account } from '#shared/wallet/account.ts';
import type { MatchReason } from '#shared/wallet/match-reason.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

interface Wording {
  readonly t: TFunction<readonly ['linked', 'timeline', 'conversation']>;
  readonly locale: string;
}

/** One reason in words: what of the transaction the customer named. */
function reasonText(reason: MatchReason, transaction: Transaction, cards: Account['cards'], { t, locale }: Wording): string {
  const { amount, createdAt, counterparty } = transaction;
  switch (reason) {
    case 'amount':
      return moneyText({ ...amount, minor: Math.abs(amount.minor) }, locale);
    case 'time':
      return dayText(createdAt, locale, Date.now(), { today: t('conversation:today'), yesterday: t('conversation:yesterday') });
    case 'hour':
      return timeText(createdAt, locale);
    case 'bank':
    case 'party':
      return counterparty;
    case 'card':
      return t('card', { masked: cards.find(({ bank }) => bank === counterparty)?.masked ?? counterparty });
    case 'reference':
      return t('reference', { reference: transaction.reference });
    case 'kind':
      return t(`timeline:kind_${transaction.kind}`, { raw: transaction.rawKind });
    case 'state':
      return t(`timeline:status_${statusWord(transaction)}`, { raw: transaction.rawStatus });
    default:
      return assertNever(reason, 'reason');
  }
}

/** Reasons as one list; in the narrow style English says no "and". */
const listText = (reasons: readonly string[], locale: string): string => new Intl.ListFormat(locale, { type: 'conjunction', style: 'narrow' }).format(reasons);

interface LineProps {
  readonly id: TransactionId;
  /** Null while it is not loaded. */
  readonly transaction: Transaction | null;
  readonly cards: Account['cards'];
  /** What speaks for it; null of one that is linked. */
  readonly reasons: SuggestedTransaction['reasons'] | null;
  /** The key that links it, where one does. */
  readonly keyLabel: string | null;
  readonly onPress: ((id: TransactionId) => Promise<void>) | null;
}

function Line({ id, transaction, cards, reasons, keyLabel, onPress }: LineProps) {
  const { t, i18n } = useTranslation(['linked', 'timeline', 'conversation']);
  const locale = i18n.language;
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await onPress?.(id);
    setBusy(false);
  };
  const what = transaction ? `${t(`timeline:kind_${transaction.kind}`, { raw: transaction.rawKind })} ${signedMoney(transaction, locale)}` : id;
  return (
    <li className={classes.line} data-linked={reasons === null || undefined}>
      <div className={classes.words}>
        <div className={classes.what}>
          <strong>{what}</strong> {transaction && <bdi>{transaction.counterparty}</bdi>}
        </div>
        {transaction && (
          <div className={classes.standing}>
            <time>{momentText(transaction.createdAt, locale, Date.now())}</time>
            <StandingPill transaction={transaction} />
          </div>
        )}
        {transaction && reasons !== null && (
          <div className={classes.reasons}>
            {t('because', {
              reasons: listText(
                reasons.map((reason) => reasonText(reason, transaction, cards, { t, locale })),
                locale,
              ),
            })}
          </div>
        )}
      </div>
      {onPress !== null &&
        (reasons === null ? (
          <ActionIcon size="sm" variant="subtle" loading={busy} aria-label={t('unlink', { what })} title={t('unlink', { what })} onClick={() => void press()}>
            <IconLinkOff size={15} />
          </ActionIcon>
        ) : (
          <div className={classes.press}>
            <Button
              size="compact-xs"
              variant="light"
              loading={busy}
              leftSection={<IconLink size={14} aria-hidden />}
              aria-label={t('linkThis', { what })}
              onClick={() => void press()}
            >
              {t('link')}
            </Button>
            {keyLabel !== null && <Kbd size="xs">{keyLabel}</Kbd>}
          </div>
        ))}
    </li>
  );
}

interface Props {
  readonly state: CaseState;
  readonly known: KnownCustomer | undefined;
}

/** The transactions that the case is about, and those that the customer's words may be about; nothing where there are none. */
export const LinkedStrip = memo(function LinkedStrip({ state, known }: Props) {
  const { t } = useTranslation('linked');
  const act = useAct();
  const me = useAppSelector(selectMe)?.person ?? null;
  const { keys } = useAppSelector(selectPreferences);
  const suggested = useSuggested(state, known).filter(({ transaction }) => !state.transactions.includes(transaction));
  const may = allowedOn(state, me).edit;
  const find = (id: TransactionId) => known?.transactions.find((transaction) => transaction.id === id) ?? null;
  const cards = known?.account?.cards ?? [];
  const shown = suggested.filter(({ transaction }) => find(transaction) !== null);
  if (state.transactions.length === 0 && shown.length === 0) return null;
  const link = async (transaction: TransactionId) => void (await act(state.id, { type: 'linkTransaction', transaction }));
  const unlink = async (transaction: TransactionId) => void (await act(state.id, { type: 'unlinkTransaction', transaction }));
  const key = keyText(keys['case.linkTransaction'] ?? LINK_KEY, isApple(navigator.platform));
  return (
    <section className={classes.strip} aria-label={t('region')}>
      {state.transactions.length > 0 && (
        <>
          <h4 className={classes.head}>{t('linked')}</h4>
          <ul className={classes.list}>
            {state.transactions.map((id) => (
              <Line key={id} id={id} transaction={find(id)} cards={cards} reasons={null} keyLabel={null} onPress={may ? unlink : null} />
            ))}
          </ul>
        </>
      )}
      {shown.length > 0 && (
        <div role="group" aria-live="polite" aria-label={t('suggested')}>
          <h4 className={classes.head}>{t('suggested')}</h4>
          <ul className={classes.list}>
            {shown.map(({ transaction, reasons }) => (
              <Line
                key={transaction}
                id={transaction}
                transaction={find(transaction)}
                cards={cards}
                reasons={reasons}
                keyLabel={transaction === suggested[0]?.transaction ? key : null}
                onPress={may ? link : null}
              />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
});
