import { ORPCError } from '@orpc/client';
import type { z } from 'zod';
import { accountFaults } from '#shared/contract/channel-schemas.ts';

type Faults = z.infer<typeof accountFaults>['faults'];

/** What was wrong with an account that was to be saved; null where the call failed for another reason. */
export function accountFaultsOf(cause: unknown): Faults | null {
  if (!(cause instanceof ORPCError) || cause.code !== 'ACCOUNT_FAULTY') return null;
  const read = accountFaults.safeParse(cause.data);
  return read.success ? read.data.faults : null;
}
