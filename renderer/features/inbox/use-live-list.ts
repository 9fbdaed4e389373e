import type { GridApi, IDatasource } from 'ag-grid-community';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'react-redux';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import type { RootState } from '#renderer/app/store.ts';
import { BLOCK, InboxBlocks, type Page } from '#renderer/features/inbox/inbox-blocks.ts';
import { inboxOrders, selectAnew, selectChanged, selectCounts, selectGone, selectOrder, selectTurn, selectView } from '#renderer/features/inbox/inbox-slice.ts';
import { ListPlace } from '#renderer/features/inbox/list-place.ts';
import { spacedWork } from '#renderer/features/inbox/spaced-work.ts';
import { aimingHand } from '#renderer/ui/aiming-hand.ts';
import { typingHand } from '#renderer/ui/typing-hand.ts';
import { compareRows, type InboxViewer, viewHolds } from '#shared/case/inbox-order.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { replyWindows } from '#shared/case/reply-windows.ts';
import { may } from '#shared/desk/powers.ts';

export const ROW_HEIGHT = 78;
/** How often a list in the order of its windows is asked for again, in ms. */
const WINDOWS_ANEW = 30_000;

const windowsNow = (root: RootState) => replyWindows(selectConfiguration(root)?.channelRules ?? [], Date.now());

interface LiveList {
  readonly datasource: IDatasource;
  /** The desk did not answer the last question. */
  readonly fault: boolean;
  /** Other rows came onto the screen. */
  readonly onShown: () => void;
}

/** Whose lists they are: the same object for as long as the person, their role and their queues are the same. */
function useViewer(): InboxViewer | null {
  const person = useAppSelector((root) => selectMe(root)?.person);
  const [id, queues] = [person?.id, person?.queues.join(' ')];
  const seesAll = person !== undefined && may(person.role, 'see-all');
  return useMemo(() => {
    if (id === undefined) return null;
    const served = new Set(queues?.split(' '));
    return { person: id, serves: (queue) => seesAll || served.has(queue) };
  }, [id, queues, seesAll]);
}

/**
 * The cases of the chosen view and order for the grid, kept in step with the desk: of a change only what is on the
 * screen is drawn or asked for anew, and whoever has scrolled keeps the cases under their eyes.
 */
export function useLiveList(grid: RefObject<GridApi<InboxRow> | null>): LiveList {
  const client = useClient();
  const store = useStore<RootState>();
  const view = useAppSelector(selectView);
  const order = useAppSelector(selectOrder);
  const viewer = useViewer();
  const [fault, setFault] = useState(false);
  const onShown = useRef<() => void>(() => undefined);

  const { blocks, place, datasource, begunAt } = useMemo(() => {
    const sort = inboxOrders[order];
    const shown = () => {
      const [first, last] = [grid.current?.getFirstDisplayedRowIndex() ?? -1, grid.current?.getLastDisplayedRowIndex() ?? -1];
      return first < 0 || last < 0 ? null : { first, last };
    };
    const made = new InboxBlocks({
      ask: (offset, limit) => client.inbox.page({ view, sort, offset, limit }),
      shown,
      holds: (row) => viewer === null || viewHolds(view, row, viewer),
      compare: (a, b) => compareRows(a, b, sort, windowsNow(store.getState())),
    });
    made.begin();
    const kept = new ListPlace(made, ROW_HEIGHT);
    const source: IDatasource = {
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        const give = ({ rows, total }: Page) => {
          setFault(false);
          successCallback([...rows], total);
          kept.restore(grid.current);
        };
        const page = made.block(startRow / BLOCK);
        if (!(page instanceof Promise)) return give(page);
        // The reader went on to these rows; those beside them, which the grid keeps too, say nothing of that.
        const seen = shown();
        if (seen && seen.first < endRow && seen.last >= startRow) kept.forget();
        page.then(give, () => {
          setFault(true);
          failCallback();
        });
      },
    };
    return { blocks: made, place: kept, datasource: source, begunAt: selectTurn(store.getState()) };
  }, [client, view, order, viewer, grid, store]);

  useEffect(() => {
    const { wish, stop } = spacedWork(
      async () => {
        try {
          const differs = await blocks.refresh();
          setFault(false);
          if (!differs || !grid.current) return;
          place.note(grid.current);
          grid.current.refreshInfiniteCache();
        } catch {
          setFault(true);
        }
      },
      { typing: typingHand(), aiming: aimingHand('[data-inbox-list]') },
    );
    onShown.current = () => {
      if (blocks.stale()) wish();
    };
    // A window that is over loses its place by the clock alone, without any event.
    const turning = setInterval(() => {
      if (order !== 'windowCloses' || document.visibilityState !== 'visible') return;
      blocks.doubt();
      wish();
    }, WINDOWS_ANEW);
    let seen = selectTurn(store.getState());
    // What changed since the list was asked for was heard by nobody here.
    if (seen !== begunAt) {
      blocks.doubt();
      wish();
    }
    const off = store.subscribe(() => {
      const state = store.getState();
      const turn = selectTurn(state);
      if (turn === seen) return;
      seen = turn;
      const api = grid.current;
      const { drawn, concerned } = blocks.changed(selectChanged(state), selectGone(state));
      for (const row of drawn) api?.getRowNode(row.id)?.setData(row);
      const total = selectCounts(state)?.[view];
      const anew = selectAnew(state);
      if (anew) blocks.doubt();
      if (concerned || anew) wish();
      // What lies elsewhere is a matter of the list's length alone.
      else if (api && total !== undefined && total !== api.getDisplayedRowCount()) api.setRowCount(total, true);
    });
    return () => {
      off();
      stop();
      clearInterval(turning);
      onShown.current = () => undefined;
    };
  }, [blocks, place, grid, store, view, order, begunAt]);

  return { datasource, fault, onShown: useCallback(() => onShown.current(), []) };
}
