import { PortTaken } from '#electron/http/loopback-server.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';

const named = ['EngineConfigFault', 'WalletConfigFault', 'DataFault'];

/** Why a desk cannot be opened, in one line for whoever starts it; null where that is nobody's doing, and not to be foreseen. */
export function startFault(cause: unknown): string | null {
  if (cause instanceof PortTaken || cause instanceof OpenFault) return cause.message;
  return cause instanceof Error && named.includes(cause.name) ? cause.message : null;
}
