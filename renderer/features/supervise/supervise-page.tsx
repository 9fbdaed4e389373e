import { Button, Checkbox, Popover, Select } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectPreferences } from '#renderer/app/session-slice.ts';
import { useSavePreferences } from '#renderer/app/use-save-preferences.ts';
import { AlertList } from '#renderer/features/access/alert-list.tsx';
import { ApprovalsPanel } from '#renderer/features/account-actions/approvals-panel.tsx';
import { IncidentsPanel } from '#renderer/features/incidents/incidents-panel.tsx';
import { AgentDialog } from '#renderer/features/supervise/agent-dialog.tsx';
import { type AgentRow, AgentTable } from '#renderer/features/supervise/agent-table.tsx';
import { CasesDrawer } from '#renderer/features/supervise/cases-drawer.tsx';
import { explanation, grown } from '#renderer/features/supervise/figure-text.ts';
import { QueueTable } from '#renderer/features/supervise/queue-table.tsx';
import classes from '#renderer/features/supervise/supervise.module.css';
import { Tiles } from '#renderer/features/supervise/tiles.tsx';
import { useBoard } from '#renderer/features/supervise/use-board.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { BoardFrame } from '#shared/contract/board-schemas.ts';
import type { FigurePlace } from '#shared/metrics/board.ts';
import type { Figure } from '#shared/metrics/figure.ts';
import {
  figureDefinition,
  figureName,
  type QueueFigureId,
  queueFigures,
  type ServiceLevelVariant,
  serviceLevelVariants,
} from '#shared/metrics/figure-definitions.ts';

const firstColumns: readonly QueueFigureId[] = [
  'waiting',
  'longestWait',
  'active',
  'overdue',
  'answered',
  'averageSpeedOfAnswer',
  'averageHandleTime',
  'resolved',
];
const levels: readonly QueueFigureId[] = serviceLevelVariants;
const choosable = (Object.keys(queueFigures) as QueueFigureId[]).filter((id) => !levels.includes(id));

/** A number that somebody points at, or opened. */
interface Pointed {
  readonly figure: Figure;
  readonly name: string;
  readonly place: FigurePlace;
}

function Explained({ pointed, at }: { readonly pointed: Pointed | null; readonly at: number }) {
  const { t, i18n } = useTranslation('supervise');
  if (pointed === null) return <p className={classes.explain}>{t('explainHint')}</p>;
  const value = grown(pointed.figure, at, Date.now());
  return (
    <p className={classes.explain} role="status">
      {explanation(t, pointed.figure, pointed.name, value, i18n.language)}
    </p>
  );
}

function BoardOf({ frame }: { readonly frame: BoardFrame }) {
  const { t, i18n } = useTranslation('supervise');
  const save = useSavePreferences();
  const chosen = useAppSelector(selectPreferences).board;
  const variant: ServiceLevelVariant = chosen?.serviceLevel ?? 'serviceLevel';
  const columns = chosen?.columns ?? firstColumns;
  const shown: readonly QueueFigureId[] = [...columns.slice(0, 4), variant, ...columns.slice(4)];
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [opened, setOpened] = useState<Pointed | null>(null);
  const [agent, setAgent] = useState<AgentRow | null>(null);
  const choose = (change: { readonly columns?: readonly QueueFigureId[]; readonly serviceLevel?: ServiceLevelVariant }) =>
    save({ board: { serviceLevel: change.serviceLevel ?? variant, columns: [...(change.columns ?? columns)] } });
  const { board } = frame;
  if (board.queues.length === 0) {
    return (
      <div className={classes.nothing} role="status">
        <h2>{t('noQueues')}</h2>
        <p>{t('noQueuesHint')}</p>
      </div>
    );
  }
  return (
    <>
      <Tiles frame={frame} variant={variant} />
      <div className={classes.head}>
        <h2>{t('queues')}</h2>
        <span className={classes.since}>{t('dayFrom', { time: timeText(board.since, i18n.language) })}</span>
        <Select
          size="xs"
          label={t('variant')}
          className={classes.variant}
          value={variant}
          allowDeselect={false}
          onChange={(value) => choose({ serviceLevel: value as ServiceLevelVariant })}
          data={serviceLevelVariants.map((id) => ({ value: id, label: t(figureName(id)) }))}
        />
        <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
          <Popover.Target>
            <Button size="xs" variant="default" leftSection={<IconColumns3 size={15} aria-hidden />}>
              {t('columns')}
            </Button>
          </Popover.Target>
          <Popover.Dropdown className={classes.columns} aria-label={t('columns')}>
            {choosable.map((id) => (
              <Checkbox
                key={id}
                size="xs"
                label={t(figureName(id))}
                checked={columns.includes(id)}
                onChange={({ currentTarget }) => choose({ columns: currentTarget.checked ? [...columns, id] : columns.filter((one) => one !== id) })}
              />
            ))}
          </Popover.Dropdown>
        </Popover>
      </div>
      <QueueTable
        board={board}
        columns={shown}
        onCell={(row, id) => setPointed({ figure: row.board.figures[id], name: row.name, place: { queue: row.queue, figure: id } })}
        onOpen={(row, id) => setOpened({ figure: row.board.figures[id], name: row.name, place: { queue: row.queue, figure: id } })}
      />
      <Explained pointed={pointed} at={board.at} />
      <div className={classes.head}>
        <h2>{t('agents')}</h2>
      </div>
      {board.agents.length === 0 ? (
        <p role="status">{t('noAgents')}</p>
      ) : (
        <AgentTable
          board={board}
          onCell={(row, id) => setPointed({ figure: row.figures[id], name: row.name, place: { agent: row.agent, figure: id } })}
          onOpen={(row, id) => setOpened({ figure: row.figures[id], name: row.name, place: { agent: row.agent, figure: id } })}
          onAgent={setAgent}
        />
      )}
      {opened !== null && (
        <CasesDrawer
          title={t('behind', { name: t(figureName(opened.figure.id)), place: opened.name })}
          place={opened.place}
          shared={figureDefinition(opened.figure.id).unit === 'share'}
          onClose={() => setOpened(null)}
        />
      )}
      {agent !== null && (
        <AgentDialog
          agent={agent}
          onClose={() => setAgent(null)}
          onCases={() => {
            setOpened({ figure: agent.figures.openCases, name: agent.name, place: { agent: agent.agent, figure: 'openCases' } });
            setAgent(null);
          }}
        />
      )}
    </>
  );
}

/** The supervisor's place: the queues and the agents as they stand this second. */
export function SupervisePage() {
  const { t } = useTranslation('supervise');
  const { frame, behind } = useBoard();
  return (
    <main className={classes.page}>
      <section aria-label={t('title')} className={classes.board}>
        <h1 className={classes.title}>{t('title')}</h1>
        <IncidentsPanel />
        {behind && (
          <p role="alert" className={classes.fault}>
            {t('fault')}
          </p>
        )}
        <AlertList />
        <ApprovalsPanel />
        {frame !== null && !frame.live && <p role="status">{t('reading')}</p>}
        {frame === null ? <p role="status">{t('reading')}</p> : <BoardOf frame={frame} />}
      </section>
    </main>
  );
}
