import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectOpenCustomer } from '#renderer/app/workspace-slice.ts';
import { AccountCard } from '#renderer/features/customer/account-card.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { StrangerCard } from '#renderer/features/customer/stranger-card.tsx';
import { useCustomer } from '#renderer/features/customer/use-customer.ts';
import { Timeline } from '#renderer/features/timeline/timeline.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Props {
  readonly caseId: CaseId;
  /** Null until the case's first events came. */
  readonly state: CaseState | null;
}

/** Who the customer of the open case is, and everything that happened on one time axis. */
export function CustomerPane({ caseId, state }: Props) {
  const { t } = useTranslation('customer');
  const expected = useAppSelector(selectOpenCustomer);
  const customer = state === null ? expected : state.customer;
  const known = useCustomer(customer, caseId);
  return (
    <aside className={classes.pane} aria-label={t('pane')}>
      {state !== null && (
        <>
          <div className={classes.top}>
            {customer === null ? <StrangerCard state={state} /> : <AccountCard key={customer} state={state} customer={customer} known={known} />}
          </div>
          <Timeline state={state} known={known} />
        </>
      )}
    </aside>
  );
}
