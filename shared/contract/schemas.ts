import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import { agentState } from '#shared/case/agent-state.ts';
import { attachment, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';
import { callDirection } from '#shared/case/call.ts';
import { callFollowUp } from '#shared/case/commands.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { inboxRow, inboxView } from '#shared/case/inbox-row.ts';
import { callOutcomeIds } from '#shared/desk/call-outcomes.ts';
import { loadKind, person } from '#shared/desk/person.ts';
import { caseId, customerId, eventId, personId, queueId } from '#shared/lib/ids.ts';
import { language } from '#shared/lib/localized.ts';
import { instant } from '#shared/lib/time.ts';
import { type QueueFigureId, queueFigures, serviceLevelVariants } from '#shared/metrics/figure-definitions.ts';

const queueFigureIds = Object.keys(queueFigures) as [QueueFigureId, ...QueueFigureId[]];

/** An event as the host has read and checked it. */
export const anyEvent = z.custom<AnyEvent>((value) => typeof value === 'object' && value !== null && 'id' in value && 'type' in value && 'position' in value);

const text = z.string().max(100_000);

/** A telephone number as people write or paste it: three digits at least. */
export const phoneNumber = z
  .string()
  .trim()
  .max(40)
  .regex(/^[+＋]?[\d０-９ \u00a0().\-–－]+$/)
  .refine((value) => (value.match(/[\d０-９]/g)?.length ?? 0) >= 3);

/** A call that somebody begins to note; `number` is raw, and null where only the customer is known. */
export const callNote = z.object({
  direction: callDirection,
  number: phoneNumber.nullable(),
  customer: customerId.nullable(),
  queue: queueId,
  language,
});

/** What an agent may ask of a case: texts are raw here; the host masks them before anything is kept. */
export const agentCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accept') }),
  z.object({ type: z.literal('assign'), to: personId }),
  z.object({ type: z.literal('decline') }),
  z.object({ type: z.literal('release') }),
  z.object({ type: z.literal('reply'), text, attachments: z.array(attachment).max(MAX_ATTACHMENTS) }),
  z.object({ type: z.literal('addNote'), text: text.max(MAX_MESSAGE_LENGTH) }),
  z.object({ type: z.literal('tag'), add: z.array(z.string().min(1).max(64)).max(50), remove: z.array(z.string().min(1).max(64)).max(50) }),
  z.object({ type: z.literal('prioritise'), priority: z.number().int().min(0).max(3) }),
  z.object({ type: z.literal('transfer'), queue: queueId, to: personId.optional(), note: text.max(2000) }),
  z.object({ type: z.literal('snooze'), until: instant }),
  z.object({ type: z.literal('wake') }),
  z.object({ type: z.literal('wrapUp') }),
  z.object({ type: z.literal('resolve'), disposition: z.string().min(1).max(64).nullable(), comment: text.max(2000) }),
  z.object({ type: z.literal('reopen') }),
  z.object({ type: z.literal('endCall'), outcome: z.enum(callOutcomeIds), followUp: callFollowUp }),
  /** `line` is said in public before; null says nothing. */
  z.object({ type: z.literal('movePrivate'), line: text.max(2000).nullable() }),
  z.object({ type: z.literal('identify'), customer: customerId.nullable() }),
  z.object({ type: z.literal('withdraw'), message: eventId }),
  z.object({ type: z.literal('sendAgain'), message: eventId }),
  z.object({ type: z.literal('markRead'), upTo: eventId }),
]);
export type AgentCommand = z.infer<typeof agentCommand>;

export const inboxSort = z.object({ by: z.enum(['activeAt', 'waitingSince', 'priority', 'openedAt']), descending: z.boolean() });
export const inboxCounts = z.record(inboxView, z.number().int());

/** What changed in the lists since the last frame; `arrived` are cases that began to wait. */
export const inboxFrame = z.object({ rows: z.array(inboxRow), counts: inboxCounts, arrived: z.array(caseId) });
export type InboxFrame = z.infer<typeof inboxFrame>;

