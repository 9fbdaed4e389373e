import { z } from 'zod';
import { personId, queueId } from '#shared/lib/ids.ts';
import { language, localized } from '#shared/lib/localized.ts';

export const role = z.enum(['agent', 'supervisor', 'trainer', 'administrator']);
export type Role = z.infer<typeof role>;

/** A member of the desk; `queues` are the skill groups they serve. */
export const person = z.object({
  id: personId,
  role,
  name: localized,
  queues: z.array(queueId),
  languages: z.array(language),
});
export type Person = z.infer<typeof person>;
