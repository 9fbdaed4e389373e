import { createContext, useMemo } from 'react';
import { useAppDispatch } from '#renderer/app/hooks.ts';
import { modeChosen } from '#renderer/features/composer/composer-slice.ts';
import { useForward } from '#renderer/features/composer/use-forward.ts';
import type { CaseState, MessageEntry } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

export interface Forwarding {
  /** Whether messages of a case can be sent on. */
  readonly may: (caseId: CaseId) => boolean;
  readonly begin: (caseId: CaseId, entry: MessageEntry) => void;
}

/** The way to send a message of the conversation on; null where there is none. */
export const ForwardingContext = createContext<Forwarding | null>(null);

/** Makes the way: by the thread that the message came on, from the box of the case that goes on. */
export function useForwarding(main: CaseState | null, all: readonly CaseState[], mayReply: boolean, choose: (caseId: CaseId) => void): Forwarding | null {
  const dispatch = useAppDispatch();
  const forward = useForward();
  const threads = mayReply ? all.filter(({ channel, splitFrom }) => channel === 'email' && splitFrom === null).map(({ id }) => id) : [];
  const key = threads.join(' ');
  const mainId = main?.id ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `choose` is another function each time, and does the same; with it every line would render.
  return useMemo(() => {
    const ids = new Set(key === '' ? [] : key.split(' '));
    if (mainId === null || ids.size === 0) return null;
    return {
      may: (caseId) => ids.has(caseId),
      begin: (caseId, entry) => {
        choose(caseId);
        dispatch(modeChosen({ caseId: mainId, mode: 'reply' }));
        forward(caseId, entry.id);
      },
    };
  }, [key, mainId, dispatch, forward]);
}
