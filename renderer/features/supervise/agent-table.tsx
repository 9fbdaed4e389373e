import type { ColDef, ICellRendererParams } from 'ag-grid-community';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import { BoardGrid } from '#renderer/features/supervise/board-grid.tsx';
import { FigureCell } from '#renderer/features/supervise/figure-cell.tsx';
import classes from '#renderer/features/supervise/supervise.module.css';
import { useNow } from '#renderer/ui/use-now.ts';
import { clockText, type Instant, SECOND } from '#shared/lib/time.ts';
import type { AgentBoard, Board } from '#shared/metrics/board.ts';
import { type AgentFigureId, agentFigures, figureName } from '#shared/metrics/figure-definitions.ts';

export interface AgentRow extends AgentBoard {
  readonly name: string;
  readonly at: Instant;
}

const shown = ['agentHandled', 'agentHandleTime', 'occupancy', 'concurrency'] as const satisfies readonly AgentFigureId[];
const isFigure = (id: string): id is AgentFigureId => Object.hasOwn(agentFigures, id);

function StateCell({ data }: ICellRendererParams<AgentRow>) {
  const { t } = useTranslation('shell');
  if (!data) return null;
  return (
    <span className={classes.state}>
      <span className={classes.dot} data-state={data.state} aria-hidden />
      {t(`state_${data.state}`)}
    </span>
  );
}

function SinceCell({ data }: ICellRendererParams<AgentRow>) {
  const { t } = useTranslation('supervise');
  const since = data === undefined || data.state === 'offline' ? null : data.since;
  const now = useNow(since === null ? null : SECOND);
  if (!data) return null;
  return <span className={classes.figure}>{since === null ? t('sinceUnknown') : clockText(now - since)}</span>;
}

function LoadCell({ data }: ICellRendererParams<AgentRow>) {
  const { t } = useTranslation('supervise');
  if (!data) return null;
  const { numerator: open, denominator } = data.figures.capacityUsed;
  const most = denominator ?? 0;
  return (
    <span className={classes.load}>
      <span className={classes.loadBar} aria-hidden>
        <span style={{ width: `${most === 0 ? 0 : Math.min(100, (100 * open) / most)}%` }} />
      </span>
      {t('loadValue', { open, most })}
    </span>
  );
}

interface Props {
  readonly board: Board;
  readonly onCell: (row: AgentRow, figure: AgentFigureId) => void;
  readonly onOpen: (row: AgentRow, figure: AgentFigureId) => void;
  /** The agent's row was opened at name or state. */
  readonly onAgent: (row: AgentRow) => void;
}

/** The agents: how they stand and since when, what they have open of what they take, how their day went. */
export function AgentTable({ board, onCell, onOpen, onAgent }: Props) {
  const { t } = useTranslation('supervise');
  const names = useNames();
  const rows = useMemo<readonly AgentRow[]>(() => board.agents.map((one) => ({ ...one, name: names.person(one.agent), at: board.at })), [board, names]);
  const defs = useMemo<readonly ColDef<AgentRow>[]>(
    () => [
      { colId: 'agent', headerName: t('agent'), field: 'name', pinned: 'left', minWidth: 130, flex: 2 },
      { colId: 'state', headerName: t('state'), field: 'state', cellRenderer: StateCell, minWidth: 120, flex: 1 },
      { colId: 'since', headerName: t('since'), field: 'since', cellRenderer: SinceCell, minWidth: 90, flex: 1 },
      {
        colId: 'capacityUsed',
        headerName: t('load'),
        valueGetter: ({ data }) => data?.figures.capacityUsed.numerator ?? 0,
        cellRenderer: LoadCell,
        minWidth: 140,
        flex: 1,
      },
      ...shown.map(
        (id): ColDef<AgentRow> => ({
          colId: id,
          headerName: t(figureName(id)),
          valueGetter: ({ data }) => data && { figure: data.figures[id], at: data.at },
          comparator: (a, b) => (a?.figure.value ?? -1) - (b?.figure.value ?? -1),
          equals: (a, b) => a?.figure.value === b?.figure.value,
          cellRenderer: FigureCell,
          minWidth: 92,
          flex: 1,
        }),
      ),
    ],
    [t],
  );
  return (
    <BoardGrid
      label={t('agents')}
      rows={rows}
      columns={defs}
      rowId={({ agent }) => agent}
      onCell={(row, column) => {
        if (isFigure(column)) onCell(row, column);
      }}
      onOpen={(row, column) => {
        if (isFigure(column)) onOpen(row, column);
        else onAgent(row);
      }}
    />
  );
}
