import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { CaseTemplates } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Templates {
  /** Null while they are asked for. */
  readonly found: CaseTemplates | null;
  /** The desk did not answer. */
  readonly failed: boolean;
  readonly again: () => void;
}

/** The templates of a case's account, asked for as they are shown. */
export function useTemplates(caseId: CaseId): Templates {
  const client = useClient();
  const [found, setFound] = useState<CaseTemplates | null>(null);
  const [failed, setFailed] = useState(false);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again.
  useEffect(() => {
    let wanted = true;
    void safe(client.cases.templates({ caseId })).then(([error, answer]) => {
      if (!wanted) return;
      setFound(answer ?? null);
      setFailed(error !== null);
    });
    return () => {
      wanted = false;
    };
  }, [client, caseId, turn]);
  const again = useCallback(() => {
    setFound(null);
    setFailed(false);
    setTurn((before) => before + 1);
  }, []);
  return { found, failed, again };
}
