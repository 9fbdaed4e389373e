import { z } from 'zod';
import { blobHash, caseId, eventId, personId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

const question = z.string().min(1).max(64);

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
