import { safe } from '@orpc/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { signWithPasskey, takesPasskeys } from '#renderer/features/step-up/make-passkey.ts';
import { type StepUpFault, stepUpFault } from '#renderer/features/step-up/step-up-fault.ts';
import { Newest } from '#renderer/transport/newest.ts';
import type { ProofPurpose, StepUpState } from '#shared/desk/step-up.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** What the person proves themselves by this time; `code` may be half typed. */
export type ProofBy = { readonly by: 'code'; readonly code: string } | { readonly by: 'passkey' };

export interface StepUpUse {
  /** Null until it is known. */
  readonly state: StepUpState | null;
  readonly refresh: () => void;
  readonly by: ProofBy;
  readonly choose: (by: ProofBy) => void;
  /** Whether the person has a passkey that this page can ask for. */
  readonly hasPasskey: boolean;
  /** Whether there is anything to prove by yet. */
  readonly ready: boolean;
  /** Proves who one is, for one purpose; answers the name of the proof, good once and for a minute. */
  readonly prove: (purpose: ProofPurpose) => Promise<Result<string, StepUpFault>>;
}

const noCode: ProofBy = { by: 'code', code: '' };

/** How the signed-in person proves who they are; asked anew after each try. */
export function useStepUp(): StepUpUse {
  const client = useClient();
  const [state, setState] = useState<StepUpState | null>(null);
  const [newest] = useState(() => new Newest());
  const [chosen, choose] = useState<ProofBy>(noCode);
  const refresh = useCallback(() => {
    const counts = newest.ask();
    void safe(client.stepUp.state()).then(([error, told]) => {
      if (!error && counts()) setState(told);
    });
  }, [client, newest]);
  useEffect(refresh, [refresh]);
  const hasPasskey = state?.offersPasskeys === true && state.passkeys.length > 0 && takesPasskeys();
  // Whoever has no app has nothing else to choose, and whose passkeys are gone cannot go on with one.
  const by: ProofBy = hasPasskey ? (state?.enrolled ? chosen : { by: 'passkey' }) : chosen.by === 'code' ? chosen : noCode;
  const code = by.by === 'code' ? by.code : null;
  const prove = useCallback(
    async (purpose: ProofPurpose): Promise<Result<string, StepUpFault>> => {
      const byCode = async (digits: string) => {
        const [error, given] = await safe(client.stepUp.prove({ code: digits, purpose }));
        return error ? fail(stepUpFault(error)) : ok(given.proof);
      };
      const byPasskey = async () => {
        const [refused, asked] = await safe(client.stepUp.askPasskey({ purpose }));
        if (refused) return fail(stepUpFault(refused));
        const signed = await signWithPasskey(asked);
        if (!signed.ok) return signed;
        const [error, given] = await safe(client.stepUp.provePasskey({ answer: signed.value, purpose }));
        return error ? fail(stepUpFault(error)) : ok(given.proof);
      };
      const proved = code === null ? await byPasskey() : await byCode(code);
      choose((before) => (before.by === 'code' ? noCode : before));
      refresh();
      return proved;
    },
    [client, refresh, code],
  );
  return { state, refresh, by, choose, hasPasskey, ready: by.by === 'passkey' || by.code.length === 6, prove };
}
