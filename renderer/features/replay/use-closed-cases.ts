import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { closedQuestion, type ListFilters } from '#renderer/features/replay/closed-filters.ts';
import type { ClosedCaseRow } from '#shared/contract/replay-schemas.ts';

/** Between the last letter and the question. */
const PAUSE_MS = 250;

export interface FoundCases {
  readonly found: { readonly rows: readonly ClosedCaseRow[]; readonly total: number } | null;
  readonly fault: boolean;
}

/** The closed cases that the filters find, asked anew when they, or the reviews (`turn`), change. */
export function useClosedCases(filters: ListFilters, limit: number, turn: number): FoundCases {
  const client = useClient();
  const [answer, setAnswer] = useState<FoundCases>({ found: null, fault: false });
  const [text, setText] = useState(filters.text);
  useEffect(() => {
    const timer = setTimeout(() => setText(filters.text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filters.text]);
  const question = JSON.stringify(closedQuestion({ ...filters, text }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn asks again for what the same question finds now.
  useEffect(() => {
    let wanted = true;
    const asked = JSON.parse(question) as ReturnType<typeof closedQuestion>;
    void safe(client.replay.cases({ ...asked, offset: 0, limit })).then(([error, found]) => {
      if (wanted) setAnswer((before) => ({ found: error ? before.found : found, fault: error !== null }));
    });
    return () => {
      wanted = false;
    };
  }, [client, question, limit, turn]);
  return answer;
}
