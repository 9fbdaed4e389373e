import { Button, Chip, Group } from '@mantine/core';
import { type ReactNode, type Ref, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { loadOlder } from '#renderer/features/customer/load-customer.ts';
import { AttentionStrip } from '#renderer/features/timeline/attention-strip.tsx';
import { DensityStrip } from '#renderer/features/timeline/density-strip.tsx';
import { EarlierCaseRow } from '#renderer/features/timeline/earlier-case-row.tsx';
import { EntryRow } from '#renderer/features/timeline/entry-row.tsx';
import { mergeTimeline, type TimelineFilter, type TimelineItem } from '#renderer/features/timeline/merge-timeline.ts';
import classes from '#renderer/features/timeline/timeline.module.css';
import { timelineRows } from '#renderer/features/timeline/timeline-rows.ts';
import { TransactionRow } from '#renderer/features/timeline/transaction-row.tsx';
import { dayText } from '#renderer/i18n/date-text.ts';
import type { CaseState } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CustomerId } from '#shared/lib/ids.ts';

/** How near to the end of what is loaded, in px, the next page is asked for. */
const AHEAD = 800;
const NONE: readonly never[] = [];

function List({ ref, style, children }: { readonly ref?: Ref<HTMLElement>; readonly style: React.CSSProperties; readonly children: ReactNode }) {
  const { t } = useTranslation('timeline');
  return (
    // biome-ignore lint/a11y/noRedundantRoles: a list without bullets loses its role in some browsers.
    <ul ref={ref as Ref<HTMLUListElement>} role="list" style={style} className={classes.list} aria-label={t('list')}>
      {children}
    </ul>
  );
}

/** Asks for the next older page when the reader comes near the end, one page at a time. */
function useOlder(customer: CustomerId | null, caseId: CaseState['id'], known: KnownCustomer | undefined, wanted: boolean) {
  const client = useClient();
  const dispatch = useAppDispatch();
  const asking = useRef(false);
  const next = known?.next ?? null;
  return useCallback(() => {
    if (!wanted || asking.current || next === null || customer === null) return;
    asking.current = true;
    void loadOlder({ client, dispatch, now: Date.now }, customer, caseId, next).finally(() => {
      asking.current = false;
    });
  }, [wanted, next, customer, caseId, client, dispatch]);
}

interface Props {
  readonly state: CaseState;
  readonly known: KnownCustomer | undefined;
}

/** The one time axis: messages, notes and steps of this case, transactions and earlier cases, newest first. */
export function Timeline({ state, known }: Props) {
  const { t, i18n } = useTranslation(['timeline', 'conversation']);
  const [filter, setFilter] = useState<TimelineFilter>({ messages: true, transactions: true, cases: true });
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  const list = useRef<VirtualizerHandle>(null);
  const transactions = known?.transactions ?? NONE;
  const more = typeof known?.next === 'string';
  const { entries } = state;
  const earlierRows = known?.earlier;
  const earlier = useMemo(() => (earlierRows ?? NONE).filter((row) => row.id !== state.id), [earlierRows, state.id]);
  const items = useMemo(() => mergeTimeline({ entries, transactions, more, earlier }, filter), [entries, transactions, more, earlier, filter]);
  const rows = useMemo(() => timelineRows(items), [items]);
  const older = useOlder(state.customer, state.id, known, filter.transactions);
  const onToggle = useCallback(
    (id: string) => setOpen((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id])),
    [],
  );
  const onShow = useCallback(
    (id: string) => {
      setFilter((before) => ({ ...before, transactions: true }));
      setOpen((before) => new Set([...before, id]));
      requestAnimationFrame(() => {
        const index = rows.findIndex(({ item }) => item.kind === 'transaction' && item.transaction.id === id);
        if (index >= 0) list.current?.scrollToIndex(index, { align: 'start' });
      });
    },
    [rows],
  );
  const onScroll = (offset: number) => {
    const handle = list.current;
    if (handle && handle.scrollSize - offset - handle.viewportSize < AHEAD) older();
  };
  const contact = known?.account?.name ?? state.contactName ?? t('conversation:customer');
  const words = { today: t('conversation:today'), yesterday: t('conversation:yesterday') };
  const body = (item: TimelineItem) => {
    switch (item.kind) {
      case 'entry':
        return <EntryRow entry={item.entry} contact={contact} />;
      case 'transaction':
        return <TransactionRow transaction={item.transaction} open={open.has(item.transaction.id)} onToggle={onToggle} />;
      case 'case':
        return <EarlierCaseRow row={item.row} />;
      default:
        return assertNever(item, 'item');
    }
  };
  return (
    <div className={classes.timeline}>
      <AttentionStrip transactions={transactions} onShow={onShow} />
      <div className={classes.bar}>
        <Group gap={6} role="group" aria-label={t('filters')}>
          {(['messages', 'transactions', 'cases'] as const).map((kind) => (
            <Chip key={kind} size="xs" checked={filter[kind]} onChange={(checked) => setFilter((before) => ({ ...before, [kind]: checked }))}>
              {t(`show${kind.charAt(0).toUpperCase()}${kind.slice(1)}`)}
            </Chip>
          ))}
        </Group>
        <DensityStrip items={items} />
      </div>
      {state.customer === null && <p className={classes.note}>{t('emptyStranger')}</p>}
      {known?.transactionsFault && (
        <p className={classes.note} role="alert">
          {t('fault')}{' '}
          <Button size="compact-xs" variant="subtle" onClick={older}>
            {t('retry')}
          </Button>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={classes.scroller} tabIndex={0}>
        {rows.length === 0 && <p className={classes.note}>{t('empty')}</p>}
        <Virtualizer
          ref={list}
          data={rows}
          as={List}
          item="li"
          bufferSize={600}
          itemSize={58}
          onScroll={onScroll}
          onResize={() => onScroll(list.current?.scrollOffset ?? 0)}
        >
          {({ item, day }) => (
            <div key={item.key}>
              {day !== null && <div className={classes.day}>{dayText(day, i18n.language, Date.now(), words)}</div>}
              {body(item)}
            </div>
          )}
        </Virtualizer>
        {more && filter.transactions && <p className={classes.note}>{t('loadingMore')}</p>}
      </div>
    </div>
  );
}
