import { z } from 'zod';
import type { EventId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { MaskedText } from '#shared/wallet/tokens.ts';

/** Who called whom, seen from the desk. */
export const callDirection = z.enum(['inbound', 'outbound']);
export type CallDirection = z.infer<typeof callDirection>;

/** A case's newest call; it runs until it is hung up or ended, and is to be noted while `endedAt` is null. */
export interface Call {
  readonly id: EventId;
  readonly direction: CallDirection;
  /** Masked; null where it is not known or was erased. */
  readonly number: MaskedText | null;
  readonly startedAt: Instant;
  /** When the telephone system said that it was over; how it went is for its agent to say. */
  readonly hungUpAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly seconds: number | null;
  readonly outcome: string | null;
  /** When the desk promised to call back. */
  readonly callBackAt: Instant | null;
}

/** Since when a call runs on the case; null while none does. */
export const runningSince = (call: Call | null): Instant | null => (call !== null && call.endedAt === null && call.hungUpAt === null ? call.startedAt : null);

/** Since when a call is on the case of which nobody has said yet how it went; null while there is none. */
export const unnotedSince = (call: Call | null): Instant | null => (call !== null && call.endedAt === null ? call.startedAt : null);

/** Why nobody noted a call: it was not answered, or by somebody whom the desk does not know. */
export const missedReason = z.enum(['unanswered', 'not-noted']);
export type MissedReason = z.infer<typeof missedReason>;
