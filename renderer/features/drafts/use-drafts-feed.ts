import { useEffect } from 'react';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { draftsTold } from '#renderer/features/composer/composer-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { DraftsFrameView } from '#shared/contract/schemas.ts';

/** Follows one's drafts, so that each window has what was written in any of them. */
export function useDraftsFeed(): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  useEffect(
    () =>
      follow(
        (signal) => client.drafts.follow(undefined, { signal }),
        (frame: DraftsFrameView) => dispatch(draftsTold(frame)),
      ),
    [client, dispatch],
  );
}
