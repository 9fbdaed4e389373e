import { z } from 'zod';
import { groupId, queueId } from '#shared/lib/ids.ts';
import { localized } from '#shared/lib/localized.ts';

const id = z.string().min(1).max(64);

/** A set of queues worked together; its cases travel on one subject of the log. */
export const group = z.object({ id: groupId, name: localized });
export type Group = z.infer<typeof group>;

/** Something an agent is able to do that a queue may ask for. */
export const skill = z.object({ id, name: localized });
export type Skill = z.infer<typeof skill>;

/** What follows a case in a queue: time to write it up, and whether it may end without a disposition. */
export const afterCallWork = z.object({ seconds: z.number().int().min(0).max(3600), dispositionRequired: z.boolean() });
export type AfterCallWork = z.infer<typeof afterCallWork>;

/** What a case in a queue that the desk does not have follows: no time to write it up, and no disposition is asked for. */
export const noAfterCallWork: AfterCallWork = { seconds: 0, dispositionRequired: false };

/** A queue of waiting cases; `serviceLevelSeconds` is its target for the first answer. */
export const queue = z.object({
  id: queueId,
  group: groupId,
  name: localized,
  serviceLevelSeconds: z.number().int().positive().max(604_800),
  /** Who gives up sooner is a short abandon; 0: nobody is. */
  shortAbandonSeconds: z.number().int().min(0).max(600),
  /** How long a case stays its owner's whose console ended without a word. */
  consoleLostSeconds: z.number().int().min(0).max(86_400).default(600),
  /** All of them are needed to be offered its cases. */
  skills: z.array(id).max(20),
  /** Its opening hours; null: always open. */
  calendar: id.nullable(),
  afterCallWork,
});
export type Queue = z.infer<typeof queue>;

/** How a case ended, as the agent sums it up (小结). */
export const disposition = z.object({ id, name: localized });
export type Disposition = z.infer<typeof disposition>;

/** A tag agents may set on a case. */
export const tag = z.object({ id, name: localized });
export type Tag = z.infer<typeof tag>;
