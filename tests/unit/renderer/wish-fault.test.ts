import { ORPCError } from '@orpc/client';
import { expect, it } from 'vitest';
import { isRefused } from '#renderer/features/account-actions/wish-fault.ts';
import { NotGiven } from '#renderer/transport/not-given.ts';

it('of what is asked of the wallet a refusal alone ends it: what may have been done all the same is asked for again as the same', () => {
  for (const code of ['REFUSED', 'ACTION_REFUSED', 'STEP_UP_REFUSED']) expect([code, isRefused(new ORPCError(code))]).toEqual([code, true]);
  const open = [
    new ORPCError('UNAVAILABLE', { data: { part: 'engine' } }),
    new ORPCError('INTERNAL_SERVER_ERROR'),
    new Error('the connection broke'),
    new NotGiven(),
  ];
  for (const fault of open) expect([fault.message, isRefused(fault)]).toEqual([fault.message, false]);
});
