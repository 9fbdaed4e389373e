import { useEffect } from 'react';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { signedIn } from '#renderer/app/session-slice.ts';
import { workAdvanced } from '#renderer/features/routing/routing-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { Me, WorkFrame } from '#shared/contract/schemas.ts';

const standing = ({ person, state, reason, since }: Me): string => JSON.stringify([person, state, reason, since]);

/** Follows how the person of this window stands with the desk: their state, whoever changed it, and what rings. */
export function useWork(): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  useEffect(() => {
    let known = '';
    return follow(
      (signal) => client.routing.follow(undefined, { signal }),
      (frame: WorkFrame) => {
        dispatch(workAdvanced(frame));
        const now = standing(frame.me);
        if (now !== known) dispatch(signedIn(frame.me));
        known = now;
      },
    );
  }, [client, dispatch]);
}
