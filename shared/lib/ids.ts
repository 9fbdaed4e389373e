import { z } from 'zod';

/** One customer's matter on one channel thread. */
export const caseId = z.string().min(1).max(64).brand<'CaseId'>();
export type CaseId = z.infer<typeof caseId>;

/** The wallet's own identifier of a customer; a pseudonym, never a phone number or a name. */
export const customerId = z.string().min(1).max(64).brand<'CustomerId'>();
export type CustomerId = z.infer<typeof customerId>;

/** A member of the desk: agent, supervisor, trainer or administrator. */
export const personId = z.string().min(1).max(64).brand<'PersonId'>();
export type PersonId = z.infer<typeof personId>;

/** An event's identifier, UUIDv7; the idempotency key of its append. */
export const eventId = z.string().min(1).max(64).brand<'EventId'>();
export type EventId = z.infer<typeof eventId>;

/** A command's identifier, made where the person acted; answered once, it is answered the same again. */
export const commandId = z.string().min(1).max(64).brand<'CommandId'>();
export type CommandId = z.infer<typeof commandId>;

export const queueId = z.string().min(1).max(64).brand<'QueueId'>();
export type QueueId = z.infer<typeof queueId>;

/** A set of queues worked together; an event's group never changes during a case's life. */
export const groupId = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .brand<'GroupId'>();
export type GroupId = z.infer<typeof groupId>;

export const transactionId = z.string().min(1).max(64).brand<'TransactionId'>();
export type TransactionId = z.infer<typeof transactionId>;

/** Something that befalls many customers at once. */
export const incidentId = z.string().min(1).max(64).brand<'IncidentId'>();
export type IncidentId = z.infer<typeof incidentId>;

/** A sensitive value's stand-in; the value itself lies in the vault. */
export const token = z.string().min(1).max(64).brand<'Token'>();
export type Token = z.infer<typeof token>;

/** SHA-256 of a stored blob's sealed bytes, in lower-case hex. */
export const blobHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'BlobHash'>();
export type BlobHash = z.infer<typeof blobHash>;

/** Makes a fresh UUIDv7; passed in so that decisions stay pure. */
export type NewId = () => string;
