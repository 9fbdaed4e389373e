import { z } from 'zod';
import { customerId } from '#shared/lib/ids.ts';
import { language } from '#shared/lib/localized.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';

/** What an account may do; frozen by law is shown without its reason. */
export const accountState = z.enum([
  'active',
  'restricted-in',
  'restricted-out',
  'frozen-risk',
  'frozen-legal',
  'dormant',
  'minor-protection',
  'banned',
  'closed',
]);
export type AccountState = z.infer<typeof accountState>;

/** Real-name verification levels: the PBOC classes of 公告〔2015〕43号, and none before the first check. */
export const kycLevel = z.enum(['none', 'class-1', 'class-2', 'class-3']);
export type KycLevel = z.infer<typeof kycLevel>;

/** One cap with what is used of it; `resetsAt` is absent for a cap that counts since opening. */
export const limitUse = z.object({
  kind: z.enum(['lifetime', 'yearly', 'daily', 'monthly-in', 'balance']),
  cap: money,
  used: money,
  resetsAt: instant.optional(),
});
export type LimitUse = z.infer<typeof limitUse>;

export const boundCard = z.object({ id: z.string(), bank: z.string(), masked: z.string(), kind: z.enum(['debit', 'credit']), boundAt: instant });
export type BoundCard = z.infer<typeof boundCard>;

export const device = z.object({ id: z.string(), model: z.string(), firstSeenAt: instant, lastSeenAt: instant, trusted: z.boolean() });

/** A customer as a list shows one: every personal value masked. */
export const customerSummary = z.object({
  id: customerId,
  name: z.string(),
  phone: z.string(),
  state: accountState,
  kyc: kycLevel,
  language,
});
export type CustomerSummary = z.infer<typeof customerSummary>;

/** The account card: masked values only; a raw value needs a reveal. */
export const account = customerSummary.extend({
  idNumber: z.string().optional(),
  email: z.string().optional(),
  registeredAt: instant,
  balance: money,
  pendingBalance: money,
  limits: z.array(limitUse),
  cards: z.array(boundCard),
  devices: z.array(device),
  riskFlags: z.array(z.enum(['new-device', 'contact-changed', 'chargeback', 'velocity', 'reported'])),
});
export type Account = z.infer<typeof account>;
