import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProofPrompt } from '#renderer/features/step-up/proof-prompt.tsx';
import type { StepUpFault } from '#renderer/features/step-up/step-up-fault.ts';
import type { StepUpUse } from '#renderer/features/step-up/use-step-up.ts';
import { focusHere } from '#renderer/ui/focus-here.ts';
import { authenticatorPurpose, type EnrolmentProof, type StepUpState } from '#shared/desk/step-up.ts';
import { ok, type Result } from '#shared/lib/result.ts';

interface Enrolment {
  readonly proof: EnrolmentProof | null;
  readonly password: string | null;
}

interface MoreUse {
  readonly password: string;
  readonly setPassword: (password: string) => void;
  readonly ready: boolean;
  /** What setting something up is asked for with: a proof by what is there already, and the password where it is asked for. */
  readonly prove: () => Promise<Result<Enrolment, StepUpFault>>;
}

const hasAny = ({ enrolled, passkeys }: StepUpState): boolean => enrolled || passkeys.length > 0;

/** Whoever sets up something to prove themselves by first proves who they are, where there is anything to prove it by. */
export function useProveForMore(stepUp: StepUpUse, state: StepUpState, action: 'add-app' | 'add-passkey'): MoreUse {
  const [password, setPassword] = useState('');
  const prove = async (): Promise<Result<Enrolment, StepUpFault>> => {
    const typed = state.asksPassword ? password : null;
    if (!hasAny(state)) return ok({ proof: null, password: typed });
    const nonce = crypto.randomUUID();
    const proved = await stepUp.prove(authenticatorPurpose(action, nonce));
    return proved.ok ? ok({ proof: { proof: proved.value, nonce }, password: typed }) : proved;
  };
  return { password, setPassword, ready: (!hasAny(state) || stepUp.ready) && (!state.asksPassword || password !== ''), prove };
}

interface Props {
  readonly stepUp: StepUpUse;
  readonly state: StepUpState;
  readonly more: MoreUse;
  /** Whether the form begins here. */
  readonly focus?: boolean;
}

/** The fields for it. */
export function ProveForMore({ stepUp, state, more, focus = false }: Props) {
  const { t } = useTranslation('guard');
  return (
    <>
      {hasAny(state) && <ProofPrompt stepUp={stepUp} label={t('proofNow')} focus={focus} />}
      {state.asksPassword && (
        <PasswordInput
          ref={focus && !hasAny(state) ? focusHere : undefined}
          label={t('proofPassword')}
          value={more.password}
          onChange={(event) => more.setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          w={260}
        />
      )}
    </>
  );
}
