import { useEffect, useMemo, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { type Asked, AuditReader, type AuditShown } from '#renderer/features/settings/audit-reader.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { VerifyFrame } from '#shared/contract/guard-schemas.ts';
import type { AuditState } from '#shared/desk/audit.ts';

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

/** The newest entries that fit, and older ones when they are asked for; those that fitted before stay until the first answer. */
export function useAuditEntries({ actor, customer, kind }: Asked): AuditShown & { readonly readMore: () => void } {
  const client = useClient();
  const [shown, setShown] = useState<AuditShown>({ entries: null, fault: false, more: false });
  const reader = useMemo(
    () => new AuditReader({ actor, customer, kind }, (asked, signal) => client.audit.page(asked, { signal }), setShown),
    [client, actor, customer, kind],
  );
  useEffect(() => {
    reader.start();
    return () => reader.stop();
  }, [reader]);
  return { ...shown, readMore: () => void reader.readMore() };
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
