import { z } from 'zod';
import { customerId } from '#shared/lib/ids.ts';
import { language } from '#shared/lib/localized.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';
import { rawWord, shown } from '#shared/wallet/known-word.ts';

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

export const limitKind = z.enum(['lifetime', 'yearly', 'daily', 'monthly-in', 'balance']);

/** One cap with what is used of it; `resetsAt` is absent for a cap that counts since opening. */
export const limitUse = z.object({
  kind: shown(limitKind),
  rawKind: rawWord.optional(),
  cap: money,
  used: money,
  resetsAt: instant.optional(),
});
export type LimitUse = z.infer<typeof limitUse>;

/** What a customer proves to reach the next level; `channels-3` and `channels-5`: so many outside channels know the person (公告〔2015〕43号). */
export const kycNeed = z.enum(['id-document', 'face-check', 'bank-card', 'channels-3', 'channels-5', 'guardian']);

/** The level above, and what is still missing for it. */
export const kycStep = z.object({
  level: shown(kycLevel),
  rawLevel: rawWord.optional(),
  needs: z.array(z.object({ need: shown(kycNeed), rawNeed: rawWord.optional(), done: z.boolean() })),
});
export type KycStep = z.infer<typeof kycStep>;

export const boundCard = z.object({ id: z.string(), bank: z.string(), masked: z.string(), kind: z.enum(['debit', 'credit']), boundAt: instant });
export type BoundCard = z.infer<typeof boundCard>;

/** A bank account that money is withdrawn to, masked. */
export const boundBank = z.object({ id: z.string(), bank: z.string(), masked: z.string(), boundAt: instant });

export const device = z.object({ id: z.string(), model: z.string(), firstSeenAt: instant, lastSeenAt: instant, trusted: z.boolean() });
export type Device = z.infer<typeof device>;

/** Whom a channel knows as this customer, masked. A guess stays one until the customer or the wallet confirms it. */
export const channelIdentity = z.object({ channel: z.string().max(64), handle: z.string().max(200), standing: z.enum(['guess', 'confirmed']), since: instant });

export const riskFlag = z.enum(['new-device', 'contact-changed', 'chargeback', 'velocity', 'reported']);

/** A customer as a list shows one: every personal value masked. */
export const customerSummary = z.object({
  id: customerId,
  name: z.string(),
  phone: z.string(),
  state: shown(accountState),
  rawState: rawWord.optional(),
  kyc: shown(kycLevel),
  rawKyc: rawWord.optional(),
  language,
});
export type CustomerSummary = z.infer<typeof customerSummary>;

/** The account card: masked values only; a raw value needs a reveal. What has a default is absent in answers kept by an older console. */
export const account = customerSummary.extend({
  /** Changes with every change of the account; an approval is given for the account as it was seen. */
  version: z.string().max(64).default(''),
  idNumber: z.string().optional(),
  email: z.string().optional(),
  registeredAt: instant,
  /** When the phone or the e-mail address was last changed. */
  contactChangedAt: instant.optional(),
  balance: money,
  pendingBalance: money,
  limits: z.array(limitUse),
  /** Null at the highest level, or where the wallet does not say. */
  kycNext: kycStep.nullable().default(null),
  cards: z.array(boundCard),
  banks: z.array(boundBank).default([]),
  devices: z.array(device),
  identities: z.array(channelIdentity).default([]),
  riskFlags: z.array(riskFlag),
  /** Flags unknown here, as they came. */
  otherFlags: z.array(rawWord).default([]),
});
export type Account = z.infer<typeof account>;
