import { ORPCError, safe } from '@orpc/client';
import { useCallback, useLayoutEffect, useRef } from 'react';
import { useStore } from 'react-redux';
import { useClient } from '#renderer/app/hooks.ts';
import type { AppStore, RootState } from '#renderer/app/store.ts';
import { type ShownCase, selectFocusEntry, selectShownCase } from '#renderer/app/workspace-slice.ts';
import { caseOpened, earlierReceived, followRefused, framesReceived, selectCaseState, selectPosition } from '#renderer/features/conversation/cases-slice.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { ConsoleClient } from '#renderer/transport/console-connection.ts';
import { follow } from '#renderer/transport/follow.ts';
import { afterPaint, frameBatch } from '#renderer/transport/frame-batch.ts';
import type { EarlierEntries } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const none: readonly CaseId[] = [];

/** The cases whose messages are shown in a case: those that go on in it, and the one that it was split from. */
function besides(state: CaseState | null): readonly CaseId[] {
  if (state === null) return none;
  return [...(state.splitFrom === null ? none : [state.splitFrom.case]), ...state.lines.map((line) => line.case)];
}

/** As many entries as fill a tall window: what stands before them is asked for when these are painted. */
const NEWEST = 24;
const ALL = 1_000_000;

/**
 * Follows one case, from the position folded so far, and from there again after a loss; answers the way to stop. A case
 * that is not here is opened with its newest entries first, but for one in which a message is sought.
 */
function followCase(
  client: ConsoleClient,
  { dispatch, getState }: Pick<AppStore, 'dispatch' | 'getState'>,
  { caseId, silent }: Pick<ShownCase, 'caseId' | 'silent'>,
): () => void {
  dispatch(caseOpened({ caseId }));
  const batch = frameBatch<CaseFrame>((frames) => dispatch(framesReceived({ caseId, frames })));
  let first = true;
  let turn = new AbortController();
  const complete = async (position: number) => {
    const asked = turn;
    const [error, rest] = await safe(client.cases.rest({ caseId, newest: NEWEST, position }, { signal: asked.signal }));
    // Followed anew, the case is opened anew.
    if (error) asked.abort();
    else dispatch(earlierReceived({ caseId, position, rest: JSON.parse(rest.text) as EarlierEntries }));
  };
  const stop = follow(
    (signal) => {
      batch.flush();
      const after = selectPosition(getState(), caseId);
      const newest = selectFocusEntry(getState()) === null ? NEWEST : ALL;
      turn = new AbortController();
      return client.cases.follow(
        { caseId, silent, ...(after === null ? { after: 0, newest } : { after }) },
        { signal: AbortSignal.any([signal, turn.signal]) },
      );
    },
    (frame: CaseFrame) => {
      batch.push(frame);
      if (frame.kind === 'opened' && frame.earlier > 0) afterPaint(() => void complete(frame.state.position));
      if (!first || frame.kind === 'typing' || frame.kind === 'viewers') return;
      // What opens the case is shown at once; what comes later is gathered by frame.
      batch.flush();
      first = false;
    },
    (state, cause) => {
      if (state === 'waiting' && cause instanceof ORPCError) dispatch(followRefused({ caseId, fault: callFault(cause).code }));
    },
  );
  return () => {
    stop();
    turn.abort();
    batch.flush();
  };
}

/**
 * Follows the open case, those that go on in it and the one that it was split from, for as long as it is open. It listens to the store itself, so that the host is asked when the
 * case is chosen, and reads it while its panes are drawn for the first time. Answers how to ask anew at once, where a
 * case that was refused may be opened now.
 */
export function useCaseFeed(): () => void {
  const client = useClient();
  const store = useStore<RootState>();
  const again = useRef<() => void>(() => undefined);
  useLayoutEffect(() => {
    let followed: ShownCase | null = null;
    let stop: () => void = () => undefined;
    const lines = new Map<CaseId, () => void>();
    let seen: CaseState | null = null;
    /** The cases that go on in the open one are followed with it. */
    const lookLines = () => {
      const state = followed === null ? null : selectCaseState(store.getState(), followed.caseId);
      if (state === seen) return;
      seen = state;
      const wanted = besides(state);
      for (const [id, end] of lines) {
        if (wanted.includes(id)) continue;
        lines.delete(id);
        end();
      }
      for (const caseId of wanted) {
        if (!lines.has(caseId)) lines.set(caseId, followCase(client, store, { caseId, silent: followed?.silent === true }));
      }
    };
    const look = () => {
      const shown = selectShownCase(store.getState());
      const same = shown?.caseId === followed?.caseId && shown?.silent === followed?.silent;
      followed = shown;
      if (same) return lookLines();
      const before = stop;
      stop = () => undefined;
      before();
      if (shown !== null) stop = followCase(client, store, shown);
      lookLines();
    };
    again.current = () => {
      stop();
      stop = followed === null ? () => undefined : followCase(client, store, followed);
    };
    const off = store.subscribe(look);
    look();
    return () => {
      off();
      stop();
      for (const end of lines.values()) end();
    };
  }, [client, store]);
  return useCallback(() => again.current(), []);
}
