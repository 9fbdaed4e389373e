import { z } from 'zod';
import { channelKind } from '#shared/case/channel.ts';
import { incidentId, queueId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';
import { transactionKind } from '#shared/wallet/transaction.ts';

/** How a transaction goes wrong in an incident: it is late, or it failed. */
export const incidentTrouble = z.enum(['pending', 'failed']);
export type IncidentTrouble = z.infer<typeof incidentTrouble>;

const word = z.string().trim().min(1).max(60);

/** Which cases an incident is about; an empty list asks nothing. */
export const incidentRule = z.object({
  kinds: z.array(transactionKind).max(20),
  /** Names of banks, merchants or other counterparties, in any language they are known by. */
  parties: z.array(word).max(20),
  troubles: z.array(incidentTrouble).max(2),
  /** One of them must stand in what the customer wrote. */
  words: z.array(word).max(20),
  channels: z.array(channelKind).max(20),
  queues: z.array(queueId).max(100),
});
export type IncidentRule = z.infer<typeof incidentRule>;

const customerText = z.string().trim().min(1).max(1000);

/** What a customer is told, in both languages. */
export const incidentWords = z.object({ 'zh-CN': customerText, en: customerText });
export type IncidentWords = z.infer<typeof incidentWords>;

const title = z.string().trim().min(1).max(120);

/** What is said of an incident: what it is called, since when it is, whom it befalls, what they are told. */
export const incidentDraft = z.object({
  title: z.object({ 'zh-CN': title, en: title }),
  answer: incidentWords,
  since: instant,
  rule: incidentRule,
});
export type IncidentDraft = z.infer<typeof incidentDraft>;

/** Which of an incident's words a customer was sent: that it is known, or that it is over. */
export const incidentAnswer = z.object({ incident: incidentId, words: z.enum(['known', 'solved']) });
export type IncidentAnswer = z.infer<typeof incidentAnswer>;
