import { type Addressee, type Addressing, isAddress, MAX_RECIPIENTS } from '#shared/case/recipients.ts';
import type { MailState } from '#shared/contract/mail-schemas.ts';

/** Why one address cannot be written to; null where it can. What the desk alone can say is left to it. */
export function addresseeFault(one: Addressee, mail: Pick<MailState, 'own'> | null): 'bad' | 'own' | null {
  if ('token' in one) return null;
  if (!isAddress(one.address)) return 'bad';
  return mail?.own != null && mail.own.toLowerCase() === one.address ? 'own' : null;
}

export type AddressingFault = 'faulty' | 'too-many' | 'nobody' | 'blind-by-file';

/** Why a reply cannot go to these people; null where it can. */
export function addressingFault({ forwards, to, cc, bcc }: Addressing, mail: Pick<MailState, 'own' | 'byFile'> | null): AddressingFault | null {
  const all = [...to, ...cc, ...bcc];
  if (all.some((one) => addresseeFault(one, mail) !== null)) return 'faulty';
  if (all.length + (forwards === null ? 1 : 0) > MAX_RECIPIENTS) return 'too-many';
  if (forwards !== null && to.length === 0) return 'nobody';
  return mail?.byFile === true && bcc.length > 0 ? 'blind-by-file' : null;
}
