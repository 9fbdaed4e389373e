import { z } from 'zod';
import { actor } from '#shared/case/actor.ts';
import { agentState } from '#shared/case/agent-state.ts';
import { attachment, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH } from '#shared/case/attachment.ts';
import { callDirection } from '#shared/case/call.ts';
import { callFollowUp, refusal } from '#shared/case/commands.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { inboxRow, inboxView } from '#shared/case/inbox-row.ts';
import { addressing } from '#shared/case/recipients.ts';
import { replyTemplate, sentTemplate } from '#shared/case/reply-template.ts';
import { MOST_SPLIT } from '#shared/case/split.ts';
import type { CaseState } from '#shared/case/state.ts';
import { keyLock } from '#shared/contract/key-schemas.ts';
import { callOutcomeIds } from '#shared/desk/call-outcomes.ts';
import { loadKind, person } from '#shared/desk/person.ts';
import { searchFields } from '#shared/desk/search-field.ts';
import { searchOperators } from '#shared/desk/search-words.ts';
import { storedFile } from '#shared/desk/storage-health.ts';
import { caseId, commandId, customerId, eventId, incidentId, personId, queueId, transactionId } from '#shared/lib/ids.ts';
import { language } from '#shared/lib/localized.ts';
import { instant } from '#shared/lib/time.ts';
import { type QueueFigureId, queueFigures, serviceLevelVariants } from '#shared/metrics/figure-definitions.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

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
  /** `for`: the case that was split off from this one, whose answer it is. `addressing`: by e-mail, where it goes not to the customer alone. */
  z.object({
    type: z.literal('reply'),
    text,
    attachments: z.array(attachment).max(MAX_ATTACHMENTS),
    for: caseId.optional(),
    addressing: addressing.optional(),
  }),
  /** An approved message of the case's platform, with a value for each of its places, raw as a text is. */
  z.object({ type: z.literal('sendTemplate'), ...sentTemplate.shape, values: z.array(z.string().max(1_024)).max(100), for: caseId.optional() }),
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
  z.object({ type: z.literal('moveCallBack'), at: instant }),
  z.object({ type: z.literal('giveCallBack'), to: personId }),
  z.object({ type: z.literal('endCallBack') }),
  /** `line` is said in public before; null says nothing. */
  z.object({ type: z.literal('movePrivate'), line: text.max(2000).nullable() }),
  z.object({ type: z.literal('identify'), customer: customerId.nullable() }),
  z.object({ type: z.literal('linkTransaction'), transaction: transactionId }),
  z.object({ type: z.literal('unlinkTransaction'), transaction: transactionId }),
  z.object({ type: z.literal('linkIncident'), incident: incidentId }),
  z.object({ type: z.literal('unlinkIncident'), incident: incidentId }),
  /** The case goes on in another one; `confirmed` where one of the two is a stranger's. */
  z.object({ type: z.literal('merge'), into: caseId, confirmed: z.boolean() }),
  z.object({ type: z.literal('unmerge') }),
  /** Those of the customer's messages, or all from `from` on, become a case of its own; `keeps`: with who asks, otherwise it waits in the queue. */
  z.object({
    type: z.literal('split'),
    from: eventId,
    messages: z.array(eventId).min(1).max(MOST_SPLIT).optional(),
    queue: queueId,
    keeps: z.boolean(),
  }),
  z.object({ type: z.literal('withdraw'), message: eventId }),
  z.object({ type: z.literal('sendAgain'), message: eventId }),
  z.object({ type: z.literal('confirmArrival'), message: eventId }),
  z.object({ type: z.literal('markRead'), upTo: eventId }),
]);
export type AgentCommand = z.infer<typeof agentCommand>;

