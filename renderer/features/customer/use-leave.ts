import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { Newest } from '#renderer/transport/newest.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';

/** Whether a customer without a case is open to this person, and under which id; undefined until it is known. */
export function useLeave(customer: CustomerId): { readonly look: CaseId | null | undefined; readonly ask: () => void } {
  const client = useClient();
  const [look, setLook] = useState<CaseId | null | undefined>(undefined);
  const [newest] = useState(() => new Newest());
  const ask = useCallback(() => {
    const counts = newest.ask();
    void safe(client.access.leave({ customer })).then(([error, leave]) => {
      if (counts()) setLook(error || leave.until === null ? null : leave.caseId);
    });
  }, [client, customer, newest]);
  useEffect(ask, [ask]);
  return { look, ask };
}
