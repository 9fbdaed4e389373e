import type { RequestedContent } from '#shared/case/account-action.ts';
import type { BodyOf } from '#shared/case/events.ts';
import { type ActionInput, actionInput, targetField } from '#shared/wallet/actions.ts';
import type { SignedProof } from '#shared/wallet/proof.ts';

type Body = BodyOf<'action.requested'>;

/** Why, as the wallet is told: the reason's code, with the agent's masked words where there are any. */
const reasonText = ({ reason }: Pick<Body, 'reason'>, { words }: Pick<RequestedContent, 'words'>): string =>
  words.text === '' ? reason : `${reason}: ${words.text}`.slice(0, 500);

/** What the wallet is asked, made from the record; `target` is raw. Null for a record that no wallet understands. */
export function inputOf(body: Body, content: Pick<RequestedContent, 'words'>, target: string | null): ActionInput | null {
  const field = targetField[body.action];
  const read = actionInput.safeParse({
    action: body.action,
    reason: reasonText(body, content),
    ...(field === null ? {} : { [field]: target }),
    ...(body.amount === null ? {} : { amount: body.amount }),
  });
  return read.success ? read.data : null;
}

/** The same proof with another target in its claims: a raw phone number is in none that is kept. */
export function withTarget(proof: SignedProof, target: string | null): SignedProof {
  return { ...proof, claims: { ...proof.claims, target } };
}
