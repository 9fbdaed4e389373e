import { safe } from '@orpc/client';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as newId } from 'uuid';
import { useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { isRefused, proofFaultText, wishFaultText } from '#renderer/features/account-actions/wish-fault.ts';
import type { StepUpUse } from '#renderer/features/step-up/use-step-up.ts';
import type { AccountActionState, ActionReason } from '#shared/case/account-action.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { type ActionInput, amountOf } from '#shared/wallet/actions.ts';

export interface Wish {
  readonly caseId: CaseId;
  readonly customer: CustomerId;
  readonly input: ActionInput;
  readonly reason: ActionReason;
  readonly words: string;
  readonly tell: string | null;
  readonly seen: string;
  /** Whether it takes a proof of who asks. */
  readonly proves: boolean;
}

interface Wishing {
  readonly busy: boolean;
  readonly fault: string | null;
  /** How it stands once it was asked; null before. */
  readonly state: AccountActionState | null;
  readonly key: string;
  readonly send: (wish: Wish) => Promise<void>;
}

/** Asks the wallet for one thing under one key: what was lost on the way is asked for again as the same. */
export function useWish(prove: StepUpUse['prove']): Wishing {
  const { t, i18n } = useTranslation();
  const client = useClient();
  const names = useNames();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [state, setState] = useState<AccountActionState | null>(null);
  const [key, setKey] = useState(() => newId());
  const running = useRef(false);
  const wording = { t, locale: i18n.language, personName: names.person };

  const ask = async ({ caseId, customer, proves, ...wish }: Wish): Promise<void> => {
    let proof: string | null = null;
    if (proves) {
      const purpose = { purpose: 'action', action: wish.input.action, customer, amount: amountOf(wish.input), caseId, nonce: key } as const;
      const given = await prove(purpose);
      if (!given.ok) return setFault(proofFaultText(wording, given.error));
      proof = given.value;
    }
    const [error, answer] = await safe(client.accountActions.request({ caseId, key, ...wish, proof }));
    if (error) {
      setFault(wishFaultText(wording, error));
      // What was refused is another wish the next time; what may have been done all the same is still this one.
      if (isRefused(error)) setKey(newId());
    } else setState(answer.state);
  };
  const send = async (wish: Wish) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFault(null);
    await ask(wish);
    setBusy(false);
    running.current = false;
  };
  return { busy, fault, state, key, send };
}
