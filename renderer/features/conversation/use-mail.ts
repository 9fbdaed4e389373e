import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { MailViewed } from '#shared/contract/mail-schemas.ts';
import type { CaseId, EventId } from '#shared/lib/ids.ts';

export type OpenedMail =
  | { readonly state: 'loading' }
  | { readonly state: 'fault'; readonly code: string }
  | { readonly state: 'open'; readonly view: MailViewed };

const loading: OpenedMail = { state: 'loading' };

/** A message as it came, fetched while it is wanted. */
export function useMail(caseId: CaseId, message: EventId, wanted: boolean): OpenedMail {
  const client = useClient();
  const [opened, setOpened] = useState<OpenedMail>(loading);
  useEffect(() => {
    if (!wanted) return;
    const leaving = new AbortController();
    void safe(client.mail.open({ caseId, message }, { signal: leaving.signal })).then(([error, view]) => {
      if (leaving.signal.aborted) return;
      if (!error) return setOpened({ state: 'open', view });
      const data = 'data' in error ? (error.data as { readonly code?: string } | undefined) : undefined;
      setOpened({ state: 'fault', code: data?.code ?? 'failed' });
    });
    return () => leaving.abort();
  }, [client, caseId, message, wanted]);
  return opened;
}
