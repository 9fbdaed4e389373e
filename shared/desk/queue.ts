import { z } from 'zod';
import { groupId, queueId } from '#shared/lib/ids.ts';
import { localized } from '#shared/lib/localized.ts';

/** A queue of waiting cases; `serviceLevelSeconds` is its target for the first answer. */
export const queue = z.object({
  id: queueId,
  group: groupId,
  name: localized,
  serviceLevelSeconds: z.number().int().positive(),
});
export type Queue = z.infer<typeof queue>;

/** How a case ended, as the agent sums it up (小结). */
export const disposition = z.object({ id: z.string().min(1), name: localized });
export type Disposition = z.infer<typeof disposition>;

/** A tag agents may set on a case. */
export const tag = z.object({ id: z.string().min(1), name: localized });
export type Tag = z.infer<typeof tag>;
