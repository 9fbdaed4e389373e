import { z } from 'zod';
import { channelKind } from '#shared/case/channel.ts';
import { calendar } from '#shared/desk/calendar.ts';
import { person } from '#shared/desk/person.ts';
import { disposition, group, queue, skill, tag } from '#shared/desk/queue.ts';
import { retentionRule } from '#shared/desk/retention.ts';
import { localized } from '#shared/lib/localized.ts';

const id = z.string().min(1).max(64);

/** A reason that agents give when they take no cases: 培训, a meeting, lunch. */
export const stateReason = z.object({ id, name: localized, state: z.enum(['busy', 'break']) });
export type StateReason = z.infer<typeof stateReason>;

const milliseconds = z
  .number()
  .int()
  .min(0)
  .max(90 * 86_400_000);

/** What one channel lets the desk send; see `ReplyRules`. */
export const channelRule = z.object({
  id: channelKind,
  windowMs: milliseconds.nullable(),
  quota: z.number().int().min(1).max(1000).nullable(),
  maxLength: z.number().int().min(1).max(100_000),
  attachments: z.boolean(),
  undoMs: milliseconds.max(60_000),
});
export type ChannelRule = z.infer<typeof channelRule>;

/** The lists that make up a desk, each with the schema of its items; an item's `id` is its own within the list. */
export const configurationLists = {
  groups: group,
  queues: queue,
  people: person,
  skills: skill,
  calendars: calendar,
  dispositions: disposition,
  tags: tag,
  stateReasons: stateReason,
  channelRules: channelRule,
  retention: retentionRule,
} as const;
export type ListName = keyof typeof configurationLists;
export const listName = z.enum(Object.keys(configurationLists) as [ListName, ...ListName[]]);

/** The whole of what a desk is made of. It holds no secret: every member of the desk may read it. */
export const configuration = z.object({
  groups: z.array(group),
  queues: z.array(queue),
  people: z.array(person),
  skills: z.array(skill),
  calendars: z.array(calendar),
  dispositions: z.array(disposition),
  tags: z.array(tag),
  stateReasons: z.array(stateReason),
  /** Channels that are not named keep the console's own rules. */
  channelRules: z.array(channelRule),
  /** Empty keeps the console's own window. */
  retention: z.array(retentionRule),
});
export type Configuration = z.infer<typeof configuration>;

/** A desk that nobody has set up yet. */
export const emptyConfiguration: Configuration = {
  groups: [],
  queues: [],
  people: [],
  skills: [],
  calendars: [],
  dispositions: [],
  tags: [],
  stateReasons: [],
  channelRules: [],
  retention: [],
};
