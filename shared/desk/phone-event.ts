import { z } from 'zod';
import { callDirection } from '#shared/case/call.ts';
import { instant } from '#shared/lib/time.ts';

/** A number or a sign that none is told: what is no number is kept nowhere. */
const party = z.string().max(120);

/** What a telephone system tells of one of its calls; README says how it is signed. Other members are let be. */
export const phoneEvent = z.object({
  /** The telephone system's own id of the call; all that is told of the call has the same. */
  call: z.string().min(1).max(128),
  event: z.enum(['ringing', 'answered', 'ended']),
  /** Who calls, and who is called: with `inbound` the customer is `from`. */
  from: party,
  to: party,
  direction: callDirection,
  /** Who is rung or has answered: the id or the login of one of the desk's people. */
  agent: z.string().min(1).max(200).optional(),
  /** By the telephone system's clock. */
  at: instant,
  /** Where the telephone system keeps what was said; not read by the desk. */
  recording: z.string().max(2_000).optional(),
});
export type PhoneEvent = z.infer<typeof phoneEvent>;

/** The line that a call came in on: an account of the desk, and the queue that it serves. */
export interface PhoneLine {
  readonly id: string;
  readonly queue: string;
}

/** The number of the customer in a call, as it is dialled; null where it is withheld or none. */
export function callerOf({ direction, from, to }: Pick<PhoneEvent, 'direction' | 'from' | 'to'>): string | null {
  const told = (direction === 'inbound' ? from : to).trim();
  // "Name" <sip:+8613800138000@carrier;user=phone>, tel:+86-21-6234-5678;phone-context=…
  const address = /(?:sips?|tel):([^@;>?]+)/i.exec(told)?.[1] ?? told;
  // RFC 3323 calls who withholds it anonymous; +266696687 spells the same on a dial.
  const digits = address.replace(/\D/g, '');
  if (!/^[+＋]?[\d \u00a0().\-–－]+$/.test(address) || digits.length < 3 || digits.length > 20) return null;
  return digits === '266696687' ? null : address.trim();
}
