import { useEffect } from 'react';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { inboxAdvanced } from '#renderer/features/inbox/inbox-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import { afterPaint, frameBatch, spacedOut } from '#renderer/transport/frame-batch.ts';
import { typingHand } from '#renderer/ui/typing-hand.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { InboxFrame } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** While somebody types, what is new in the lists is taken in at most this often, in ms: a key that comes meanwhile waits for it. */
const TYPING = 500;

/** Follows what changes in the person's lists, one dispatch per painted frame, fewer while somebody types; tells at once which cases began to wait. */
export function useInboxFeed(onArrived: (rows: readonly InboxRow[]) => void): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  useEffect(() => {
    const hand = typingHand();
    const batch = frameBatch<InboxFrame>(
      (frames) => {
        const newest = frames.at(-1);
        if (newest) dispatch(inboxAdvanced({ ...together(frames), anew: frames.some(({ anew }) => anew), counts: newest.counts }));
      },
      spacedOut(afterPaint, () => (hand.typing() ? TYPING : 0)),
    );
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
      hand.stop();
      batch.drop();
    };
  }, [client, dispatch, onArrived]);
}

/** Several frames as one: of each case the newest word. */
export function together(frames: readonly Pick<InboxFrame, 'rows' | 'gone'>[]): { readonly rows: InboxRow[]; readonly gone: CaseId[] } {
  const rows = new Map<CaseId, InboxRow>();
  const gone = new Set<CaseId>();
  for (const frame of frames) {
    for (const id of frame.gone) {
      rows.delete(id);
      gone.add(id);
    }
    for (const row of frame.rows) {
      gone.delete(row.id);
      rows.set(row.id, row);
    }
  }
  return { rows: [...rows.values()], gone: [...gone] };
}
