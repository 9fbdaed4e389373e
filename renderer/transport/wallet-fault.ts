import { isDefinedError, ORPCError } from '@orpc/client';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { PanelFault, ShownFault } from '#shared/wallet/panel-fault.ts';

/** The wallet's fault as the screen keeps it. */
export function shownFault({ code, detail, retryAfter }: PanelFault, now: Instant): ShownFault {
  return { code, detail, retryAt: retryAfter === null ? null : now + retryAfter };
}

/** Sorts what a call to the wallet threw into the faults that the screen words. */
export function walletFault(error: unknown, now: Instant): ShownFault {
  if (error instanceof ORPCError && isDefinedError(error) && String(error.code) === 'WALLET_FAULT') return shownFault(error.data as PanelFault, now);
  const fault = callFault(error);
  const code = fault.code === 'unavailable' ? 'engine' : fault.code === 'refused' ? 'failed' : fault.code;
  return { code, detail: '', retryAt: null };
}
