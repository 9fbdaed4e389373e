import { ORPCError, safe } from '@orpc/client';
import type { TFunction } from 'i18next';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { ProofPurpose, StepUpRefusal, StepUpState } from '#shared/desk/step-up.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Why a proof was not taken, as the screen words it. */
export type StepUpFault = StepUpRefusal | { readonly code: 'offline' | 'failed' };

/** Sorts what a call threw that wanted a proof. */
export function stepUpFault(error: unknown): StepUpFault {
  if (error instanceof ORPCError && error.code === 'STEP_UP_REFUSED') return error.data as StepUpRefusal;
  return { code: ['unavailable', 'unreachable'].includes(callFault(error).code) ? 'offline' : 'failed' };
}

/** The same in words. */
export function stepUpFaultText(t: TFunction<'guard'>, locale: string, fault: StepUpFault): string {
  const until = 'until' in fault && fault.until !== null ? timeText(fault.until, locale) : '';
  const left = 'left' in fault && fault.left !== null ? ` ${t('code_left', { count: fault.left })}` : '';
  return `${t(`code_${fault.code}`, { time: until })}${left}`;
}

interface StepUpUse {
  /** Null until it is known. */
  readonly state: StepUpState | null;
  readonly refresh: () => void;
  /** Gives a code for one purpose; answers the name of the proof, good once and for a minute. */
  readonly prove: (code: string, purpose: ProofPurpose) => Promise<Result<string, StepUpFault>>;
}

/** How the signed-in person proves who they are; asked anew after each try. */
export function useStepUp(): StepUpUse {
  const client = useClient();
  const [state, setState] = useState<StepUpState | null>(null);
  const refresh = useCallback(() => {
    void safe(client.stepUp.state()).then(([error, told]) => {
      if (!error) setState(told);
    });
  }, [client]);
  useEffect(refresh, [refresh]);
  const prove = useCallback(
    async (code: string, purpose: ProofPurpose) => {
      const [error, given] = await safe(client.stepUp.prove({ code, purpose }));
      refresh();
      return error ? fail(stepUpFault(error)) : ok(given.proof);
    },
    [client, refresh],
  );
  return { state, refresh, prove };
}
