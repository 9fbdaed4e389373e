import { z } from 'zod';
import type { Actor } from '#shared/case/actor.ts';
import { groupId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';

/** What a key is for. `host` speaks for all who sign in to one machine; `operator` sets up, checks and copies. */
export const natsRole = z.enum(['agent', 'supervisor', 'trainer', 'administrator', 'gateway', 'host', 'operator']);
export type NatsRole = z.infer<typeof natsRole>;

/** Whose key it is. An entry is ended, never taken away: what was signed before stays true. */
export const directoryEntry = z.object({
  name: z.string().min(1).max(100),
  role: natsRole,
  /** Whom of the desk it speaks for, where the role is a person's. */
  person: z.string().min(1).max(64).optional(),
  /** The groups it works in; null: all. */
  groups: z.array(groupId).nullable(),
  /** Events recorded later are refused; null: no end. */
  until: instant.nullable(),
});
export type DirectoryEntry = z.infer<typeof directoryEntry>;

/** What the bucket of the desk says of it, under the key `desk`. */
export const deskFacts = z.object({
  form: z.literal(1),
  /** The name that consoles ask for. */
  desk: z.string(),
  /** `open`: any key may write as anybody, which is good for trying out alone. `directory`: only as the directory says. */
  proof: z.enum(['open', 'directory']),
  /** Whether the servers write to disk before they acknowledge, as it was seen when the desk was set up. */
  durability: z.enum(['on-disk', 'not-yet', 'unknown']),
});
export type DeskFacts = z.infer<typeof deskFacts>;

export const FACTS_KEY = 'desk';
export const ENTRY_HEAD = 'key.';

/** Whether a key may write as this actor. */
export function speaksFor(entry: DirectoryEntry, actor: Pick<Actor, 'kind' | 'id'>): boolean {
  switch (entry.role) {
    case 'host':
    case 'operator':
      return true;
    case 'gateway':
      return actor.kind === 'customer' || actor.kind === 'system';
    case 'agent':
    case 'supervisor':
    case 'trainer':
    case 'administrator':
      // What time alone decides any console may put on record.
      return actor.kind === 'system' || (actor.kind === entry.role && actor.id === entry.person);
  }
}
