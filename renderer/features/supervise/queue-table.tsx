import type { ColDef } from 'ag-grid-community';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import { BoardGrid } from '#renderer/features/supervise/board-grid.tsx';
import { FigureCell } from '#renderer/features/supervise/figure-cell.tsx';
import type { QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Board, QueueBoard } from '#shared/metrics/board.ts';
import { figureName, type QueueFigureId, queueFigures } from '#shared/metrics/figure-definitions.ts';

export interface QueueRow {
  /** Null is all of them together. */
  readonly queue: QueueId | null;
  readonly name: string;
  readonly at: Instant;
  readonly board: QueueBoard;
}

interface Props {
  readonly board: Board;
  readonly columns: readonly QueueFigureId[];
  readonly onCell: (row: QueueRow, figure: QueueFigureId) => void;
  readonly onOpen: (row: QueueRow, figure: QueueFigureId) => void;
}

const isFigure = (id: string): id is QueueFigureId => Object.hasOwn(queueFigures, id);

/** The queues and their figures, all of them together in the first row. */
export function QueueTable({ board, columns, onCell, onOpen }: Props) {
  const { t } = useTranslation('supervise');
  const names = useNames();
  const rows = useMemo<readonly QueueRow[]>(
    () => [
      { queue: null, name: t('all'), at: board.at, board: board.total },
      ...board.queues.map((one) => ({ queue: one.queue, name: names.queue(one.queue), at: board.at, board: one })),
    ],
    [board, names, t],
  );
  const defs = useMemo<readonly ColDef<QueueRow>[]>(
    () => [
      { colId: 'queue', headerName: t('queue'), field: 'name', pinned: 'left', minWidth: 130, flex: 2 },
      ...columns.map(
        (id): ColDef<QueueRow> => ({
          colId: id,
          headerName: t(figureName(id)),
          valueGetter: ({ data }) => data && { figure: data.board.figures[id], at: data.at },
          comparator: (a, b) => (a?.figure.value ?? -1) - (b?.figure.value ?? -1),
          equals: (a, b) =>
            a?.figure.value === b?.figure.value && a?.figure.numerator === b?.figure.numerator && a?.figure.denominator === b?.figure.denominator,
          cellRenderer: FigureCell,
          minWidth: 92,
          flex: 1,
        }),
      ),
      {
        colId: 'serving',
        headerName: t('serving'),
        valueGetter: ({ data }) => {
          if (!data) return '';
          const { available, busy, break: paused, away } = data.board.agents;
          return t('servingValue', { available: available.length, all: available.length + busy.length + paused.length + away.length });
        },
        minWidth: 120,
        flex: 1,
      },
    ],
    [columns, t],
  );
  const withFigure = (then: Props['onCell']) => (row: QueueRow, column: string) => {
    if (isFigure(column)) then(row, column);
  };
  return (
    <BoardGrid label={t('queues')} rows={rows} columns={defs} rowId={({ queue }) => queue ?? 'all'} onCell={withFigure(onCell)} onOpen={withFigure(onOpen)} />
  );
}
