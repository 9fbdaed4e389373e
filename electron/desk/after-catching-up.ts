import type { CaseHub } from '#electron/desk/cases/case-hub.ts';

/** Calls each time the log was read through again, after a break or for a cache that was emptied; until the signal, or the host's end. */
export async function afterCatchingUp(hub: Pick<CaseHub, 'onSync'>, signal: AbortSignal, work: () => void): Promise<void> {
  let filling = false;
  try {
    for await (const { state } of hub.onSync(signal)) {
      if (state === 'live' && filling) work();
      filling = state === 'catching-up' || (filling && state !== 'live');
    }
  } catch {
    // It ends with the host.
  }
}
