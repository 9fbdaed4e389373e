import { z } from 'zod';
import { channelKind } from '#shared/case/channel.ts';
import { inboxRow } from '#shared/case/inbox-row.ts';
import { blobHash, caseId, eventId, personId, queueId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

const question = z.string().min(1).max(64);

/** Which closed cases are asked for; null, or an empty text, asks nothing of that. */
export const closedFilter = z.object({
  queue: queueId.nullable().default(null),
  /** Words, a name, or a whole number as the search takes them. */
  text: z.string().max(200).default(''),
  /** Whose case it was when it was closed. */
  owner: personId.nullable().default(null),
  channel: channelKind.nullable().default(null),
  disposition: z.string().min(1).max(64).nullable().default(null),
  closedFrom: instant.nullable().default(null),
  closedBefore: instant.nullable().default(null),
  /** Whether it was ever opened again. */
  reopened: z.boolean().nullable().default(null),
  /** Whether anybody saved a review of it. */
  reviewed: z.boolean().nullable().default(null),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(200),
});
export type ClosedFilter = z.infer<typeof closedFilter>;

export const closedCaseRow = inboxRow.extend({ reviewedBy: z.array(personId) });
export type ClosedCaseRow = z.infer<typeof closedCaseRow>;

/** A review as its writer filled the form; texts are raw here and masked by the host. */
export const reviewInput = z.object({
  caseId,
  agent: personId,
  scorecard: z.object({ id: z.string().min(1).max(64), version: z.number().int().positive() }),
  purpose: z.enum(['quality', 'calibration']),
  answers: z.array(z.object({ question, value: z.number().int().nullable() })).max(200),
  comments: z.array(z.object({ question: question.nullable(), text: z.string().trim().min(1).max(2000) })).max(200),
});
export type ReviewInput = z.infer<typeof reviewInput>;

/** What one person began to write about a case and did not save or pin yet; JSON of the screen's own forms. */
export const reviewDrafts = z.object({ review: z.string().nullable(), note: z.string().nullable() });
export type ReviewDrafts = z.infer<typeof reviewDrafts>;

/** An empty draft is none. */
export const keepReviewDraftInput = z.object({ caseId, part: reviewDrafts.keyof(), draft: z.string().max(100_000) });
export type KeepReviewDraftInput = z.infer<typeof keepReviewDraftInput>;

/** A remark pinned to a moment, and to what happened there. */
export const noteInput = z.object({
  caseId,
  at: instant,
  event: eventId.nullable(),
  question: question.nullable(),
  mark: z.enum(['good', 'neutral', 'poor', 'training']),
  text: z.string().trim().min(1).max(2000),
});
export type NoteInput = z.infer<typeof noteInput>;

/** What a remark says from now on. */
export const changeNoteInput = noteInput.pick({ caseId: true, mark: true, text: true }).extend({ note: eventId });
export type ChangeNoteInput = z.infer<typeof changeNoteInput>;

export const removeNoteInput = z.object({ caseId, note: eventId });

export const seenInput = z.object({ caseId, blob: blobHash });
