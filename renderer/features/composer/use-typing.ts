import { safe } from '@orpc/client';
import { useCallback, useRef } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The least time between two signs of typing, in ms. */
const EVERY = 2_000;

/** Tells the other side that somebody is typing, seldom enough not to matter. */
export function useTyping(caseId: CaseId): () => void {
  const client = useClient();
  const last = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    const now = performance.now();
    if (now - last.current < EVERY) return;
    last.current = now;
    void safe(client.cases.typing({ caseId }));
  }, [client, caseId]);
}