export const caseFrame = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events'), events: z.array(anyEvent) }),
  z.object({ kind: z.literal('typing'), from: z.string(), at: instant }),
  /** Who else has the case open. */
  z.object({ kind: z.literal('viewers'), people: z.array(personId) }),
]);
export type CaseFrame = z.infer<typeof caseFrame>;

export const me = z.object({ person, state: agentState, reason: z.string().nullable(), since: instant });
export type Me = z.infer<typeof me>;

/** How often an item of the desk changed, and who changed it last. */
export const itemRevision = z.object({ revision: z.number().int(), by: actor, at: instant });

/** An account as administrators see it. */
export const accountView = z.object({ person: personId, login: z.string(), mustChange: z.boolean(), changedAt: instant, lockedUntil: instant.nullable() });
export type AccountViewFrame = z.infer<typeof accountView>;

/** What a person's own work looks like to routing: told anew with each change. */
export const workFrame = z.object({
  me,
  /** What rings at them, and until when. */
  ring: z.object({ row: inboxRow, until: instant }).nullable(),
  load: z.record(loadKind, z.number().int()),
  /** The case about which they are on the phone. */
  call: inboxRow.nullable(),
});
export type WorkFrame = z.infer<typeof workFrame>;

export const hostInfo = z.object({
  version: z.string(),
  edition: z.enum(['desktop', 'browser']),
  /** The desk runs on seeded, made-up data; said on every screen. */
  demo: z.boolean(),
  /** Nothing is kept once the host stops. */
  memory: z.boolean(),
  keySource: z.enum(['os-key-store', 'passphrase', 'key-file', 'memory']),
  /** Where the customer's chat page is, when this host serves one. */
  chatUrl: z.string().nullable(),
  defaultLanguage: language.nullable(),
});
export type HostInfo = z.infer<typeof hostInfo>;

/** How the host gets ready; `total` 0 means that there is nothing to count. */
export const startupFrame = z.object({
  phase: z.enum(['opening', 'connecting', 'seeding', 'catching-up', 'ready']),
  done: z.number(),
  total: z.number(),
  /** What is in the way, as the engine says it. */
  detail: z.string().optional(),
});
export type StartupFrame = z.infer<typeof startupFrame>;

/** "In sync up to": the moment up to which this console has everything, or how many events it is behind. */
export const syncFrame = z.object({ state: z.enum(['live', 'catching-up', 'lost']), upTo: instant.nullable(), behind: z.number().int() });
export type SyncFrame = z.infer<typeof syncFrame>;

export const draft = z.object({
  caseId,
  kind: z.enum(['reply', 'note']),
  text: z.string().max(100_000),
  attachments: z.array(attachment).max(MAX_ATTACHMENTS),
  savedAt: instant,
});
export type DraftView = z.infer<typeof draft>;

export const searchHit = z.object({ row: inboxRow, entry: eventId.nullable(), excerpt: z.string(), at: instant });
export type SearchHitView = z.infer<typeof searchHit>;

/** A person's own choices on this machine. */
export const preferences = z.object({
  language: language.optional(),
  theme: z.enum(['auto', 'light', 'dark', 'contrast']),
  sounds: z.boolean(),
  notifications: z.boolean(),
  /** Command id → key, such as `mod+Enter`; absent commands keep their default. */
  keys: z.record(z.string().max(64), z.string().max(40)),
  sendOnEnter: z.boolean(),
  /** What a supervisor chose to see of the queues. */
  board: z.object({ columns: z.array(z.enum(queueFigureIds)).max(60), serviceLevel: z.enum(serviceLevelVariants) }).optional(),
});
export type Preferences = z.infer<typeof preferences>;

export const demoState = z.object({
  paused: z.boolean(),
  /** How many times faster than life customers arrive. */
  speed: z.number().min(0.1).max(60),
  /** The demo day's clock in minutes after midnight: the arrival curve's place, not the time of events. */
  minuteOfDay: z.number().int().min(0).max(1439),
  arrived: z.number().int(),
  /** How many simulated agents are at work. */
  colleagues: z.number().int().min(0).max(8),
});
export type DemoState = z.infer<typeof demoState>;
