import { ORPCError, safe } from '@orpc/client';
import { useCallback, useLayoutEffect, useRef } from 'react';
import { useStore } from 'react-redux';
import { useClient } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import type { AppStore, RootState } from '#renderer/app/store.ts';
import { type ShownCase, selectFocusEntry, selectShownCase } from '#renderer/app/workspace-slice.ts';
import { draftTyped, selectDraft, selectPending } from '#renderer/features/composer/composer-slice.ts';
import { caseOpened, earlierReceived, followRefused, framesReceived, selectCaseState, selectPosition } from '#renderer/features/conversation/cases-slice.ts';
import { withoutSent } from '#renderer/features/conversation/without-sent.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { ConsoleClient } from '#renderer/transport/console-connection.ts';
import { follow, pause } from '#renderer/transport/follow.ts';
import { afterPaint, frameBatch } from '#renderer/transport/frame-batch.ts';
import type { EarlierEntries } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const none: readonly CaseId[] = [];

/** The cases whose messages are shown in a case: those that go on in it, and the one that it was split from. */
function besides(state: CaseState | null): readonly CaseId[] {
  if (state === null) return none;
  return [...(state.splitFrom === null ? none : [state.splitFrom.case]), ...state.lines.map((line) => line.case)];
}

/** A case is opened with somewhat more entries than the conversation draws at first: steps and what is not shown are among them. */
const NEWEST = 24;

interface Followed extends Pick<ShownCase, 'caseId' | 'silent'> {
  /** Shown beside another case, whose lines it stands among: by its events, since nothing may be missing between them. */
  readonly beside: boolean;
}

/** What is left of a draft at whose head stands what another window of the same person has just sent; null where nothing changes. */
function restOfDraft(root: RootState, caseId: CaseId, frames: readonly CaseFrame[]): string | null {
  const { text } = selectDraft(root, caseId, 'reply');
  const seen = selectPosition(root, caseId);
  const me = selectMe(root)?.person.id;
  if (text === '' || seen === null || me === undefined) return null;
  const here = new Set<string>(selectPending(root, caseId).map(({ commandId }) => commandId));
  const events = frames.flatMap((frame) => (frame.kind === 'events' ? frame.events : []));
  const elsewhere = events.filter(({ position, actor, causedBy }) => position > seen && actor.id === me && !(causedBy !== undefined && here.has(causedBy)));
  const rest = withoutSent(text, elsewhere);
  return rest === text ? null : rest;
}

/**
 * Follows one case, from the position folded so far, and from there again after a loss; answers the way to stop. A case
 * that is not here is opened with its newest entries, and what stands before them is asked for when these are painted.
 * Its events are asked for instead where a message is sought in it, or one of this window is still on its way: only the
 * event says that it arrived.
 */
function followCase(client: ConsoleClient, { dispatch, getState }: Pick<AppStore, 'dispatch' | 'getState'>, { caseId, silent, beside }: Followed): () => void {
  dispatch(caseOpened({ caseId }));
  const batch = frameBatch<CaseFrame>((frames) => {
    const rest = restOfDraft(getState(), caseId, frames);
    dispatch(framesReceived({ caseId, frames }));
    if (rest !== null) dispatch(draftTyped({ caseId, kind: 'reply', text: rest }));
  });
  let first = true;
  let stream = new AbortController();
  const complete = async (position: number, asking: AbortController) => {
    for (let attempt = 0; !asking.signal.aborted; attempt++) {
      const [error, rest] = await safe(client.cases.rest({ caseId, newest: NEWEST, position }, { signal: asking.signal }));
      if (!error) {
        dispatch(earlierReceived({ caseId, position, rest: JSON.parse(rest.text) as EarlierEntries }));
        // What came meanwhile is folded with the next frame: lines go before those that are drawn, then behind them.
        return batch.push({ kind: 'events', events: [] });
      }
      await pause(backoff(attempt, Math.random, 300, 10_000), asking.signal);
      // The case is not there as far as that any more: followed anew, it is opened anew.
      if (callFault(error).code === 'not-found') asking.abort();
    }
  };
  const startOf = (): { readonly after: number; readonly newest?: number } => {
    const after = selectPosition(getState(), caseId);
    if (after !== null) return { after };
    const byEvents = beside || selectFocusEntry(getState()) !== null || selectPending(getState(), caseId).length > 0;
    return byEvents ? { after: 0 } : { after: 0, newest: NEWEST };
  };
  const stop = follow(
    (signal) => {
      batch.flush();
      stream = new AbortController();
      return client.cases.follow({ caseId, silent, ...startOf() }, { signal: AbortSignal.any([signal, stream.signal]) });
    },
    (frame: CaseFrame) => {
      batch.push(frame);
      const asking = stream;
      if (frame.kind === 'opened' && frame.earlier > 0) afterPaint(() => void complete(frame.state.position, asking));
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
    stream.abort();
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
        if (!lines.has(caseId)) lines.set(caseId, followCase(client, store, { caseId, silent: followed?.silent === true, beside: true }));
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
      if (shown !== null) stop = followCase(client, store, { ...shown, beside: false });
      lookLines();
    };
    again.current = () => {
      stop();
      stop = followed === null ? () => undefined : followCase(client, store, { ...followed, beside: false });
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
