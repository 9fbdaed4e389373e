import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { LeaveStrip } from '#renderer/features/access/leave-strip.tsx';
import { ActionsPanel } from '#renderer/features/account-actions/actions-panel.tsx';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { AccountCard } from '#renderer/features/customer/account-card.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import { CustomerCommands, noWays } from '#renderer/features/customer/customer-commands.tsx';
import { isLocked, type KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { ErasedCard } from '#renderer/features/customer/erased-card.tsx';
import { loadCustomer } from '#renderer/features/customer/load-customer.ts';
import { LockedCard } from '#renderer/features/customer/locked-card.tsx';
import { Pane } from '#renderer/features/customer/pane.tsx';
import { StrangerCard } from '#renderer/features/customer/stranger-card.tsx';
import { useAccountAccess } from '#renderer/features/customer/use-account-access.ts';
import { panelsToAsk, useCustomer } from '#renderer/features/customer/use-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { LinkedStrip } from '#renderer/features/linked/linked-strip.tsx';
import { Timeline } from '#renderer/features/timeline/timeline.tsx';
import { afterPaint } from '#renderer/transport/frame-batch.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

const NONE: readonly InboxRow[] = [];

/** The customer's other cases that are not closed, and go on by themselves; what was written last first. */
function useAlsoOpen(caseId: CaseId, known: KnownCustomer | undefined): readonly InboxRow[] {
  const cases = known?.earlier ?? NONE;
  return useMemo(() => {
    const open = cases.filter((row) => row.id !== caseId && row.status !== 'resolved' && row.mergedInto === undefined);
    return open.length === 0 ? NONE : open.toSorted((a, b) => b.activeAt - a.activeAt);
  }, [cases, caseId]);
}

interface Props {
  readonly caseId: CaseId;
  /** Whose case it is by the list it was opened from: fetched before the case itself is known. */
  readonly expected: CustomerId | null;
  /** Null until the case's first events came. */
  readonly state: CaseState | null;
}

/** Whether the pane is drawn yet: once something is there to draw, behind the next paint, which shows the conversation. */
function useBehindPaint(begun: boolean): boolean {
  const [behind, setBehind] = useState(false);
  useEffect(() => {
    if (!begun) return;
    let wanted = true;
    afterPaint(() => wanted && setBehind(true));
    return () => {
      wanted = false;
    };
  }, [begun]);
  return behind;
}

/**
 * Who the customer of the open case is, and everything that happened on one time axis; give it the case's id as key. It
 * is drawn behind the conversation, which nobody should wait for: opening a long case took a third longer with it. Its first
 * drawing is no deferred one: each word that comes meanwhile would begin it anew.
 */
export function CustomerPane({ caseId, expected, state: newest }: Props) {
  const deferred = useDeferredValue(newest, null);
  const drawn = useBehindPaint(deferred !== null);
  const state = drawn ? deferred : null;
  const erasedAt = state?.erasedAt ?? null;
  const customer = state === null ? expected : erasedAt === null ? state.customer : null;
  const known = useCustomer(customer, caseId);
  const me = useAppSelector(selectMe)?.person ?? null;
  const parts = useLoadParts();
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => {
    setTurn((before) => before + 1);
    if (customer !== null) void loadCustomer(parts, { customer, caseId }, panelsToAsk(undefined, Date.now()));
  }, [parts, customer, caseId]);
  useAccountAccess(newest, me, known, reload);
  const locked = isLocked(known);
  const wrote = useAlsoOpen(caseId, known);
  return (
    <Pane>
      {(state === null || erasedAt !== null || locked) && <CustomerCommands {...noWays} />}
      {state !== null && (
        <>
          <LeaveStrip caseId={caseId} turn={turn} onEnd={reload} />
          <div className={classes.top}>
            {erasedAt !== null ? (
              <ErasedCard at={erasedAt} />
            ) : customer === null ? (
              <StrangerCard state={state} />
            ) : locked ? (
              <LockedCard state={state} onOpened={reload} />
            ) : (
              <AccountCard
                key={customer}
                caseId={state.id}
                readOnly={state.readOnlyBecause !== null}
                contactName={state.contactName}
                customer={customer}
                known={known}
                wrote={wrote}
                mayMerge={allowedOn(state, me).merge}
              />
            )}
          </div>
          {!locked && <ActionsPanel state={state} />}
          {!locked && <LinkedStrip key={`linked ${customer}`} state={state} known={known} />}
          <Timeline state={state} known={known} mayLink={allowedOn(state, me).edit} />
        </>
      )}
    </Pane>
  );
}
