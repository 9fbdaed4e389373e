import type { AccountAction, PassedStep } from '#shared/case/account-action.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Attachment, Original } from '#shared/case/attachment.ts';
import type { Call } from '#shared/case/call.ts';
import type { ChannelKind, OpeningForm, Visibility } from '#shared/case/channel.ts';
import type { DeliveryState } from '#shared/case/delivery.ts';
import type { KnownEvent, Position } from '#shared/case/envelope.ts';
import type { IncidentAnswer } from '#shared/case/incident.ts';
import type { Line, MergedInto } from '#shared/case/line.ts';
import { type Recipients, recipientMarks } from '#shared/case/recipients.ts';
import type { SplitFrom, SplitOff } from '#shared/case/split.ts';
import type { Waits } from '#shared/case/waits.ts';
import type { CaseId, CustomerId, EventId, GroupId, IncidentId, PersonId, QueueId, TransactionId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { MaskedText, TokenMark } from '#shared/wallet/tokens.ts';

export type CaseStatus = 'waiting' | 'open' | 'snoozed' | 'resolved';

/** One message or note as the conversation shows it; `text` is null once its key was dropped or it was redacted. */
export interface MessageEntry {
  readonly kind: 'received' | 'sent' | 'note';
  readonly id: EventId;
  readonly at: Instant;
  /** When it was written, where that was before it came here. */
  readonly wroteAt?: Instant;
  readonly actor: Actor;
  readonly text: string | null;
  readonly marks: readonly TokenMark[];
  readonly attachments: readonly Attachment[];
  readonly visibility: Visibility;
  /** The message as it came, where more of it is kept than its text; null where that was all. */
  readonly original: Original | null;
  /** What of an incident it tells the customer. */
  readonly answers?: IncidentAnswer;
  /** The case that was split off, which it answers. */
  readonly for?: CaseId;
  /** Whom it went to beside the customer. */
  readonly recipients?: Recipients;
  /** Somebody else wrote it, to the desk alone. */
  readonly aside?: true;
  /** The message that it sends on, to others than the customer. */
  readonly forwards?: EventId;
  /** It goes out as an approved template, which no window shuts out. */
  readonly template?: true;
}

/** A step of the case between the messages: claimed, transferred, snoozed and so on. */
export interface StepEntry {
  readonly kind: 'step';
  readonly id: EventId;
  readonly at: Instant;
  readonly actor: Actor;
  readonly step: KnownEvent;
}

/** An entry of a newer console, kept and shown by its type's name. */
export interface UnsupportedEntry {
  readonly kind: 'unsupported';
  readonly id: EventId;
  readonly at: Instant;
  readonly actor: Actor;
  readonly type: string;
}

export type Entry = MessageEntry | StepEntry | UnsupportedEntry;

/** The values hidden in the customer's address, in what they wrote, in the numbers of calls, and in new phone numbers. */
export function customerMarks(state: Pick<CaseState, 'entries' | 'contactAddress'>): readonly TokenMark[] {
  const inEntries = state.entries.flatMap((entry) => {
    if (isOfCustomer(entry)) return entry.marks;
    if (entry.kind !== 'step') return [];
    if (entry.step.type === 'action.requested') return entry.step.content?.phone?.marks ?? [];
    return entry.step.type === 'call.started' || entry.step.type === 'call.missed' ? (entry.step.content?.number?.marks ?? []) : [];
  });
  return [...(state.contactAddress?.marks ?? []), ...inEntries];
}

/** Whether an entry is to be read by the desk: the customer wrote, or somebody whom the case was sent on to, here or on a line. */
export function isCustomers(entry: Entry): boolean {
  if (entry.kind === 'received') return true;
  return entry.kind === 'step' && entry.step.type === 'case.lineMoved' && (entry.step.body.by === 'customer' || entry.step.body.by === 'other');
}

/** Whether an entry is a message of the customer's own talk, and not one that somebody else wrote to the desk alone. */
export function isOfCustomer(entry: Entry): entry is MessageEntry {
  return entry.kind === 'received' && entry.aside !== true;
}

/** Whether an entry is a message or a note. */
export function isMessage(entry: Entry): entry is MessageEntry {
  return entry.kind === 'received' || entry.kind === 'sent' || entry.kind === 'note';
}

/** A message without what it said, and to whom. */
export function emptiedMessage({ recipients: _gone, ...entry }: MessageEntry): MessageEntry {
  return { ...entry, text: null, marks: [], attachments: [], original: null };
}

/** All values that are hidden in an entry, in its words and in whom it went to. */
export const entryMarks = (entry: Entry): readonly TokenMark[] => (isMessage(entry) ? [...entry.marks, ...recipientMarks(entry.recipients)] : []);

/** The same entry without anything that a person wrote or is called. */
export function emptied(entry: Entry): Entry {
  if (isMessage(entry)) return emptiedMessage(entry);
  return entry.kind === 'step' && 'content' in entry.step ? { ...entry, step: { ...entry.step, content: null } as KnownEvent } : entry;
}

/** Who said what a list shows; `other`: somebody whom the case was sent on to. */
export type PreviewFrom = 'customer' | 'other' | 'desk';

export interface Delivery {
  readonly state: DeliveryState;
  readonly reason?: string;
  /** Queued by the desk itself: when the provider is asked once more. */
  readonly next?: Instant;
}

/** Everything that is shown or decided about one case; folded from its events, never stored as truth. */
export interface CaseState {
  readonly id: CaseId;
  readonly group: GroupId;
  readonly channel: ChannelKind;
  readonly queue: QueueId;
  readonly language: Language;
  readonly thread: string;
  /** The cases that go on in this one. */
  readonly lines: readonly Line[];
  /** The case that this one goes on in; null while it goes on itself. */
  readonly mergedInto: MergedInto | null;
  /** The cases that were split off from it, oldest first. */
  readonly splitOff: readonly SplitOff[];
  /** Where it was split from; null of a case with a thread of its own. */
  readonly splitFrom: SplitFrom | null;
  /** How the desk answers: in public until the thread was moved. */
  readonly visibility: Visibility;
  /** The newest call. */
  readonly call: Call | null;
  /** When the desk is to call the customer back, whether that is over or not; null once it did, or need not any more. */
  readonly callBackAt: Instant | null;
  readonly status: CaseStatus;
  readonly priority: number;
  readonly tags: readonly string[];
  readonly owner: PersonId | null;
  /** Whom a transfer named; the case waits for this person first. */
  readonly intendedFor: PersonId | null;
  readonly declinedBy: readonly PersonId[];
  readonly customer: CustomerId | null;
  /** When it was last said, or taken back, whose it is; null where nobody did. */
  readonly identifiedAt: Instant | null;
  /** As the channel names them. */
  readonly contactName: string | null;
  /** As the wallet names whom an agent confirmed, masked. */
  readonly knownAs: string | null;
  readonly subject: string | null;
  /** Where answers go, masked. */
  readonly contactAddress: MaskedText | null;
  /** The form of the chat that it came by; null where it came by none. */
  readonly form: OpeningForm | null;
  readonly transactions: readonly TransactionId[];
  /** By what the customer of the case showed who they are, as far as it counted once; `levelAt` says what it is worth now. */
  readonly passed: readonly PassedStep[];
  /** What was asked of the wallet in this case, oldest first. */
  readonly actions: readonly AccountAction[];
  /** The incidents that it is one of the many of. */
  readonly incidents: readonly IncidentId[];
  readonly openedAt: Instant;
  /** Since when the customer waits for a person of the desk: set while no claim or no answer followed their message. */
  readonly waitingSince: Instant | null;
  /** For what that is; taken apart, each case has its own again. */
  readonly waits: Waits;
  readonly firstResponseAt: Instant | null;
  /** When the customer wrote last, by the platform's clock where it tells. */
  readonly lastCustomerAt: Instant | null;
  /** Private messages that went out since the customer's newest one, for channels with a quota. */
  readonly sentSinceCustomer: number;
  readonly snoozedUntil: Instant | null;
  /** The contact is over and its owner writes it up; null while it is not. */
  readonly wrapUp: { readonly since: Instant; readonly until: Instant } | null;
  readonly resolvedAt: Instant | null;
  /** When its contents were erased; the case may be read as far as it is left, never worked. */
  readonly erasedAt: Instant | null;
  readonly disposition: string | null;
  /** Messages of the customer's, and of those whom the case was sent on to, after the desk's newest read mark. */
  readonly unread: number;
  readonly readByCustomerUpTo: EventId | null;
  readonly entries: readonly Entry[];
  readonly delivery: Readonly<Record<string, Delivery>>;
  /** The newest message of the desk with what stood before it, should it be taken back. */
  readonly beforeSent: { readonly message: EventId; readonly waitingSince: Instant | null; readonly waits: Waits } | null;
  /** Of the newest message: masked text as far as a list shows it. */
  readonly preview: { readonly text: string | null; readonly from: PreviewFrom; readonly at: Instant } | null;
  readonly position: Position;
  readonly changedAt: Instant;
  /** The type of a newer console's critical event: the case may be read, not worked. */
  readonly readOnlyBecause: string | null;
}

/** How many characters of a message's text a list keeps. */
export const PREVIEW_LENGTH = 120;
