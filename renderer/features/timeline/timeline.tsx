import { memo, type ReactNode, type Ref, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { isLocked, type KnownCustomer, searchBegun, selectLooks } from '#renderer/features/customer/customer-slice.ts';
import { loadPanel } from '#renderer/features/customer/load-customer.ts';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { AttentionStrip } from '#renderer/features/timeline/attention-strip.tsx';
import { AxisBar } from '#renderer/features/timeline/axis-bar.tsx';
import { AxisCommands } from '#renderer/features/timeline/axis-commands.tsx';
import { CaseRow } from '#renderer/features/timeline/case-row.tsx';
import { DensityStrip } from '#renderer/features/timeline/density-strip.tsx';
import { EntryRow } from '#renderer/features/timeline/entry-row.tsx';
import { FindTransactions } from '#renderer/features/timeline/find-transactions.tsx';
import { LookRow } from '#renderer/features/timeline/look-row.tsx';
import {
  axisEnd,
  everything,
  mergeTimeline,
  type TimelineFilter,
  type TimelineItem,
  type TimelineSources,
} from '#renderer/features/timeline/merge-timeline.ts';
import { OlderCases } from '#renderer/features/timeline/older-cases.tsx';
import { SecurityRow } from '#renderer/features/timeline/security-row.tsx';
import classes from '#renderer/features/timeline/timeline.module.css';
import { timelineRows } from '#renderer/features/timeline/timeline-rows.ts';
import { TransactionRow } from '#renderer/features/timeline/transaction-row.tsx';
import { useAxisScroll } from '#renderer/features/timeline/use-axis-scroll.ts';
import { useJump } from '#renderer/features/timeline/use-jump.ts';
import { useLineKeys } from '#renderer/features/timeline/use-line-keys.ts';
import { useOlder } from '#renderer/features/timeline/use-older.ts';
import { dayText } from '#renderer/i18n/date-text.ts';
import { namelessWriter } from '#renderer/i18n/row-name.ts';
import { PanelStanding } from '#renderer/ui/panel-standing.tsx';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

/** How near to the end of what is loaded, in px, the next page is asked for. */
const AHEAD = 1_600;
/** The lines that are drawn even while they stand below what is seen of the pane: an axis is nowhere an empty list. */
const NEWEST = Array.from({ length: 12 }, (_, index) => index);
const NONE: readonly never[] = [];
const nothing = { entries: NONE, security: { loaded: NONE, more: false }, looks: NONE, earlier: NONE };

function List({ ref, style, children }: { readonly ref?: Ref<HTMLElement>; readonly style: React.CSSProperties; readonly children: ReactNode }) {
  const { t } = useTranslation('timeline');
  return (
    // biome-ignore lint/a11y/noRedundantRoles: a list without bullets loses its role in some browsers.
    <ul ref={ref as Ref<HTMLUListElement>} role="list" style={style} className={classes.list} aria-label={t('list')}>
      {children}
    </ul>
  );
}

/** What the axis shows of a case; of a customer without one it is empty, and began at no time. */
export type AxisCase = Pick<CaseState, 'id' | 'customer' | 'knownAs' | 'contactName' | 'entries' | 'transactions' | 'erasedAt'> & {
  readonly openedAt: Instant | null;
};

/** Everything that is known around a case, as the axis takes it; of a search what the wallet found alone. */
function useSources(state: AxisCase, known: KnownCustomer | undefined): TimelineSources {
  const looks = useAppSelector((root) => selectLooks(root, state.id));
  const { entries, id } = state;
  return useMemo(() => {
    if (known?.found) return { ...nothing, transactions: { loaded: known.found.transactions ?? NONE, more: known.found.next !== null } };
    return {
      entries,
      transactions: { loaded: known?.transactions ?? NONE, more: typeof known?.next === 'string' },
      security: { loaded: known?.security ?? NONE, more: typeof known?.securityNext === 'string' },
      looks,
      earlier: (known?.earlier ?? NONE).filter((row) => row.id !== id),
    };
  }, [entries, id, known?.found, known?.transactions, known?.next, known?.security, known?.securityNext, known?.earlier, looks]);
}

interface Props {
  readonly state: AxisCase;
  readonly known: KnownCustomer | undefined;
  /** Whether transactions may be linked to the case. */
  readonly mayLink: boolean;
}

/** The one time axis: what was said, noted, called and done in this case, the customer's transactions, sign-ins and other cases, and who looked; newest first. */
export const Timeline = memo(function Timeline({ state, known, mayLink }: Props) {
  const { t, i18n } = useTranslation(['timeline', 'conversation', 'panels']);
  const dispatch = useAppDispatch();
  const parts = useLoadParts();
  const { customer, id: caseId } = state;
  const whose = useMemo(() => (customer === null ? null : { customer, caseId }), [customer, caseId]);
  const [filter, setFilter] = useState(everything);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const [finding, setFinding] = useState(false);
  const list = useRef<VirtualizerHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const scroll = useAxisScroll(scroller, bar, list);
  const sources = useSources(state, known);
  const shown = known?.found ? everything : filter;
  const end = useMemo(() => axisEnd(sources, shown), [sources, shown]);
  const items = useMemo(() => mergeTimeline(sources, shown), [sources, shown]);
  const rows = useMemo(() => timelineRows(items), [items]);
  const older = useOlder(parts, whose, known, end.behind);
  const { jumpTo, showTransaction } = useJump({ rows, end: end.at, more: end.behind.length > 0, older, show: scroll.show });
  const { activeIndex, onKeyDown } = useLineKeys(rows, list, scroller, scroll);
  const below = scroll.by !== null;
  const mounted = useMemo(() => [...(below ? NEWEST : NONE), ...(activeIndex < 0 ? NONE : [activeIndex])], [below, activeIndex]);
  const onToggle = useCallback(
    (id: string) => setOpen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id])),
    [],
  );
  const close = useCallback(() => {
    setFinding(false);
    if (customer !== null) dispatch(searchBegun({ customer, filter: null }));
  }, [customer, dispatch]);
  // A search belongs to the look at this case.
  useEffect(() => close, [close]);
  const onFilter = useCallback((change: Partial<TimelineFilter>) => setFilter((before) => ({ ...before, ...change })), []);
  const onFinding = useCallback((next: boolean) => (next ? setFinding(true) : close()), [close]);
  const act = useAct();
  const onLink = useCallback(
    (transaction: TransactionId, linked: boolean) => void act(state.id, { type: linked ? 'linkTransaction' : 'unlinkTransaction', transaction }),
    [act, state.id],
  );
  const onShow = useCallback(
    (id: string) => {
      setFilter((before) => ({ ...before, transactions: true }));
      setOpen((before) => new Set([...before, id]));
      showTransaction(id);
    },
    [showTransaction],
  );
  const onScroll = (offset: number) => {
    const handle = list.current;
    if (handle && handle.scrollSize + scroll.above - offset - handle.viewportSize < AHEAD) older(false);
  };
  const contact = (state.erasedAt === null ? (known?.account?.name ?? state.knownAs ?? state.contactName) : null) ?? namelessWriter(t, state);
  const words = { today: t('conversation:today'), yesterday: t('conversation:yesterday') };
  const body = (item: TimelineItem) => {
    switch (item.kind) {
      case 'entry':
        return <EntryRow entry={item.entry} contact={contact} />;
      case 'transaction':
        return (
          <TransactionRow
            transaction={item.transaction}
            open={open.has(item.transaction.id)}
            onToggle={onToggle}
            linked={state.transactions.includes(item.transaction.id)}
            onLink={mayLink ? onLink : null}
          />
        );
      case 'security':
        return <SecurityRow event={item.event} />;
      case 'look':
        return <LookRow look={item.look} />;
      case 'case':
        return <CaseRow row={item.row} openedAt={state.openedAt} />;
      default:
        return assertNever(item, 'item');
    }
  };
  const { panels } = known ?? {};
  const loading = (['transactions', 'security'] as const).some((panel) => panels === undefined || (panels[panel].at ?? panels[panel].fault) === null);
  const faulty = (['transactions', 'security'] as const).filter((panel) => filter[panel] && known?.panels[panel].fault && !isLocked(known));
  return (
    <div className={classes.timeline} aria-busy={(customer !== null && loading) || undefined}>
      {!finding && <AttentionStrip transactions={known?.transactions ?? NONE} onShow={onShow} />}
      <div ref={bar} className={classes.held}>
        <AxisBar filter={filter} onFilter={onFilter} finding={whose === null ? null : finding} onFinding={onFinding} />
        {!(finding && whose) && <DensityStrip items={items} end={end.at} onJump={jumpTo} />}
      </div>
      <AxisCommands filter={filter} onFilter={onFilter} finding={whose === null ? null : finding} onFinding={onFinding} />
      {finding && whose && (
        <FindTransactions
          parts={parts}
          whose={whose}
          currency={known?.account?.balance.currency ?? 'CNY'}
          found={known?.found ?? null}
          standing={known?.panels.found}
          onClose={close}
        />
      )}
      {customer === null && state.erasedAt === null && <p className={classes.note}>{t('emptyStranger')}</p>}
      {!known?.found &&
        whose &&
        faulty.map((panel) => (
          <div key={panel} className={classes.panelFault}>
            {t(`panels:chip_${panel}`)}
            <PanelStanding
              at={known?.panels[panel].at ?? null}
              fault={known?.panels[panel].fault ?? null}
              onRetry={() => void loadPanel(parts, whose, panel)}
            />
          </div>
        ))}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its keys walk the lines of the list in it. */}
      <div ref={scroller} className={classes.scroller} tabIndex={0} onKeyDown={onKeyDown}>
        {rows.length === 0 && !finding && <p className={classes.note}>{t('empty')}</p>}
        <Virtualizer
          key={scroll.by === null ? 'own' : 'pane'}
          ref={list}
          {...(scroll.by === null ? {} : { scrollRef: scroll.by, startMargin: scroll.above })}
          data={rows}
          as={List}
          item="li"
          bufferSize={240}
          itemSize={58}
          keepMounted={mounted}
          onScroll={onScroll}
          onResize={() => onScroll(list.current?.scrollOffset ?? 0)}
        >
          {({ item, day }, index) => (
            <div key={item.key} data-line={index} tabIndex={-1} className={classes.lineBox}>
              {day !== null && <div className={classes.day}>{dayText(day, i18n.language, Date.now(), words)}</div>}
              {body(item)}
            </div>
          )}
        </Virtualizer>
        {!known?.found && filter.cases && customer !== null && (known?.older ?? 0) > 0 && (
          <OlderCases parts={parts} customer={customer} count={known?.older ?? 0} />
        )}
        {end.behind.length > 0 && <p className={classes.note}>{t('loadingMore')}</p>}
      </div>
    </div>
  );
});
