import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import { isActionEvent, withAction, withTold } from '#shared/case/fold-actions.ts';
import { isCallEvent, withCall } from '#shared/case/fold-calls.ts';
import { isLineEvent, restingLine, waitsAfter, withLine } from '#shared/case/fold-lines.ts';
import {
  type CaseState,
  type Entry,
  emptied,
  emptiedMessage,
  isCustomers,
  isMessage,
  isOfCustomer,
  type MessageEntry,
  PREVIEW_LENGTH,
  type PreviewFrom,
  type StepEntry,
} from '#shared/case/state.ts';
import { isForCustomer, written, wroteLast } from '#shared/case/written-entry.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const step = (event: KnownEvent): StepEntry => ({ kind: 'step', id: event.id, at: event.at, actor: event.actor, step: event });

/** The text a list shows for a message: one line, the names of its files where it has no words. */
function previewText(entry: MessageEntry): string | null {
  if (entry.text === null) return null;
  const text = entry.text.replace(/\s+/g, ' ').trim();
  const shown = text === '' ? entry.attachments.map((a) => a.name).join(', ') : text;
  return [...shown].slice(0, PREVIEW_LENGTH).join('');
}

const previewFrom = (entry: MessageEntry): PreviewFrom => (entry.kind !== 'received' ? 'desk' : isOfCustomer(entry) ? 'customer' : 'other');

function opened(event: KnownEvent<'case.opened'>): CaseState {
  return {
    id: event.about.id as CaseId,
    group: event.group,
    channel: event.body.channel,
    queue: event.body.queue,
    language: event.body.language,
    thread: event.body.thread,
    visibility: event.body.visibility ?? 'private',
    lines: [],
    mergedInto: null,
    splitOff: [],
    splitFrom: event.body.splitFrom ?? null,
    call: null,
    callBackAt: null,
    status: 'waiting',
    priority: event.body.priority,
    tags: [],
    owner: null,
    intendedFor: null,
    declinedBy: [],
    customer: event.body.customer ?? null,
    identifiedAt: null,
    contactName: event.content?.contactName ?? null,
    knownAs: null,
    subject: event.content?.subject ?? null,
    contactAddress: event.content?.contactAddress ?? null,
    form: event.body.form ?? null,
    transactions: [],
    passed: [],
    actions: [],
    incidents: [],
    openedAt: event.at,
    waitingSince: event.at,
    waits: { here: event.at, lines: [] },
    firstResponseAt: null,
    lastCustomerAt: null,
    sentSinceCustomer: 0,
    snoozedUntil: null,
    wrapUp: null,
    resolvedAt: null,
    erasedAt: null,
    disposition: null,
    unread: 0,
    readByCustomerUpTo: null,
    entries: [],
    delivery: {},
    beforeSent: null,
    preview: null,
    position: event.position,
    changedAt: event.at,
    readOnlyBecause: null,
  };
}

/** Entries that the fold of a batch made and alone knows: it may lengthen them. Copying them for each event made a thousand events cost 60 ms. */
const growing = new WeakSet<readonly Entry[]>();

function add({ entries }: CaseState, entry: Entry): readonly Entry[] {
  if (!growing.has(entries)) return [...entries, entry];
  (entries as Entry[]).push(entry);
  return entries;
}

/** Counts anew what went out since the customer's newest message: what the channel refused did not. */
function withQuota(state: CaseState): CaseState {
  const newest = state.entries.findLastIndex(isOfCustomer);
  const out = state.entries
    .slice(newest + 1)
    .filter((entry) => entry.kind === 'sent' && entry.visibility === 'private' && state.delivery[entry.id]?.state !== 'failed');
  return { ...state, sentSinceCustomer: out.length };
}

/** As if the message had never been, but for the step that says so; what the customer read or wrote since stays. */
function withdrawn(state: CaseState, event: KnownEvent<'message.withdrawn'>): CaseState {
  const { message } = event.body;
  const entries = state.entries.filter((entry) => entry.id !== message);
  const spoken = entries.filter((entry): entry is MessageEntry => entry.kind === 'received' || entry.kind === 'sent');
  const newest = spoken.at(-1);
  const { beforeSent, status } = state;
  const waits = beforeSent?.message === message && (status === 'waiting' || status === 'open');
  return withQuota({
    ...state,
    entries: [...entries, step(event)],
    firstResponseAt: spoken.find((entry) => entry.kind === 'sent' && isForCustomer(entry))?.at ?? null,
    waitingSince: waits ? (beforeSent.waitingSince ?? state.waitingSince) : state.waitingSince,
    beforeSent: waits ? null : beforeSent,
    preview: newest ? { text: previewText(newest), from: previewFrom(newest), at: newest.at } : null,
  });
}

