import type { Store } from '@reduxjs/toolkit';
import { type CasesSlice, selectCaseState } from '#renderer/features/conversation/cases-slice.ts';
import { type DeferredSlice, selectDeferred } from '#renderer/features/deferred/deferred-slice.ts';
import { type InboxSlice, selectChanged } from '#renderer/features/inbox/inbox-slice.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { messagesOf } from '#shared/case/split.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';

/** What of a case a command may have changed; a list's row knows no transactions. */
type Effects = Pick<CaseState, 'status' | 'priority' | 'tags' | 'customer'> & {
  readonly position: number;
  readonly merged: boolean;
  readonly incidents?: readonly string[];
  readonly transactions?: readonly string[];
  /** The messages of which cases of their own were made that still are. */
  readonly split?: readonly string[];
};

const ofState = ({ status, priority, tags, customer, position, mergedInto, incidents, transactions, splitOff, lines }: CaseState): Effects => ({
  status,
  priority,
  tags,
  customer,
  position,
  merged: mergedInto !== null,
  incidents,
  transactions,
  split: splitOff.filter((one) => !lines.some((line) => line.case === one.case)).flatMap(messagesOf),
});

const ofRow = ({ status, priority, tags, customer, position, mergedInto, incidents }: InboxRow): Effects => ({
  status,
  priority,
  tags,
  customer,
  position,
  merged: mergedInto !== undefined,
  ...(incidents === undefined ? {} : { incidents }),
});

/** Whether what a command did is still so; null where that is not known of these, or nothing of it can be undone. */
export function stillSo(command: AgentCommand, now: Effects): boolean | null {
  switch (command.type) {
    case 'resolve':
      return now.status === 'resolved';
    case 'snooze':
      return now.status === 'snoozed';
    case 'merge':
      return now.merged;
    case 'prioritise':
      return now.priority === command.priority;
    case 'identify':
      return now.customer === command.customer;
    case 'tag':
      return command.add.every((tag) => now.tags.includes(tag)) && !command.remove.some((tag) => now.tags.includes(tag));
    case 'linkTransaction':
      return now.transactions?.includes(command.transaction) ?? null;
    case 'unlinkTransaction':
      return now.transactions === undefined ? null : !now.transactions.includes(command.transaction);
    case 'linkIncident':
      return now.incidents?.includes(command.incident) ?? null;
    case 'unlinkIncident':
      return now.incidents === undefined ? null : !now.incidents.includes(command.incident);
    case 'split':
      return now.split?.includes(command.from) ?? null;
    default:
      return null;
  }
}

interface Watched {
  readonly cases: CasesSlice;
  readonly inbox: InboxSlice;
  readonly deferred: DeferredSlice;
}

/** What is asked of the window's state. */
type Window = Pick<Store<Watched>, 'getState' | 'subscribe'>;

/** Calls `gone` once when `holds` was true and is not any more; null says nothing. Answers the way to stop. */
function watch({ getState, subscribe }: Window, holds: (root: Watched) => boolean | null, gone: () => void): () => void {
  let was = false;
  const look = () => {
    const now = holds(getState());
    if (now === true) was = true;
    if (now !== false || !was) return;
    stop();
    gone();
  };
  const stop = subscribe(look);
  look();
  return stop;
}

/**
 * Tells once what a command did to a case is no longer so, by whomever: there is nothing to undo then. The case may be open in
 * this window or stand in a list alone; whichever is newer is believed. Answers the way to stop.
 */
export function watchDone(window: Window, caseId: CaseId, command: AgentCommand, gone: () => void): () => void {
  let newest = 0;
  return watch(
    window,
    (root) => {
      const state = selectCaseState(root, caseId);
      const row = selectChanged(root).find(({ id }) => id === caseId);
      const known = [...(state === null ? [] : [ofState(state)]), ...(row === undefined ? [] : [ofRow(row)])].sort((a, b) => b.position - a.position);
      const [now] = known;
      if (now === undefined || now.position < newest) return null;
      newest = now.position;
      return stillSo(command, now);
    },
    gone,
  );
}

/** Tells once a command that was kept for later is not waiting any more: it cannot be taken back then. Answers the way to stop. */
export function watchKept(window: Window, commandId: CommandId, gone: () => void): () => void {
  return watch(window, (root) => selectDeferred(root).some((one) => one.commandId === commandId && one.state === 'queued'), gone);
}