/** What is known of the templates of a case's account. */
export const caseTemplates = z.object({
  /** `asked`: its platform answered just now. `told`: as whoever serves the account told last. `unknown`: nobody told yet. `none`: its channel, or its thread, has none. */
  from: z.enum(['asked', 'told', 'unknown', 'none']),
  /** As of when. */
  at: instant.nullable(),
  /** Why the platform could not be asked; null where it could, or another machine serves the account. */
  fault: z.string().nullable(),
  templates: z.array(replyTemplate),
});
export type CaseTemplates = z.infer<typeof caseTemplates>;

export const inboxSort = z.object({ by: z.enum(['activeAt', 'waitingSince', 'priority', 'openedAt', 'windowEnds']), descending: z.boolean() });
export const inboxCounts = z.record(inboxView, z.number().int());

/** What changed in the lists since the last frame; `arrived` are cases that began to wait. */
export const inboxFrame = z.object({
  rows: z.array(inboxRow),
  /** Cases that went where the person does not see them. */
  gone: z.array(caseId),
  /** More may have changed than is told: at the beginning, and when cases left the cache. */
  anew: z.boolean(),
  counts: inboxCounts,
  arrived: z.array(caseId),
});
export type InboxFrame = z.infer<typeof inboxFrame>;

const caseState = z.custom<CaseState>((value) => typeof value === 'object' && value !== null && 'entries' in value && 'position' in value);

export const caseFrame = z.discriminatedUnion('kind', [
  /** The case as it stands, with the newest of its entries; `earlier` stand before them. */
  z.object({ kind: z.literal('opened'), state: caseState, earlier: z.number().int().min(0) }),
  z.object({ kind: z.literal('events'), events: z.array(anyEvent) }),
  /** Somebody types; with `over`, they do no longer: they sent it, or took it out. */
  z.object({ kind: z.literal('typing'), from: z.string(), at: instant, over: z.literal(true).optional() }),
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
  /** Whether any wallet is connected: the demo's, or the one that the configuration names. */
  wallet: z.boolean(),
  /** Nothing is kept once the host stops. */
  memory: z.boolean(),
  /** What gave the key of the data; null while it cannot be had. */
  keySource: z.enum(['os-key-store', 'passphrase', 'key-file', 'recovery-key', 'memory']).nullable(),
  /** Where the customer's chat page is, when this host serves one. */
  chatUrl: z.string().nullable(),
  defaultLanguage: language.nullable(),
});
export type HostInfo = z.infer<typeof hostInfo>;

/** How the host gets ready; `total` 0 means that there is nothing to count. */
export const startupFrame = z.object({
  phase: z.enum(['locked', 'opening', 'connecting', 'seeding', 'catching-up', 'ready', 'failed']),
  done: z.number(),
  total: z.number(),
  /** What is in the way, as the engine says it; in the phase `failed` why the desk cannot be opened. */
  detail: z.string().optional(),
  /** The file that is damaged, in the phase `failed`, and when its newest good backup was made; null: there is none. */
  damaged: z.object({ file: storedFile.exclude(['cache.db']), backupAt: instant.nullable() }).optional(),
  /** What stands in the way of the data's key, in the phase `locked`. */
  lock: keyLock.optional(),
});
export type StartupFrame = z.infer<typeof startupFrame>;

/** "In sync up to": the moment up to which this console has everything, or how many events it is behind. */
export const syncFrame = z.object({ state: z.enum(['live', 'catching-up', 'lost']), upTo: instant.nullable(), behind: z.number().int() });
export type SyncFrame = z.infer<typeof syncFrame>;

export const wordsKind = z.enum(['reply', 'note']);

export const draft = z.object({
  caseId,
  kind: wordsKind,
  text: z.string().max(100_000),
  attachments: z.array(attachment).max(MAX_ATTACHMENTS),
  addressing: addressing.optional(),
  savedAt: instant,
  /** Grows with each change, in whatever window. */
  version: z.number().int(),
});
export type DraftView = z.infer<typeof draft>;