/** As the events fold without their key, and closed: when what happened stays, who it was and what was said does not. */
function erased(state: CaseState, event: KnownEvent<'case.erased'>): CaseState {
  return {
    ...state,
    status: 'resolved',
    knownAs: null,
    contactName: null,
    subject: null,
    contactAddress: null,
    call: state.call && { ...state.call, number: null },
    callBackAt: null,
    wrapUp: null,
    snoozedUntil: null,
    waitingSince: null,
    resolvedAt: state.resolvedAt ?? event.at,
    erasedAt: event.at,
    unread: 0,
    entries: [...state.entries.map(emptied), step(event)],
    preview: state.preview && { ...state.preview, text: null },
  };
}

/** Applies one event of a known type other than `case.opened`. */
function apply(state: CaseState, event: KnownEvent): CaseState {
  if (isActionEvent(event)) return { ...withAction(state, event), entries: add(state, step(event)) };
  if (isCallEvent(event)) return { ...withCall(state, event), entries: add(state, step(event)) };
  if (isLineEvent(event)) return { ...withLine(state, event), entries: add(state, step(event)) };
  switch (event.type) {
    case 'case.opened':
      return state;
    case 'case.claimed':
      return {
        ...state,
        status: 'open',
        owner: event.body.by,
        intendedFor: null,
        declinedBy: [],
        snoozedUntil: null,
        entries: add(state, step(event)),
      };
    case 'case.declined':
      return { ...state, declinedBy: [...state.declinedBy, event.body.by], entries: add(state, step(event)) };
    case 'survey.answered':
      return { ...state, entries: add(state, step(event)) };
    case 'case.wrapUp':
      return { ...state, wrapUp: { since: event.at, until: event.body.until }, waitingSince: null, entries: add(state, step(event)) };
    case 'case.released':
      return {
        ...state,
        wrapUp: null,
        status: 'waiting',
        owner: null,
        snoozedUntil: null,
        waitingSince: state.waitingSince ?? event.at,
        entries: add(state, step(event)),
      };
    case 'case.transferred':
      return {
        ...state,
        status: 'waiting',
        queue: event.body.queue,
        wrapUp: null,
        owner: null,
        intendedFor: event.body.to ?? null,
        declinedBy: [],
        snoozedUntil: null,
        waitingSince: state.waitingSince ?? event.at,
        entries: add(state, step(event)),
      };
    case 'case.snoozed':
      return {
        ...state,
        status: 'snoozed',
        snoozedUntil: event.body.until,
        callBackAt: event.body.reason === 'call-back' ? event.body.until : state.callBackAt,
        wrapUp: null,
        waitingSince: null,
        entries: add(state, step(event)),
      };
    case 'case.woken':
      return {
        ...state,
        status: state.owner === null ? 'waiting' : 'open',
        snoozedUntil: null,
        waitingSince: event.body.reason === 'other-wrote' ? null : event.at,
        entries: add(state, step(event)),
      };
    case 'case.prioritised':
      return { ...state, priority: event.body.priority, entries: add(state, step(event)) };
    case 'case.tagged': {
      const removed = new Set(event.body.remove);
      const tags = [...new Set([...state.tags.filter((tag) => !removed.has(tag)), ...event.body.add])];
      return { ...state, tags, entries: add(state, step(event)) };
    }
    case 'case.resolved':
      return {
        ...state,
        status: 'resolved',
        wrapUp: null,
        resolvedAt: event.at,
        disposition: event.body.disposition,
        callBackAt: null,
        waitingSince: null,
        snoozedUntil: null,
        unread: 0,
        entries: add(state, step(event)),
      };
    case 'case.reopened':
      return {
        ...state,
        status: 'waiting',
        owner: null,
        intendedFor: state.owner,
        resolvedAt: null,
        disposition: null,
        waitingSince: event.body.reason === 'other-wrote' ? null : event.at,
        entries: add(state, step(event)),
      };
    case 'message.received': {
      const entry = written(event, 'received');
      return {
        ...state,
        entries: add(state, entry),
        // Whoever writes again is not through yet.
        wrapUp: null,
        mergedInto: state.mergedInto && { ...state.mergedInto, wrote: true },
        unread: state.unread + 1,
        preview: { text: previewText(entry), from: previewFrom(entry), at: event.at },
        // What somebody else answers is to be read; the customer waits, and may be written to, as before.
        ...(isOfCustomer(entry)
          ? { lastCustomerAt: wroteLast(state.lastCustomerAt, state.channel, event), sentSinceCustomer: 0, waitingSince: state.waitingSince ?? event.at }
          : undefined),
      };
    }
    case 'message.sent': {
      const entry = written(event, 'sent');
      const sent = {
        ...state,
        entries: add(state, entry),
        sentSinceCustomer: state.sentSinceCustomer + (entry.visibility === 'private' ? 1 : 0),
        preview: { text: previewText(entry), from: 'desk' as const, at: event.at },
      };
      // It answers another matter, or somebody else: on this one the customer waits as before.
      if (!isForCustomer(entry)) return sent;
      return {
        ...sent,
        actions: withTold(state.actions, event.causedBy),
        wrapUp: null,
        firstResponseAt: state.firstResponseAt ?? event.at,
        waitingSince: null,
        beforeSent: { message: event.id, waitingSince: state.waitingSince, waits: state.waits },
        unread: 0,
      };
    }
    case 'message.withdrawn':
      return withdrawn(state, event);
    case 'note.added': {
      const entry = written(event, 'note');
      // Of a call nothing else is written than its notes.
      const preview = state.channel === 'phone' ? { text: previewText(entry), from: 'desk' as const, at: event.at } : state.preview;
      return { ...state, entries: add(state, entry), preview };
    }
    case 'case.movedPrivate':
      return { ...state, visibility: 'private', entries: add(state, step(event)) };
    case 'case.missed':
    case 'case.glassBroken':
      return { ...state, entries: add(state, step(event)) };
    case 'case.erased':
      return erased(state, event);
    case 'message.delivery': {
      const { state: reached, reason, next } = event.body;
      const told = { state: reached, ...(reason === undefined ? {} : { reason }), ...(next === undefined ? {} : { next }) };
      return withQuota({ ...state, delivery: { ...state.delivery, [event.body.message]: told } });
    }
    case 'message.read': {
      if (event.body.by === 'customer') return { ...state, readByCustomerUpTo: event.body.upTo };
      const at = state.entries.findLastIndex((entry) => entry.id === event.body.upTo);
      return { ...state, unread: state.entries.slice(at + 1).filter(isCustomers).length };
    }
    case 'message.redacted':
      return {
        ...state,
        entries: state.entries.map((entry) => (entry.id === event.body.message && isMessage(entry) ? emptiedMessage(entry) : entry)),
        preview:
          state.entries.findLast((entry) => entry.kind === 'received' || entry.kind === 'sent')?.id === event.body.message && state.preview
            ? { ...state.preview, text: null }
            : state.preview,
      };
    case 'customer.identified':
      return {
        ...state,
        customer: event.body.customer,
        identifiedAt: event.at,
        knownAs: event.content?.name ?? null,
        // What somebody else showed of themselves counts for nobody.
        passed: state.customer === event.body.customer ? state.passed : [],
        entries: add(state, step(event)),
      };
    case 'transaction.linked':
      return {
        ...state,
        transactions: [...new Set([...state.transactions, event.body.transaction])],
        entries: add(state, step(event)),
      };
    case 'transaction.unlinked':
      return { ...state, transactions: state.transactions.filter((id) => id !== event.body.transaction), entries: add(state, step(event)) };
    case 'case.incidentLinked':
      return { ...state, incidents: [...new Set([...state.incidents, event.body.incident])], entries: add(state, step(event)) };
    case 'case.incidentUnlinked':
      return { ...state, incidents: state.incidents.filter((id) => id !== event.body.incident), entries: add(state, step(event)) };
    case 'incident.opened':
    case 'incident.changed':
    case 'incident.closed':
    case 'agent.signedIn':
    case 'agent.signedOut':
    case 'agent.stateChanged':
    case 'agent.glassBroken':
    case 'review.saved':
    case 'review.noted':
    case 'review.noteChanged':
    case 'review.noteRemoved':
    case 'desk.changed':
    case 'desk.templatesTold':
    case 'desk.addressesTold':
    case 'trail.seen':
    case 'trail.observed':
    case 'trail.replayed':
    case 'trail.recoveryKeyMade':
    case 'trail.recoveryKeyUsed':
    case 'trail.searched':
    case 'trail.revealed':
    case 'trail.fieldRevealed':
    case 'trail.auditHead':
      return state;
    default:
      return assertNever(event, 'event');
  }
}

