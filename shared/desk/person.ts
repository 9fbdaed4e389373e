import { z } from 'zod';
import { personId, queueId } from '#shared/lib/ids.ts';
import { language, localized } from '#shared/lib/localized.ts';

export const role = z.enum(['agent', 'supervisor', 'trainer', 'administrator']);
export type Role = z.infer<typeof role>;

/** What takes one place of a person's attention: a call, a live chat, a message of a social channel, an e-mail. */
export const loadKind = z.enum(['call', 'chat', 'message', 'email']);
export type LoadKind = z.infer<typeof loadKind>;

/** How many contacts of each kind a person takes at once. */
export const capacity = z.record(loadKind, z.number().int().min(0).max(50));
export type Capacity = z.infer<typeof capacity>;

/** What a person takes at once where nothing else was said. */
export const defaultCapacity: Capacity = { call: 1, chat: 4, message: 4, email: 2 };

/** A member of the desk; `queues` are those they serve. Who left is kept by name with `active` false, since the log speaks of them. */
export const person = z.object({
  id: personId,
  role,
  name: localized,
  queues: z.array(queueId).max(500),
  languages: z.array(language),
  skills: z.array(z.string().min(1).max(64)).max(100),
  capacity,
  active: z.boolean(),
});
export type Person = z.infer<typeof person>;
