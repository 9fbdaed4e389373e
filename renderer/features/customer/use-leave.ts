import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/** Whether a customer without a case is open to this person, and under which id; undefined until it is known. */
export function useLeave(customer: CustomerId): { readonly look: CaseId | null | undefined; readonly ask: () => void } {
  const client = useClient();
  const [look, setLook] = useState<CaseId | null | undefined>(undefined);
  const ask = useCallback(() => {
    void safe(client.access.leave({ customer })).then(([error, leave]) => setLook(error || leave.until === null ? null : leave.caseId));
  }, [client, customer]);
  useEffect(ask, [ask]);
  return { look, ask };
}
