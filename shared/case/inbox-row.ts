import { z } from 'zod';
import { runningSince } from '#shared/case/call.ts';
import { channelKind } from '#shared/case/channel.ts';
import { contactKey } from '#shared/case/contact-key.ts';
import { position } from '#shared/case/envelope.ts';
import { windowFrom } from '#shared/case/reply-windows.ts';
import type { CaseState } from '#shared/case/state.ts';
import { caseId, customerId, incidentId, personId, queueId } from '#shared/lib/ids.ts';
import { language } from '#shared/lib/localized.ts';
import { instant } from '#shared/lib/time.ts';

/** One case as a list shows it; the same fold as the conversation, less its entries. */
export const inboxRow = z.object({
  id: caseId,
  channel: channelKind,
  queue: queueId,
  status: z.enum(['waiting', 'open', 'snoozed', 'resolved']),
  owner: personId.nullable(),
  intendedFor: personId.nullable(),
  /** Who does not want it offered again. */
  declinedBy: z.array(personId),
  customer: customerId.nullable(),
  /** The wallet's name of whom an agent confirmed, else the channel's. */
  contactName: z.string().nullable(),
  subject: z.string().nullable(),
  language,
  priority: z.number().int(),
  tags: z.array(z.string()),
  preview: z.string().nullable(),
  previewFrom: z.enum(['customer', 'other', 'desk']).nullable(),
  unread: z.number().int(),
  openedAt: instant,
  /** Of the newest message, or of the opening where there is none. */
  activeAt: instant,
  waitingSince: instant.nullable(),
  snoozedUntil: instant.nullable(),
  /** Until when its owner writes it up after the contact. */
  wrapUpUntil: instant.nullable(),
  resolvedAt: instant.nullable(),
  /** Since when its owner is on the phone about it. */
  callSince: instant.nullable(),
  /** When they are to be called back; rows without it have nobody to call, or are of an older console. */
  callBackAt: instant.optional(),
  /** Nobody knows at what number: the caller withheld it, and whose the case is was not said. */
  noNumber: z.literal(true).optional(),
  /** Everybody can read what is answered. */
  public: z.boolean(),
  /** The incidents that it is linked to; rows of an older console do not say. */
  incidents: z.array(incidentId).optional(),
  /** Who it is at the channel: see `contact-key.ts`; left out where that is not known. */
  contact: z.string().optional(),
  /** When it was last said, or taken back, whose it is. */
  identifiedAt: instant.optional(),
  /** The case that it goes on in; left out while it goes on itself. */
  mergedInto: caseId.optional(),
  /** The cases that go on in it. */
  lines: z.array(caseId).optional(),
  /** The case that it was split from. */
  splitFrom: caseId.optional(),
  /** The cases that were split off from it. */
  splitOff: z.array(caseId).optional(),
  /** From when the reply window of its channel counts; left out where none could. */
  windowFrom: instant.optional(),
  /** Of the messages that the case's own channel allows in it, how many went out. */
  windowSent: z.number().int().optional(),
  /** Whose window that is, where it is another channel than the case's own: a line's. */
  windowChannel: channelKind.optional(),
  /** What was said in it and who it was are gone for good; left out while they are not. */
  erased: z.literal(true).optional(),
  position,
});
export type InboxRow = z.infer<typeof inboxRow>;

/** Projects a case's state to its row. */
export function toInboxRow(state: CaseState): InboxRow {
  const window = windowFrom(state);
  const contact = contactKey(state);
  return {
    id: state.id,
    channel: state.channel,
    queue: state.queue,
    status: state.status,
    owner: state.owner,
    intendedFor: state.intendedFor,
    declinedBy: [...state.declinedBy],
    customer: state.customer,
    contactName: state.knownAs ?? state.contactName,
    subject: state.subject,
    language: state.language,
    priority: state.priority,
    tags: [...state.tags],
    preview: state.preview?.text ?? null,
    previewFrom: state.preview?.from ?? null,
    unread: state.unread,
    openedAt: state.openedAt,
    activeAt: state.preview?.at ?? state.openedAt,
    waitingSince: state.waitingSince,
    snoozedUntil: state.snoozedUntil,
    wrapUpUntil: state.wrapUp?.until ?? null,
    resolvedAt: state.resolvedAt,
    callSince: runningSince(state.call),
    ...(state.callBackAt === null ? {} : { callBackAt: state.callBackAt }),
    ...(state.callBackAt !== null && state.call?.number === null && state.customer === null ? { noNumber: true as const } : {}),
    public: state.visibility === 'public',
    ...(state.incidents.length > 0 ? { incidents: [...state.incidents] } : {}),
    ...(contact === null ? {} : { contact }),
    ...(state.identifiedAt === null ? {} : { identifiedAt: state.identifiedAt }),
    ...(state.mergedInto === null ? {} : { mergedInto: state.mergedInto.case }),
    ...(state.lines.length === 0 ? {} : { lines: state.lines.map((line) => line.case) }),
    ...(state.splitFrom === null ? {} : { splitFrom: state.splitFrom.case }),
    ...(state.splitOff.length === 0 ? {} : { splitOff: state.splitOff.map((one) => one.case) }),
    ...(window === null ? {} : { windowFrom: window.from, ...(window.channel === state.channel ? {} : { windowChannel: window.channel }) }),
    ...(window !== null && window.channel === state.channel && state.sentSinceCustomer > 0 ? { windowSent: state.sentSinceCustomer } : {}),
    ...(state.erasedAt === null ? {} : { erased: true as const }),
    position: state.position,
  };
}

/** The inbox's views: waiting and mine, mine alone, all, snoozed, resolved. */
export const inboxView = z.enum(['active', 'mine', 'all', 'snoozed', 'resolved']);
export type InboxView = z.infer<typeof inboxView>;
