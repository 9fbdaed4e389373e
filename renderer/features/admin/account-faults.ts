import { ORPCError } from '@orpc/client';
import { accountFaults } from '#shared/contract/channel-schemas.ts';

type Faults = readonly { readonly path: string; readonly fault: string }[];

/** What was wrong with an account that was to be saved; null where the call failed for another reason. */
export function accountFaultsOf(cause: unknown): Faults | null {
  if (!(cause instanceof ORPCError) || cause.code !== 'ACCOUNT_FAULTY') return null;
  const read = accountFaults.safeParse(cause.data);
  return read.success ? read.data.faults : null;
}
