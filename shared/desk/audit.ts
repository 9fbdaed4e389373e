import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import { caseId, customerId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** Everything sensitive that a person of a host does, or that happens to its keys; `action.*` are the acts on a customer's account. */
export const auditKind = z.enum([
  'host.started',
  'session.signedIn',
  'session.signedOut',
  'session.refused',
  'account.invited',
  'account.reset',
  'key.recoveryMade',
  'key.recoveryUsed',
  'customer.seen',
  'search.byValue',
  'value.revealed',
  'value.copied',
  'reveals.lifted',
  'case.observed',
  'case.replayed',
  'glass.broken',
  'person.erased',
  'desk.exported',
  'channel.saved',
  'channel.removed',
  'channel.switched',
  'channel.addressSaved',
  'channel.checked',
  'chat.saved',
  'stepUp.enrolled',
  'stepUp.proved',
  'stepUp.refused',
  'stepUp.removed',
  'action.requested',
  'action.approved',
  'action.rejected',
  'action.done',
  'action.failed',
  'action.unknown',
]);
export type AuditKind = z.infer<typeof auditKind>;

/** `refused`: it was asked for and not given. `failed`: it was begun and did not succeed. */
export const auditOutcome = z.enum(['done', 'refused', 'failed']);

/** A name made by the program, never by a person: a code, a field, an id. What somebody typed has no place in the clear. */
const plain = z.string().max(100);

/**
 * What was done. Nothing of a person stands here in the clear: a customer is named by the wallet's own id, a value by
 * its kind; `words`, what somebody typed as a reason, are sealed with the data key of the case, so that they go when
 * the case is erased, and what is hashed is the sealed form, so that the chain holds all the same.
 */
const what = {
  kind: auditKind,
  caseId: caseId.nullable(),
  customer: customerId.nullable(),
  fields: z.array(plain).max(20),
  reason: plain.nullable(),
  words: z.object({ iv: z.string(), data: z.string() }).nullable(),
  outcome: auditOutcome,
  facts: z.record(z.string().max(40), z.union([plain, z.number(), z.boolean()])),
};

/** An entry before it has its place. */
export const newAuditEntry = z.object({
  id: z.string().min(1).max(64),
  at: instant,
  /** Milliseconds since the program began, by a clock that nobody sets; `host.started` begins it anew. */
  ticks: z.number().int().nonnegative(),
  actor,
  ...what,
});
export type NewAuditEntry = z.infer<typeof newAuditEntry>;

export const auditEntry = newAuditEntry.extend({ n: z.number().int().positive() });
export type AuditEntry = z.infer<typeof auditEntry>;

/** Where a chain ends: its newest number, and the hash that stands for all before it. */
export const auditHead = z.object({ n: z.number().int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
export type AuditHead = z.infer<typeof auditHead>;

/** What is asked of the audit; null asks nothing of that. Newest first, before a number. */
export const auditFilter = z.object({
  actor: z.string().min(1).max(64).nullable(),
  customer: z.string().min(1).max(64).nullable(),
  kind: auditKind.nullable(),
  before: z.number().int().positive().nullable(),
  limit: z.number().int().min(1).max(500),
});
export type AuditFilter = z.infer<typeof auditFilter>;

/** How the chain stands: how long it is, and up to where its head is in the engine's log. */
export const auditState = z.object({
  entries: z.number().int().nonnegative(),
  published: z.object({ n: z.number().int().positive(), at: instant }).nullable(),
});
export type AuditState = z.infer<typeof auditState>;
