import { ORPCError } from '@orpc/client';
import { useLayoutEffect } from 'react';
import { useStore } from 'react-redux';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { RootState } from '#renderer/app/store.ts';
import { caseOpened, followRefused, framesReceived, selectPosition } from '#renderer/features/conversation/cases-slice.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import { follow } from '#renderer/transport/follow.ts';
import { frameBatch } from '#renderer/transport/frame-batch.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Follows a case for as long as it is shown: from the position folded so far, and from there again after a loss. */
export function useCaseFeed(caseId: CaseId, silent: boolean): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  useLayoutEffect(() => {
    dispatch(caseOpened({ caseId }));
    const batch = frameBatch<CaseFrame>((frames) => dispatch(framesReceived({ caseId, frames })));
    let first = true;
    const stop = follow(
      (signal) => {
        batch.flush();
        return client.cases.follow({ caseId, after: selectPosition(store.getState(), caseId), silent }, { signal });
      },
      (frame: CaseFrame) => {
        batch.push(frame);
        // What opens the case is shown at once; what comes later is gathered by frame.
        if (first) batch.flush();
        first = false;
      },
      (state, cause) => {
        if (state === 'waiting' && cause instanceof ORPCError) dispatch(followRefused({ caseId, fault: callFault(cause).code }));
      },
    );
    return () => {
      stop();
      batch.flush();
    };
  }, [caseId, silent, client, dispatch, store]);
}
