import {
  CellStyleModule,
  ClientSideRowModelModule,
  type ColDef,
  ColumnApiModule,
  EventApiModule,
  type GridApi,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  themeQuartz,
} from 'ag-grid-community';
import { AgGridProvider, AgGridReact } from 'ag-grid-react';
import { useEffect, useRef } from 'react';
import classes from '#renderer/features/supervise/supervise.module.css';
import { backIntoGrid, outOfGrid } from '#renderer/ui/out-of-grid.ts';

const modules = [ClientSideRowModelModule, CellStyleModule, ColumnApiModule, EventApiModule, RenderApiModule, RowApiModule, ScrollApiModule];

const theme = themeQuartz.withParams({
  backgroundColor: 'var(--mantine-color-body)',
  foregroundColor: 'var(--mantine-color-text)',
  borderColor: 'var(--mantine-color-default-border)',
  headerBackgroundColor: 'var(--ground-page)',
  fontFamily: 'inherit',
  fontSize: 13.5,
  headerFontSize: 12.5,
  browserColorScheme: 'inherit',
  rowHoverColor: 'var(--mantine-color-default-hover)',
  cellHorizontalPadding: 10,
});

interface Props<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly ColDef<Row>[];
  readonly rowId: (row: Row) => string;
  /** Which cell is pointed at or has the focus. */
  readonly onCell: (row: Row, column: string) => void;
  /** A cell was clicked, or Enter was pressed on it. */
  readonly onOpen: (row: Row, column: string) => void;
}

/** A small table of live numbers: sortable, reachable by arrow keys; a cell is opened by click or Enter. */
export function BoardGrid<Row>({ label, rows, columns, rowId, onCell, onOpen }: Props<Row>) {
  const grid = useRef<GridApi<Row> | null>(null);
  useEffect(() => grid.current?.setGridAriaProperty('label', label), [label]);
  return (
    <div className={classes.grid}>
      <AgGridProvider modules={modules}>
        <AgGridReact<Row>
          theme={theme}
          columnDefs={[...columns]}
          rowData={[...rows]}
          getRowId={({ data }) => rowId(data)}
          domLayout="autoHeight"
          rowHeight={34}
          headerHeight={34}
          suppressDragLeaveHidesColumns
          tabToNextCell={outOfGrid}
          focusGridInnerElement={backIntoGrid}
          suppressColumnVirtualisation
          animateRows={false}
          onGridReady={({ api }) => {
            grid.current = api;
            api.setGridAriaProperty('label', label);
          }}
          onGridPreDestroyed={() => {
            grid.current = null;
          }}
          onCellMouseOver={({ data, column }) => data && onCell(data, column.getColId())}
          onCellFocused={({ rowIndex, column, api }) => {
            const row = rowIndex === null ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data;
            if (row && column && typeof column !== 'string') onCell(row, column.getColId());
          }}
          onCellClicked={({ data, column }) => data && onOpen(data, column.getColId())}
          onCellKeyDown={({ data, event, ...cell }) => {
            if (data && 'column' in cell && event instanceof KeyboardEvent && event.key === 'Enter') onOpen(data, cell.column.getColId());
          }}
        />
      </AgGridProvider>
    </div>
  );
}
