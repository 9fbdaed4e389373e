import { useContext, useEffect } from 'react';
import { useStore } from 'react-redux';
import { CallLinksContext, useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { callBacksSeen, callPopped, popTaken, ringingSeen, selectEnding, selectNoting, selectRinging } from '#renderer/features/calls/calls-slice.ts';
import { selectRunningCall } from '#renderer/features/routing/routing-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { CallBacksFrame, RingingCall } from '#shared/contract/phone-schemas.ts';

/** Whether somebody writes or answers a form: what they type next must not go elsewhere. */
const isBusy = (): boolean =>
  document.activeElement?.matches('input, textarea, select, [contenteditable]') === true || document.querySelector('[role="dialog"]') !== null;

/** Follows what rings, whom to call back, and the calls that a telephone on this machine tells of. */
export function useCallsFeed(works: boolean): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const links = useContext(CallLinksContext);
  useEffect(() => {
    if (!works) return;
    return follow(
      (signal) => client.calls.ringing(undefined, { signal }),
      (calls: readonly RingingCall[]) => dispatch(ringingSeen(calls)),
    );
  }, [client, dispatch, works]);
  useEffect(() => {
    if (!works) return;
    return follow(
      (signal) => client.calls.callBacks(undefined, { signal }),
      (frame: CallBacksFrame) => dispatch(callBacksSeen(frame)),
    );
  }, [client, dispatch, works]);
  useEffect(() => {
    if (!works || links === null) return;
    return links.follow((link) => {
      const root = store.getState();
      const free = selectRunningCall(root) === null && selectNoting(root) === null && !selectEnding(root) && selectRinging(root).length === 0;
      dispatch(free && !isBusy() ? popTaken(link) : callPopped(link));
    });
  }, [dispatch, store, links, works]);
}
