import type { FocusGridInnerElementParams } from 'ag-grid-community';

/** A grid is one stop of Tab, and its arrow keys walk the cells; AG Grid's own way stops at each row. */
export const outOfGrid = (): boolean => false;

/** Whoever comes back to a grid by Tab comes to the cell where they left it; false where there is none, by AG Grid's own way. */
export function backIntoGrid<Row>({ api }: FocusGridInnerElementParams<Row>): boolean {
  const cell = api.getFocusedCell();
  // Undefined before the first, whatever its type says.
  if (!cell) return false;
  // The list may be shorter by now, or scrolled: a cell that is not drawn takes no focus, and Tab would end nowhere.
  if (cell.rowPinned == null) {
    if (api.getDisplayedRowAtIndex(cell.rowIndex) === undefined) return false;
    api.ensureIndexVisible(cell.rowIndex);
  }
  api.setFocusedCell(cell.rowIndex, cell.column, cell.rowPinned);
  return true;
}
