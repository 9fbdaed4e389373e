import { useEffect } from 'react';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { inboxAdvanced } from '#renderer/features/inbox/inbox-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import { frameBatch } from '#renderer/transport/frame-batch.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { InboxFrame } from '#shared/contract/schemas.ts';

/** Follows what changes in the person's lists, one dispatch per painted frame; tells at once which cases began to wait. */
export function useInboxFeed(onArrived: (rows: readonly InboxRow[]) => void): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  useEffect(() => {
    const batch = frameBatch<InboxFrame>((frames) => {
      const rows = new Map(frames.flatMap((frame) => frame.rows.map((row) => [row.id, row])));
      const newest = frames.at(-1);
      if (newest) dispatch(inboxAdvanced({ rows: [...rows.values()], counts: newest.counts }));
    });
    const stop = follow(
      (signal) => client.inbox.follow(undefined, { signal }),
      (frame: InboxFrame) => {
        batch.push(frame);
        const arrived = new Set(frame.arrived);
        if (arrived.size > 0) onArrived(frame.rows.filter((row) => arrived.has(row.id)));
      },
    );
    return () => {
      stop();
      batch.drop();
    };
  }, [client, dispatch, onArrived]);
}
