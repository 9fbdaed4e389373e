import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { ActionFacts } from '#shared/contract/action-contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Known {
  readonly facts: ActionFacts | null;
  readonly fault: boolean;
  readonly reload: () => void;
}

/** What the wallet says now of a case's customer, asked when a dialog opens. */
export function useActionFacts(caseId: CaseId): Known {
  const client = useClient();
  const [facts, setFacts] = useState<ActionFacts | null>(null);
  const [fault, setFault] = useState(false);
  const reload = useCallback(() => {
    setFault(false);
    void safe(client.accountActions.facts({ caseId })).then(([error, told]) => {
      if (error) setFault(true);
      else setFacts(told);
    });
  }, [client, caseId]);
  useEffect(reload, [reload]);
  return { facts, fault, reload };
}
