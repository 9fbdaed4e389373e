import { useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { BoardFrame } from '#shared/contract/board-schemas.ts';

/** The live board as the host tells it; `behind` while it is asked for again. */
export function useBoard(): { readonly frame: BoardFrame | null; readonly behind: boolean } {
  const client = useClient();
  const [frame, setFrame] = useState<BoardFrame | null>(null);
  const [behind, setBehind] = useState(false);
  useEffect(
    () =>
      follow(
        (signal) => client.supervision.follow(undefined, { signal }),
        (next: BoardFrame) => setFrame(next),
        (state) => setBehind(state === 'waiting'),
      ),
    [client],
  );
  return { frame, behind };
}
