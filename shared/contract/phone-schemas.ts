import { z } from 'zod';
import { inboxRow } from '#shared/case/inbox-row.ts';
import { caseId, queueId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** A call that rings at somebody by the telephone system's word. */
export const ringingCall = z.object({
  /** Names the call, and is the case that it gets once it is noted. */
  call: caseId,
  /** The customer's number, masked; null where it is withheld. */
  number: z.string().nullable(),
  queue: queueId,
  since: instant,
  /** When it is shown no more, should its end not be told. */
  until: instant,
  /** It rings at this person alone. */
  mine: z.boolean(),
  /** Somebody picked it up whom the desk does not know. */
  answered: z.boolean(),
});
export type RingingCall = z.infer<typeof ringingCall>;

/** Whom the desk is to call back, by the time it is due: one's own, and those of the queues one serves. */
export const callBacksFrame = z.object({
  rows: z.array(inboxRow),
  /** How many there are; the rows are the first of them. */
  total: z.number().int(),
});
export type CallBacksFrame = z.infer<typeof callBacksFrame>;

/** The most rows of one frame. */
export const MOST_CALL_BACKS = 200;
