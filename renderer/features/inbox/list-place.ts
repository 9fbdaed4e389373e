import type { GridApi } from 'ag-grid-community';
import type { InboxBlocks } from '#renderer/features/inbox/inbox-blocks.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The grid's own scrolling element; the library has no call that moves it by less than a row. */
const scroller = () => document.querySelector<HTMLElement>('[data-inbox-list] .ag-grid-viewport');

/**
 * Where a reader stands in a list: the case at the upper edge, unless the list's beginning is shown, and the case that
 * has the focus. Noted before the list changes, restored once the grid knows the new places.
 */
export class ListPlace {
  readonly #blocks: InboxBlocks;
  readonly #rowHeight: number;
  /** `at`: where it stood when it was noted; while that is so and it was not restored, whoever stands there now is another. */
  #top: { readonly id: CaseId; readonly hidden: number; readonly at: number } | null = null;
  #focus: { readonly id: CaseId; readonly column: string; readonly at: number } | null = null;

  constructor(blocks: InboxBlocks, rowHeight: number) {
    this.#blocks = blocks;
    this.#rowHeight = rowHeight;
  }

  /** Notes the place; the grid still has the rows as they were drawn. What was noted and is not restored yet stays. */
  note(api: GridApi<InboxRow>): void {
    const list = scroller();
    if (this.#top === null || this.#top.at !== list?.scrollTop) this.#top = this.#topOf(api, list);
    const cell = list?.contains(document.activeElement) ? api.getFocusedCell() : null;
    if (this.#focus !== null && this.#focus.at === cell?.rowIndex) return;
    const focused = cell && api.getDisplayedRowAtIndex(cell.rowIndex)?.data;
    this.#focus = cell && focused ? { id: focused.id, column: cell.column.getColId(), at: cell.rowIndex } : null;
  }

  #topOf(api: GridApi<InboxRow>, list: HTMLElement | null) {
    if (list === null || list.scrollTop === 0) return null;
    const above = Math.floor(list.scrollTop / this.#rowHeight);
    const first = api.getDisplayedRowAtIndex(above)?.data;
    if (!first || this.#blocks.indexOf(first.id) === null) return null;
    return { id: first.id, hidden: list.scrollTop - above * this.#rowHeight, at: list.scrollTop };
  }

  forget(): void {
    this.#top = null;
    this.#focus = null;
  }

  /** Goes back there as far as the noted cases are among those on the screen; does nothing where nothing was noted. */
  restore(api: GridApi<InboxRow> | null): void {
    const list = scroller();
    const stands = (id: CaseId) => {
      const index = this.#blocks.indexOf(id);
      return index !== null && api?.getDisplayedRowAtIndex(index)?.data?.id === id ? index : null;
    };
    const top = this.#top && stands(this.#top.id);
    if (this.#top && top !== null && list) {
      list.scrollTop = top * this.#rowHeight + this.#top.hidden;
      this.#top = null;
    }
    const focus = this.#focus && stands(this.#focus.id);
    if (this.#focus && focus !== null && api) {
      if (api.getFocusedCell()?.rowIndex !== focus) api.setFocusedCell(focus, this.#focus.column);
      this.#focus = null;
    }
  }
}
