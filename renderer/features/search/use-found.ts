import { ORPCError } from '@orpc/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { SearchHitView } from '#shared/contract/schemas.ts';
import type { SearchFault } from '#shared/desk/search-query.ts';

export const MOST_FOUND = 30;
/** An answer that takes longer than this is waited for with a word. */
const SLOW_MS = 150;

type Answer =
  | { readonly kind: 'hits'; readonly hits: readonly SearchHitView[] }
  | { readonly kind: 'faults'; readonly faults: readonly SearchFault[] }
  | { readonly kind: 'silence' };

/** What the desk says to a text. */
export type Found = Answer & { readonly text: string };

function refused(cause: unknown): Answer {
  const { code, data }: { code?: string; data?: unknown } = cause instanceof ORPCError ? cause : {};
  return code === 'SEARCH_REFUSED' ? { kind: 'faults', faults: (data as { faults: readonly SearchFault[] }).faults } : { kind: 'silence' };
}

/**
 * What the desk finds for a text as it is typed: null until it has answered this very text. One question is under way
 * at a time, and the next is the newest text, so that a slow answer holds up none but itself.
 */
export function useFound(text: string): { readonly found: Found | null; readonly slow: boolean } {
  const client = useClient();
  const [found, setFound] = useState<Found | null>(null);
  const [slow, setSlow] = useState(false);
  const wanted = useRef('');
  const asking = useRef(false);
  const ask = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    let answered = '';
    while (wanted.current !== answered && wanted.current !== '') {
      const asked = wanted.current;
      const timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
      const answer = await client.search.query({ text: asked, limit: MOST_FOUND, timeZone }).then((hits) => ({ kind: 'hits' as const, hits }), refused);
      answered = asked;
      if (wanted.current === asked) setFound({ text: asked, ...answer });
    }
    asking.current = false;
  }, [client]);
  useEffect(() => {
    wanted.current = text;
    void ask();
    return () => {
      wanted.current = '';
    };
  }, [text, ask]);
  const answer = found !== null && found.text === text ? found : null;
  const waiting = text !== '' && answer === null;
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [waiting]);
  return { found: answer, slow: waiting && slow };
}
