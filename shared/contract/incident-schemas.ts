import { z } from 'zod';
import { refusal } from '#shared/case/commands.ts';
import { inboxRow } from '#shared/case/inbox-row.ts';
import { caseId, eventId, incidentId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** What is done to many cases at once: linked, or sent one of the incident's words and linked. */
export const bulkKind = z.enum(['link', 'known', 'solved']);
export type BulkKind = z.infer<typeof bulkKind>;

/** The most cases of one turn. */
export const MOST_BULK = 500;

/** How it ended with one case. `already`: it held before. `failed`: no answer; it may have been done, and is not done twice. */
export const bulkOutcome = z.object({
  caseId,
  outcome: z.enum(['done', 'already', 'refused', 'failed', 'taken-back']),
  refusal: refusal.nullable(),
  /** What was sent, where something was. */
  message: eventId.nullable(),
  /** Until when it can be taken back; null where it cannot. */
  undoUntil: instant.nullable(),
});
export type BulkOutcome = z.infer<typeof bulkOutcome>;

/** One turn over many cases, as far as it has come. */
export const bulkView = z.object({
  id: z.string(),
  incident: incidentId,
  kind: bulkKind,
  total: z.number().int(),
  outcomes: z.array(bulkOutcome),
  state: z.enum(['running', 'ended', 'stopped']),
  startedAt: instant,
});
export type BulkView = z.infer<typeof bulkView>;

/** Cases of many customers about the same. */
export const similarView = z.object({ kind: z.string(), bank: z.string(), cases: z.array(caseId), customers: z.number().int(), since: instant });
export type SimilarView = z.infer<typeof similarView>;

/** What those who direct incidents see of them. */
export const incidentWatch = z.object({
  /** The open cases are still being read: there may be more. */
  reading: z.boolean(),
  alike: z.array(similarView),
  /** Of each incident that goes on: open cases that match and are not linked; open cases that are linked, of closed ones too. */
  counts: z.record(z.string(), z.object({ matching: z.number().int(), linked: z.number().int() })),
  bulks: z.array(bulkView),
});
export type IncidentWatch = z.infer<typeof incidentWatch>;

/** One case before a turn: what would become of it. */
export const bulkPreview = z.object({
  row: inboxRow,
  linked: z.boolean(),
  /** Why it would not be sent the words; null where it would. */
  refusal: refusal.nullable(),
});
export type BulkPreview = z.infer<typeof bulkPreview>;