/**
 * Folds one recorded event into a case. Undefined is the case before its first event; events come in the engine's
 * order, and one at or before the state's position is a repeat and changes nothing. An event before `case.opened`
 * leaves the case undefined.
 */
export function evolve(state: CaseState | undefined, event: AnyEvent): CaseState | undefined {
  if (state === undefined) return event.type === 'case.opened' ? opened(event) : undefined;
  if (event.position <= state.position) return state;
  const marks = { position: event.position, changedAt: Math.max(state.changedAt, event.at) };
  if (event.type === 'unsupported') {
    const entry: Entry = { kind: 'unsupported', id: event.id, at: event.at, actor: event.actor, type: event.originalType };
    return {
      ...state,
      ...marks,
      entries: add(state, entry),
      readOnlyBecause: state.readOnlyBecause ?? (event.critical === true ? event.originalType : null),
    };
  }
  return { ...restingLine(apply(state, event)), waits: waitsAfter(state, event), ...marks };
}

/** Folds a batch; any split of a log into batches gives the same state. */
export function foldCase(state: CaseState | undefined, events: Iterable<AnyEvent>): CaseState | undefined {
  let folded = state;
  for (const event of events) {
    const next = evolve(folded, event);
    // Other entries than before were made just now; the states between are seen by nobody.
    if (next && next.entries !== folded?.entries) growing.add(next.entries);
    folded = next;
  }
  if (folded) growing.delete(folded.entries);
  return folded;
}
