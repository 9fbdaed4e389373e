import {
  CellStyleModule,
  type ColDef,
  ColumnApiModule,
  EventApiModule,
  type GridApi,
  InfiniteRowModelModule,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  themeQuartz,
} from 'ag-grid-community';
import { AgGridProvider, AgGridReact } from 'ag-grid-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { caseShown, selectOpenCaseId } from '#renderer/app/workspace-slice.ts';
import { EmptyDesk } from '#renderer/features/inbox/empty-desk.tsx';
import classes from '#renderer/features/inbox/inbox.module.css';
import { BLOCK } from '#renderer/features/inbox/inbox-blocks.ts';
import { InboxRowView } from '#renderer/features/inbox/inbox-row-view.tsx';
import { selectCounts, selectView } from '#renderer/features/inbox/inbox-slice.ts';
import { ROW_HEIGHT, useLiveList } from '#renderer/features/inbox/use-live-list.ts';
import { backIntoGrid, outOfGrid } from '#renderer/ui/out-of-grid.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

const modules = [InfiniteRowModelModule, CellStyleModule, RowApiModule, ScrollApiModule, ColumnApiModule, EventApiModule, RenderApiModule];
/** Blocks that the grid keeps beside those on the screen: what lies further off is asked for again when it is shown. */
const KEPT = 3;

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
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const unready = useAppSelector((root) => selectConfiguration(root)?.queues.length === 0);
  const view = useAppSelector(selectView);
  const total = useAppSelector(selectCounts)?.[view];
  const grid = useRef<GridApi<InboxRow> | null>(null);
  const { datasource, fault, onShown } = useLiveList(grid);
  const label = t('grid');
  useEffect(() => grid.current?.setGridAriaProperty('label', label), [label]);
  const open = (row: InboxRow | undefined) => {
    if (row && selectOpenCaseId(store.getState()) !== row.id) dispatch(caseShown({ caseId: row.id, customer: row.customer }));
  };
  /** The grid itself tells of a click a frame later; its rows are known by their class and id in the document. */
  const onClick = ({ target }: MouseEvent) => {
    const id = target instanceof Element ? target.closest('.ag-row')?.getAttribute('row-id') : null;
    if (id) open(grid.current?.getRowNode(id)?.data);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the rows are the grid's, and so are their keys.
    <div className={classes.grid} data-inbox-list onClick={onClick}>
      <AgGridProvider modules={modules}>
        <AgGridReact<InboxRow>
          theme={theme}
          columnDefs={columns}
          headerHeight={0}
          rowHeight={ROW_HEIGHT}
          rowModelType="infinite"
          datasource={datasource}
          cacheBlockSize={BLOCK}
          maxBlocksInCache={KEPT}
          infiniteInitialRowCount={1}
          suppressNoRowsOverlay
          blockLoadDebounceMillis={0}
          getRowId={({ data }) => data.id}
          suppressCellFocus={false}
          tabToNextCell={outOfGrid}
          focusGridInnerElement={backIntoGrid}
          animateRows={false}
          suppressColumnVirtualisation
          onGridReady={({ api }) => {
            grid.current = api;
            api.setGridAriaProperty('label', label);
          }}
          onGridPreDestroyed={() => {
            grid.current = null;
          }}
          onViewportChanged={onShown}
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
