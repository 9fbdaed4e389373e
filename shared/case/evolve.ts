import type { AnyEvent, KnownEvent } from '#shared/case/envelope.ts';
import { type CaseState, type Entry, isMessage, type MessageEntry, PREVIEW_LENGTH, type StepEntry } from '#shared/case/state.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId } from '#shared/lib/ids.ts';

type Written = KnownEvent<'message.received' | 'message.sent' | 'note.added'>;

const written = (event: Written, kind: MessageEntry['kind']): MessageEntry => ({
  kind,
  id: event.id,
  at: event.at,
  actor: event.actor,
  text: event.content?.text ?? null,
  marks: event.content?.marks ?? [],
  attachments: event.content && 'attachments' in event.content ? event.content.attachments : [],
});

const step = (event: KnownEvent): StepEntry => ({ kind: 'step', id: event.id, at: event.at, actor: event.actor, step: event });

/** The text a list shows for a message: one line, the names of its files where it has no words. */
function previewText(entry: MessageEntry): string | null {
  if (entry.text === null) return null;
  const text = entry.text.replace(/\s+/g, ' ').trim();
  const shown = text === '' ? entry.attachments.map((a) => a.name).join(', ') : text;
  return [...shown].slice(0, PREVIEW_LENGTH).join('');
}

function opened(event: KnownEvent<'case.opened'>): CaseState {
  return {
    id: event.about.id as CaseId,
    group: event.group,
    channel: event.body.channel,
    queue: event.body.queue,
    language: event.body.language,
    thread: event.body.thread,
    status: 'waiting',
    priority: event.body.priority,
    tags: [],
    owner: null,
    intendedFor: null,
    declinedBy: [],
    customer: event.body.customer ?? null,
    contactName: event.content?.contactName ?? null,
    subject: event.content?.subject ?? null,
    transactions: [],
    openedAt: event.at,
    waitingSince: event.at,
    firstResponseAt: null,
    lastCustomerAt: null,
    sentSinceCustomer: 0,
    snoozedUntil: null,
    wrapUp: null,
    resolvedAt: null,
    disposition: null,
    unread: 0,
    readByCustomerUpTo: null,
    entries: [],
    delivery: {},
    preview: null,
    position: event.position,
    changedAt: event.at,
    readOnlyBecause: null,
  };
}

const add = (state: CaseState, entry: Entry): readonly Entry[] => [...state.entries, entry];

/** Applies one event of a known type other than `case.opened`. */
function apply(state: CaseState, event: KnownEvent): CaseState {
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
    case 'case.missed':
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
      return { ...state, status: 'snoozed', snoozedUntil: event.body.until, wrapUp: null, waitingSince: null, entries: add(state, step(event)) };
    case 'case.woken':
      return {
        ...state,
        status: state.owner === null ? 'waiting' : 'open',
        snoozedUntil: null,
        waitingSince: event.at,
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
        waitingSince: event.at,
        entries: add(state, step(event)),
      };
    case 'message.received': {
      const entry = written(event, 'received');
      return {
        ...state,
        entries: add(state, entry),
        lastCustomerAt: event.at,
        // Whoever writes again is not through yet.
        wrapUp: null,
        sentSinceCustomer: 0,
        unread: state.unread + 1,
        waitingSince: state.waitingSince ?? event.at,
        preview: { text: previewText(entry), from: 'customer', at: event.at },
      };
    }
    case 'message.sent': {
      const entry = written(event, 'sent');
      return {
        ...state,
        entries: add(state, entry),
        sentSinceCustomer: state.sentSinceCustomer + 1,
        wrapUp: null,
        firstResponseAt: state.firstResponseAt ?? event.at,
        waitingSince: null,
        unread: 0,
        preview: { text: previewText(entry), from: 'desk', at: event.at },
      };
    }
    case 'note.added':
      return { ...state, entries: add(state, written(event, 'note')) };
    case 'message.delivery':
      return {
        ...state,
        delivery: {
          ...state.delivery,
          [event.body.message]: {
            state: event.body.state,
            ...(event.body.reason === undefined ? {} : { reason: event.body.reason }),
          },
        },
      };
    case 'message.read': {
      if (event.body.by === 'customer') return { ...state, readByCustomerUpTo: event.body.upTo };
      const at = state.entries.findLastIndex((entry) => entry.id === event.body.upTo);
      return { ...state, unread: state.entries.slice(at + 1).filter((entry) => entry.kind === 'received').length };
    }
    case 'message.redacted':
      return {
        ...state,
        entries: state.entries.map((entry) =>
          entry.id === event.body.message && isMessage(entry) ? { ...entry, text: null, marks: [], attachments: [] } : entry,
        ),
        preview:
          state.entries.findLast((entry) => entry.kind === 'received' || entry.kind === 'sent')?.id === event.body.message && state.preview
            ? { ...state.preview, text: null }
            : state.preview,
      };
    case 'customer.identified':
      return { ...state, customer: event.body.customer, entries: add(state, step(event)) };
    case 'transaction.linked':
      return {
        ...state,
        transactions: [...new Set([...state.transactions, event.body.transaction])],
        entries: add(state, step(event)),
      };
    case 'agent.signedIn':
    case 'agent.signedOut':
    case 'agent.stateChanged':
    case 'review.saved':
    case 'review.noted':
    case 'review.noteChanged':
    case 'review.noteRemoved':
    case 'desk.changed':
    case 'trail.seen':
    case 'trail.observed':
    case 'trail.replayed':
    case 'trail.searched':
    case 'trail.revealed':
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
  return { ...apply(state, event), ...marks };
}

/** Folds a batch; any split of a log into batches gives the same state. */
export function foldCase(state: CaseState | undefined, events: Iterable<AnyEvent>): CaseState | undefined {
  let folded = state;
  for (const event of events) folded = evolve(folded, event);
  return folded;
}
