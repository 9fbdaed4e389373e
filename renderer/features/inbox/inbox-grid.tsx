import {
  CellStyleModule,
  type ColDef,
  ColumnApiModule,
  EventApiModule,
  type GridApi,
  type IDatasource,
  InfiniteRowModelModule,
  RenderApiModule,
  RowApiModule,
  type RowClickedEvent,
  ScrollApiModule,
  themeQuartz,
} from 'ag-grid-community';
import { AgGridProvider, AgGridReact } from 'ag-grid-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { caseShown, selectOpenCaseId } from '#renderer/app/workspace-slice.ts';
import { EmptyDesk } from '#renderer/features/inbox/empty-desk.tsx';
import classes from '#renderer/features/inbox/inbox.module.css';
import { InboxRowView } from '#renderer/features/inbox/inbox-row-view.tsx';
import { inboxOrders, selectChanged, selectCounts, selectOrder, selectTurn, selectView } from '#renderer/features/inbox/inbox-slice.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

const modules = [InfiniteRowModelModule, CellStyleModule, RowApiModule, ScrollApiModule, ColumnApiModule, EventApiModule, RenderApiModule];
const PAGE = 100;
const ROW_HEIGHT = 78;
/** The list is fetched anew at most this often, in ms; the changed rows themselves are drawn at once. */
const REFRESH = 250;

const theme = themeQuartz.withParams({
  backgroundColor: 'var(--mantine-color-body)',
  foregroundColor: 'var(--mantine-color-text)',
  borderColor: 'var(--mantine-color-default-border)',
  fontFamily: 'inherit',
  fontSize: 14,
  browserColorScheme: 'inherit',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  rowHoverColor: 'var(--mantine-color-default-hover)',
  cellHorizontalPadding: 0,
});

const columns: ColDef<InboxRow>[] = [{ field: 'id', flex: 1, cellRenderer: InboxRowView, cellClass: classes.cell ?? '' }];

/** The cases of the view, fetched page by page by index; arrow keys move, Enter opens. */
export function InboxGrid() {
  const { t } = useTranslation('inbox');
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const unready = useAppSelector((root) => selectConfiguration(root)?.queues.length === 0);
  const view = useAppSelector(selectView);
  const order = useAppSelector(selectOrder);
  const turn = useAppSelector(selectTurn);
  const total = useAppSelector(selectCounts)?.[view];
  const grid = useRef<GridApi<InboxRow> | null>(null);
  const [fault, setFault] = useState(false);
  const datasource = useMemo<IDatasource>(
    () => ({
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        client.inbox.page({ view, sort: inboxOrders[order], offset: startRow, limit: endRow - startRow }).then(
          ({ rows, total: length }) => {
            setFault(false);
            successCallback(rows, length);
          },
          () => {
            setFault(true);
            failCallback();
          },
        );
      },
    }),
    [client, view, order],
  );
  useEffect(() => {
    const api = grid.current;
    if (!api || turn === 0) return;
    for (const row of selectChanged(store.getState())) {
      const node = api.getRowNode(row.id);
      if (node?.data) node.setData(row);
    }
  }, [turn, store]);
  useFetchedAnew(grid, turn);
  const label = t('grid');
  useEffect(() => grid.current?.setGridAriaProperty('label', label), [label]);
  const open = (row: InboxRow | undefined) => {
    if (row && selectOpenCaseId(store.getState()) !== row.id) dispatch(caseShown({ caseId: row.id, customer: row.customer }));
  };
  return (
    <div className={classes.grid}>
      <AgGridProvider modules={modules}>
        <AgGridReact<InboxRow>
          theme={theme}
          columnDefs={columns}
          headerHeight={0}
          rowHeight={ROW_HEIGHT}
          rowModelType="infinite"
          datasource={datasource}
          cacheBlockSize={PAGE}
          maxBlocksInCache={20}
          infiniteInitialRowCount={1}
          suppressNoRowsOverlay
          blockLoadDebounceMillis={0}
          getRowId={({ data }) => data.id}
          suppressCellFocus={false}
          animateRows={false}
          suppressColumnVirtualisation
          onGridReady={({ api }) => {
            grid.current = api;
            api.setGridAriaProperty('label', label);
          }}
          onGridPreDestroyed={() => {
            grid.current = null;
          }}
          onRowClicked={({ data }: RowClickedEvent<InboxRow>) => open(data)}
          onCellKeyDown={({ data, event }) => {
            if (event instanceof KeyboardEvent && (event.key === 'Enter' || event.key === ' ')) open(data);
          }}
        />
      </AgGridProvider>
      {fault && (
        <p className={classes.told} role="alert">
          {t('fault')}
        </p>
      )}
      {total === 0 && !fault && unready && <EmptyDesk />}
      {total === 0 && !fault && !unready && (
        <div className={classes.told} role="status">
          <strong>{t(`empty_${view}`)}</strong>
          <p>{t(`emptyHint_${view}`)}</p>
        </div>
      )}
    </div>
  );
}

/** Fetches the loaded pages anew after changes: at once, then at most every so often while changes go on. */
function useFetchedAnew(grid: React.RefObject<GridApi<InboxRow> | null>, turn: number): void {
  const last = useRef(0);
  useEffect(() => {
    if (turn === 0) return;
    const timer = setTimeout(
      () => {
        last.current = performance.now();
        grid.current?.refreshInfiniteCache();
      },
      Math.max(0, last.current + REFRESH - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [turn, grid]);
}
