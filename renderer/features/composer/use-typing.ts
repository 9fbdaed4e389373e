import { safe } from '@orpc/client';
import { useMemo, useRef } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The least time between two signs of typing, in ms. */
const EVERY = 2_000;

export interface Typing {
  /** Words are being written: told seldom enough not to matter. */
  readonly on: () => void;
  /** They were sent or taken out: told at once, where anybody believes that they are being written. */
  readonly over: () => void;
}

/** Tells the other side whether somebody is typing. */
export function useTyping(caseId: CaseId): Typing {
  const client = useClient();
  const last = useRef(Number.NEGATIVE_INFINITY);
  return useMemo(
    () => ({
      on: () => {
        const now = performance.now();
        if (now - last.current < EVERY) return;
        last.current = now;
        void safe(client.cases.typing({ caseId }));
      },
      over: () => {
        if (last.current === Number.NEGATIVE_INFINITY) return;
        last.current = Number.NEGATIVE_INFINITY;
        void safe(client.cases.typing({ caseId, over: true }));
      },
    }),
    [client, caseId],
  );
}
