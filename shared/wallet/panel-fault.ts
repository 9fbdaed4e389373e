import { z } from 'zod';
import type { Instant } from '#shared/lib/time.ts';

/** Why the wallet gave no answer to a question, as a screen is told: `not-connected` where the desk has none; `retryAfter` in ms where the wallet names a time. */
export const panelFault = z.object({
  code: z.enum(['not-connected', 'unavailable', 'timed-out', 'bad-answer', 'other-customer', 'rate-limited', 'refused']),
  /** For whoever looks after the wallet: the place in its answer that is wrong, or its own word. */
  detail: z.string().max(300),
  retryAfter: z.number().int().nonnegative().nullable(),
});
export type PanelFault = z.infer<typeof panelFault>;

/** Why a part of a screen has no fresh answer: the wallet's own fault, or that of the way to it. */
export const shownFaultCode = z.enum([
  ...panelFault.shape.code.options,
  'not-found',
  /** The look could not be put on record. */
  'engine',
  'unreachable',
  'signed-out',
  'not-allowed',
  'bad-input',
  'failed',
]);

/** A fault as a screen keeps it: before `retryAt` nothing is asked; null where the wallet named no time. */
export interface ShownFault {
  readonly code: z.infer<typeof shownFaultCode>;
  readonly detail: string;
  readonly retryAt: Instant | null;
}
