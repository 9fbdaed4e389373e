import { OpenFault, type OpenFaultCode } from '#electron/sqlite/open-fault.ts';

/** Faults that a new file heals; a full or read-only disk, or another writer, it would not. */
const healed: ReadonlySet<OpenFaultCode> = new Set(['damaged', 'cut-short', 'missing', 'newer-version', 'wrong-key-or-not-a-database']);

/** Whether the cache is unusable for good, so that it is to be made anew. */
export function isLost(cause: unknown): cause is OpenFault {
  return cause instanceof OpenFault && healed.has(cause.code);
}
