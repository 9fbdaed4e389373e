import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { AuditView, VerifyFrame } from '#shared/contract/guard-schemas.ts';
import type { AuditFilter, AuditState } from '#shared/desk/audit.ts';

export type Asked = Pick<AuditFilter, 'actor' | 'customer' | 'kind'>;

const PAGE = 50;

/** How the chain stands, as the host tells it. */
export function useAuditState(): AuditState | null {
  const client = useClient();
  const [state, setState] = useState<AuditState | null>(null);
  useEffect(
    () =>
      follow(
        (signal) => client.audit.follow(undefined, { signal }),
        (next: AuditState) => setState(next),
      ),
    [client],
  );
  return state;
}

interface Entries {
  /** Null until the first answer. */
  readonly entries: readonly AuditView[] | null;
  readonly fault: boolean;
  readonly more: boolean;
  readonly readMore: () => void;
}

/** The newest entries that fit, and older ones when they are asked for. */
export function useAuditEntries({ actor, customer, kind }: Asked): Entries {
  const client = useClient();
  const [shown, setShown] = useState<{ readonly entries: readonly AuditView[] | null; readonly fault: boolean; readonly more: boolean }>({
    entries: null,
    fault: false,
    more: false,
  });
  const read = useCallback(
    async (before: number | null, had: readonly AuditView[], wanted: () => boolean) => {
      const [error, page] = await safe(client.audit.page({ actor, customer, kind, before, limit: PAGE }));
      if (!wanted()) return;
      if (error) setShown((now) => ({ ...now, fault: true }));
      else setShown({ entries: [...had, ...page.entries], fault: false, more: page.entries.length === PAGE });
    },
    [client, actor, customer, kind],
  );
  useEffect(() => {
    let wanted = true;
    void read(null, [], () => wanted);
    return () => {
      wanted = false;
    };
  }, [read]);
  const { entries } = shown;
  const readMore = () => void read(entries?.at(-1)?.n ?? null, entries ?? [], () => true);
  return { ...shown, readMore };
}

/** Reads the chain on the host; `frame` says how far, and at its end what was found. */
export function useVerify(): { readonly frame: VerifyFrame | null; readonly running: boolean; readonly failed: boolean; readonly verify: () => void } {
  const client = useClient();
  const [frame, setFrame] = useState<VerifyFrame | null>(null);
  const [running, setRunning] = useState(false);
  const [failed, setFailed] = useState(false);
  const verify = async () => {
    setRunning(true);
    setFailed(false);
    try {
      for await (const next of await client.audit.verify()) setFrame(next);
    } catch {
      setFailed(true);
    }
    setRunning(false);
  };
  return { frame, running, failed, verify: () => void verify() };
}
