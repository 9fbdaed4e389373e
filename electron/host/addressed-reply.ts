import type { DeskServices } from '#electron/host/desk-services.ts';
import type { CaseCommand, Refusal } from '#shared/case/commands.ts';
import { type Addressing, customerAlone, isCustomerAlone } from '#shared/case/recipients.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { ok, type Result } from '#shared/lib/result.ts';

/** Whom a reply goes to, as its command has it. */
type Addressed = Pick<Extract<CaseCommand, { readonly type: 'reply' }>, 'recipients' | 'forwards'>;

/** What of a wish says whom it goes to; of anything but a reply nothing. */
export const addressingIn = (wished: AgentCommand): Addressing => (wished.type === 'reply' && wished.addressing) || customerAlone;

/** The masked recipients of a reply to more or others than the customer; refused before anything is kept, naming the address that is at fault. */
export async function addressedReply(
  { recipients, store, email }: Pick<DeskServices, 'recipients' | 'store' | 'email'>,
  caseId: CaseId,
  wished: AgentCommand,
): Promise<Result<Addressed, Refusal>> {
  const addressing = addressingIn(wished);
  if (isCustomerAlone(addressing)) return ok({});
  const made = await recipients.wish(await store.cache.caseEvents(caseId), addressing, email.own());
  if (!made.ok) return made;
  return ok({
    ...(made.value === undefined ? {} : { recipients: made.value }),
    ...(addressing.forwards === null ? {} : { forwards: addressing.forwards }),
  });
}
