import { z } from 'zod';
import { customerId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';
import { rawWord, shown } from '#shared/wallet/known-word.ts';

/** What happened to the safety of an account. */
export const securityEventKind = z.enum([
  'login',
  'login-failed',
  'password-reset',
  'reset-link-sent',
  'phone-changed',
  'email-changed',
  'device-bound',
  'device-unbound',
  'card-bound',
  'card-unbound',
  'frozen',
  'unfrozen',
  'limit-raised',
  'closed',
]);

/** One of them, with whoever did it; `device` and `place` as the wallet names them, masked. */
export const securityEvent = z.object({
  id: z.string().min(1).max(64),
  customerId,
  at: instant,
  kind: shown(securityEventKind),
  rawKind: rawWord.optional(),
  by: z.enum(['customer', 'desk', 'wallet', 'authority']),
  device: z.string().max(200).optional(),
  place: z.string().max(200).optional(),
});
export type SecurityEvent = z.infer<typeof securityEvent>;