/** Words that found their place taken by newer ones: of a command that was refused or taken back, or of another window. */
export const keptWords = z.object({
  id: z.string().min(1).max(64),
  caseId,
  row: inboxRow.nullable(),
  kind: wordsKind,
  text: z.string(),
  attachments: z.array(attachment).max(MAX_ATTACHMENTS),
  addressing: addressing.optional(),
  refusal: refusal.nullable(),
  at: instant,
});
export type KeptWordsView = z.infer<typeof keptWords>;

/** What changed among one's drafts; the first frame of a stream is `whole`. `kept` is always all there is. */
export const draftsFrame = z.object({
  whole: z.boolean(),
  /** No version above this was there when it was read. */
  asOf: z.number().int(),
  drafts: z.array(draft),
  /** `erased`: with the person of the case, as words kept beside a draft may be as well. */
  gone: z.array(z.object({ caseId, kind: wordsKind, erased: z.literal(true).optional() })),
  kept: z.array(keptWords),
});
export type DraftsFrameView = z.infer<typeof draftsFrame>;

/** A message that one wrote and that did not arrive, or may not have. */
export const undeliveredMessage = z.object({
  message: eventId,
  caseId,
  row: inboxRow.nullable(),
  at: instant,
  state: z.enum(['failed', 'unknown']),
  reason: z.string().nullable(),
  /** As the case has it; null where it is gone. */
  text: z.string().nullable(),
});
export type UndeliveredView = z.infer<typeof undeliveredMessage>;

/** A person's command that has not come to its end. */
export const deferredCommand = z.object({
  commandId,
  caseId,
  row: inboxRow.nullable(),
  at: instant,
  /** The command's name. */
  type: z.string(),
  /** The words of a reply or a note, as they were typed where that is known. */
  words: z.object({ kind: wordsKind, text: z.string(), attachments: z.array(attachment).max(MAX_ATTACHMENTS), addressing: addressing.optional() }).nullable(),
  /** `queued`: waits for the engine. `sent`: on its way, no answer yet. `unknown`: nobody knows whether it arrived, and only its author sends it again. */
  state: z.enum(['queued', 'sent', 'refused', 'unknown']),
  /** Why it was not carried out; null unless it is refused. */
  refusal: refusal.nullable(),
});
export type DeferredCommandView = z.infer<typeof deferredCommand>;

export const searchHit = z.object({
  row: inboxRow,
  /** The entry to jump to; null where the case itself is meant. */
  entry: eventId.nullable(),
  /** What the excerpt is of; null for a message or note, or where the search asks for no words. */
  field: z.enum(searchFields).nullable(),
  excerpt: z.string(),
  /** What of the excerpt fits: `[at, at + length)` in UTF-16 units, in order. */
  marks: z.array(z.object({ at: z.number().int().nonnegative(), length: z.number().int().positive() })),
  at: instant,
});
export type SearchHitView = z.infer<typeof searchHit>;

/** The most of a search's text. */
export const MAX_SEARCH_LENGTH = 200;

/** What is wrong with one operator of a search, and where it stands in the text. */
export const searchFault = z.object({
  code: z.enum(['value-missing', 'value-unknown']),
  operator: z.enum(searchOperators),
  value: z.string(),
  at: z.number().int().nonnegative(),
  length: z.number().int().positive(),
});

/** A search that a person keeps under a name; never one for a full number, which would lie about in the clear. */
export const savedSearch = z.object({
  name: z.string().trim().min(1).max(60),
  text: z
    .string()
    .trim()
    .min(1)
    .max(MAX_SEARCH_LENGTH)
    .refine((value) => findSensitive(value).length === 0, { message: 'sensitive-value' }),
});
export type SavedSearch = z.infer<typeof savedSearch>;

/** The most searches that one person keeps. */
export const MAX_SAVED_SEARCHES = 50;

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
  /** In the order in which they were kept. */
  searches: z.array(savedSearch).max(MAX_SAVED_SEARCHES).optional(),
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
