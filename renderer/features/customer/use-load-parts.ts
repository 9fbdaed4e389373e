import { useMemo } from 'react';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import type { LoadParts } from '#renderer/features/customer/load-customer.ts';

/** What loading takes, as this window has it. */
export function useLoadParts(): LoadParts {
  const client = useClient();
  const dispatch = useAppDispatch();
  return useMemo(() => ({ client, dispatch, now: Date.now }), [client, dispatch]);
}
