import { IconLock } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveStrip } from '#renderer/features/access/leave-strip.tsx';
import { AccountCard } from '#renderer/features/customer/account-card.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import { Pane } from '#renderer/features/customer/pane.tsx';
import { panelsToAsk, useCustomer } from '#renderer/features/customer/use-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { type AxisCase, Timeline } from '#renderer/features/timeline/timeline.tsx';
import type { CaseId } from '#shared/lib/ids.ts';
import type { CustomerSummary } from '#shared/wallet/account.ts';

const NONE: readonly never[] = [];

interface Props {
  readonly summary: CustomerSummary;
  /** Under which id they are looked at. */
  readonly look: CaseId;
  /** The time is over. */
  readonly onEnd: () => void;
}

function OpenAccount({ summary, look, onEnd }: Props) {
  const { id: customer, name } = summary;
  const known = useCustomer(customer, look);
  const parts = useLoadParts();
  const over = useCallback(() => {
    // The host refuses now, by which what was shown is taken out of this window.
    void loadCustomer(parts, { customer, caseId: look }, panelsToAsk(undefined, Date.now())).then(onEnd);
  }, [parts, customer, look, onEnd]);
  const state: AxisCase = useMemo(
    () => ({ id: look, customer, knownAs: null, contactName: name, entries: NONE, transactions: NONE, erasedAt: null, openedAt: null }),
    [look, customer, name],
  );
  return (
    <>
      <LeaveStrip caseId={look} turn={0} onEnd={over} />
      <div className={classes.top}>
        <AccountCard caseId={look} alone contactName={name} customer={customer} known={known} />
      </div>
      <Timeline state={state} known={known} mayLink={false} />
    </>
  );
}

/** The account of a customer who is opened without a case: closed, or for some minutes open with everything but messages on its time axis. */
export function LookPane({ summary, look, onEnd }: Omit<Props, 'look'> & { readonly look: CaseId | null }) {
  const { t } = useTranslation(['customer', 'guard']);
  return (
    <Pane>
      {look !== null ? (
        <OpenAccount summary={summary} look={look} onEnd={onEnd} />
      ) : (
        <section className={classes.card} aria-label={t('account')}>
          <div className={classes.head}>
            <IconLock size={26} stroke={1.5} aria-hidden />
            <div>
              <h3 className={classes.name}>{t('guard:lockedAlone')}</h3>
              <p className={classes.hint}>{t('guard:lockedPlain')}</p>
            </div>
          </div>
        </section>
      )}
    </Pane>
  );
}
