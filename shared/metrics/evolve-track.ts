import { causeOf, type KnownEvent } from '#shared/case/envelope.ts';
import { foldWaits, waitsSince, withoutLine } from '#shared/case/waits.ts';
import type { CaseId, EventId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { type CaseTrack, type Contact, currentContact, currentHandling, type Handling } from '#shared/metrics/case-track.ts';
import type { Span } from '#shared/metrics/spans.ts';

const replaceLast = <T>(list: readonly T[], last: T): readonly T[] => [...list.slice(0, -1), last];

const closeSpan = (spans: readonly Span[], at: Instant): readonly Span[] => {
  const last = spans.at(-1);
  return last?.to === null ? replaceLast(spans, { from: last.from, to: at }) : spans;
};

/** Ends the current wait, if there is one. */
function endContact(track: CaseTrack, at: Instant, outcome: Contact['outcome']): CaseTrack {
  const contact = currentContact(track);
  return contact === null ? track : { ...track, contacts: replaceLast(track.contacts, { ...contact, to: at, outcome }) };
}

/** Lets the case wait in a queue; in the one it waits in already it goes on waiting. */
function enterQueue(track: CaseTrack, at: Instant, queue: QueueId, cause: string): CaseTrack {
  if (currentContact(track)?.queue === queue) return track;
  const left = endContact(track, at, 'flowed-out');
  return { ...left, contacts: [...left.contacts, { queue, from: at, to: null, outcome: 'waiting', cause }] };
}

/** Ends the owner's work, if there is an owner. */
function endHandling(track: CaseTrack, at: Instant, end: Handling['end']): CaseTrack {
  const handling = currentHandling(track);
  if (handling === null) return track;
  return { ...track, handlings: replaceLast(track.handlings, { ...handling, to: at, end, spans: closeSpan(handling.spans, at) }) };
}

function pause(track: CaseTrack, at: Instant): CaseTrack {
  const handling = currentHandling(track);
  return handling === null ? track : { ...track, handlings: replaceLast(track.handlings, { ...handling, spans: closeSpan(handling.spans, at) }) };
}

function goOn(track: CaseTrack, at: Instant): CaseTrack {
  const handling = currentHandling(track);
  if (handling === null || handling.spans.at(-1)?.to === null) return track;
  return { ...track, handlings: replaceLast(track.handlings, { ...handling, spans: [...handling.spans, { from: at, to: null }] }) };
}

function claimed(track: CaseTrack, at: Instant, by: PersonId, cause: string): CaseTrack {
  const held = { ...track, status: 'open' as const, owner: by, handledBy: track.handledBy.includes(by) ? track.handledBy : [...track.handledBy, by] };
  if (currentHandling(track)?.by === by) return goOn(endContact(held, at, 'answered'), at);
  const contact = currentContact(track);
  // Who reopens a case takes it in the same command: nobody waited.
  const answered = contact !== null && contact.cause === cause ? { ...held, contacts: held.contacts.slice(0, -1) } : endContact(held, at, 'answered');
  const left = endHandling(answered, at, 'taken-over');
  const handling: Handling = { queue: track.queue, by, from: at, to: null, spans: [{ from: at, to: null }], end: 'open', replied: false, cause };
  return { ...left, handlings: [...left.handlings, handling] };
}

function resolved(track: CaseTrack, at: Instant, cause: string): CaseTrack {
  const done: CaseTrack = {
    ...endContact(track, at, 'abandoned'),
    status: 'resolved',
    waitingSince: null,
    askedAt: null,
    resolutions: track.resolutions + 1,
    resolved: { at, queue: track.queue },
  };
  const handling = currentHandling(done);
  if (handling === null || handling.cause !== cause || handling.replied) return endHandling(done, at, 'resolved');
  // Closed from the queue in one command: nobody ever had it open, and the wait ended without an answer.
  const contact = done.contacts.at(-1);
  const unanswered = contact?.outcome === 'answered' && contact.to === handling.from;
  return {
    ...done,
    handlings: done.handlings.slice(0, -1),
    contacts: unanswered ? replaceLast(done.contacts, { ...contact, outcome: 'abandoned' }) : done.contacts,
  };
}

function answered(track: CaseTrack, at: Instant): CaseTrack {
  const handling = currentHandling(track);
  const replied = handling === null || handling.replied ? track : { ...track, handlings: replaceLast(track.handlings, { ...handling, replied: true }) };
  if (track.askedAt === null) return replied;
  const round = { queue: track.queue, from: track.askedAt, to: at, first: !track.everAnswered };
  return { ...replied, askedAt: null, everAnswered: true, rounds: [...track.rounds, round] };
}

const sentBefore = ({ waitingSince, waits, askedAt, everAnswered, rounds, contacts }: CaseTrack, message: EventId) => ({
  message,
  waitingSince,
  waits,
  askedAt,
  everAnswered,
  rounds,
  contacts,
});

/** A message that was taken back answered nobody. */
function withdrawn(track: CaseTrack, message: EventId): CaseTrack {
  const { beforeSent, status } = track;
  if (beforeSent?.message !== message || (status !== 'waiting' && status !== 'open')) return track;
  const { waitingSince, askedAt, everAnswered, rounds } = beforeSent;
  // One that was answered without being taken waits as it did.
  const contacts = status === 'waiting' && currentContact(track) === null ? beforeSent.contacts : track.contacts;
  return { ...track, contacts, waitingSince: waitingSince ?? track.waitingSince, askedAt: askedAt ?? track.askedAt, everAnswered, rounds, beforeSent: null };
}

/** A case of its own again: it waits as it did, unless it was answered since; whoever was answered before does not begin to wait. */
function apart(track: CaseTrack, at: Instant, cause: string): CaseTrack {
  const { merged } = track;
  if (merged === null) return track;
  if (merged.closed && !merged.wrote) return { ...track, merged: null };
  const waitingSince = waitsSince(track.waits) ?? (merged.snoozed ? at : null);
  const back = { ...track, status: 'waiting' as const, owner: null, merged: null, waitingSince };
  const { waited } = merged;
  // Nobody waits for it, but it stands in its queue, from now on.
  if (waitingSince === null || waited === null) return enterQueue(back, at, track.queue, cause);
  const others = track.contacts.filter((one) => one.from !== waited.from || one.outcome !== 'flowed-out');
  return { ...back, contacts: [...others, waited] };
}

/** Only what the line brought goes with it: nobody waits in the queue for anything else. */
function parted(track: CaseTrack, at: Instant, line: CaseId): CaseTrack {
  const waitingSince = withoutLine(track.waitingSince, track.waits, line);
  const left = track.waitingSince !== null && waitingSince === null ? endContact(track, at, 'flowed-out') : track;
  return { ...left, waitingSince };
}

/** What is said on a line moves the waits of the case that goes on; its rounds are the line's own. */
function lineMoved(track: CaseTrack, event: KnownEvent<'case.lineMoved'>, at: Instant): CaseTrack {
  const { by } = event.body;
  // One that goes on in another waits for nothing here.
  if (track.merged !== null) return track;
  // Whoever answers there has claimed the case before; one that nobody has goes on waiting in its queue.
  if (by === 'desk') return { ...answered(track, at), waitingSince: null };
  if (by === 'other') return track;
  if (by === 'taken-back') return track.status === 'waiting' || track.status === 'open' ? { ...track, waitingSince: track.waitingSince ?? at } : track;
  const waits = track.status === 'waiting' ? enterQueue(track, at, track.queue, causeOf(event)) : track;
  return { ...waits, waitingSince: track.waitingSince ?? at };
}

/** Applies one event other than `case.opened`; statuses, queues, owners and `waitingSince` go as in the case's own fold. */
function apply(track: CaseTrack, event: KnownEvent, at: Instant): CaseTrack {
  const cause = causeOf(event);
  const back = { status: 'waiting' as const, owner: null, waitingSince: track.waitingSince ?? at };
  switch (event.type) {
    case 'case.claimed':
      return claimed(track, at, event.body.by, cause);
    case 'case.released':
      return { ...enterQueue(endHandling(track, at, 'released'), at, track.queue, cause), ...back };
    case 'case.transferred':
      return { ...enterQueue(endHandling(track, at, 'transferred'), at, event.body.queue, cause), ...back, queue: event.body.queue };
    case 'case.reopened':
      // What somebody else answered stands in the queue as well, but the customer waits for nothing.
      return {
        ...enterQueue(endHandling(track, at, 'released'), at, track.queue, cause),
        ...back,
        waitingSince: event.body.reason === 'other-wrote' ? null : at,
      };
    case 'case.snoozed':
      return { ...pause(endContact(track, at, 'flowed-out'), at), status: 'snoozed', waitingSince: null };
    case 'case.woken':
      return {
        ...(track.owner === null ? { ...enterQueue(track, at, track.queue, cause), status: 'waiting' } : { ...goOn(track, at), status: 'open' }),
        waitingSince: event.body.reason === 'other-wrote' ? null : at,
      };
    case 'case.merged': {
      const { side, waitingSince } = event.body;
      if (side === 'from')
        return track.status === 'waiting' || track.status === 'open' ? { ...track, waitingSince: track.waitingSince ?? waitingSince ?? null } : track;
      // It goes on elsewhere and is handled there: it was neither answered nor abandoned here, and is nobody's resolution.
      const left = endHandling(endContact(track, at, 'flowed-out'), at, 'taken-over');
      const merged = { closed: track.status === 'resolved', snoozed: track.status === 'snoozed', waited: currentContact(track), wrote: false };
      return { ...left, status: 'resolved', waitingSince: null, merged };
    }
    case 'case.unmerged':
      return event.body.side === 'from' ? parted(track, at, event.body.case) : apart(track, at, cause);
    case 'case.lineMoved':
      return lineMoved(track, event, at);
    case 'case.wrapUp':
      return { ...track, waitingSince: null };
    case 'case.resolved':
      return resolved(track, at, cause);
    case 'message.received':
      if (track.merged !== null) {
        const merged = { ...track.merged, wrote: true };
        return event.body.aside === true ? { ...track, merged } : { ...track, merged, askedAt: track.askedAt ?? at };
      }
      if (event.body.aside === true) return track;
      // Whoever was answered in the queue, without anybody taking the case, waits there again.
      return {
        ...(track.status === 'waiting' ? enterQueue(track, at, track.queue, cause) : track),
        waitingSince: track.waitingSince ?? at,
        askedAt: track.askedAt ?? at,
      };
    case 'call.started':
      return { ...answered(track, at), waitingSince: null };
    case 'message.sent':
      // It answers a case that was split off, which is told of it.
      if (event.body.for !== undefined || event.body.forwards !== undefined) return track;
      // What is sent by itself is no answer (CW: automation is ignored).
      return {
        ...(event.actor.kind === 'system' ? track : answered(endContact(track, at, 'answered'), at)),
        waitingSince: null,
        beforeSent: sentBefore(track, event.id),
      };
    case 'message.withdrawn':
      return withdrawn(track, event.body.message);
    default:
      return track;
  }
}

/** Begins a case's track; the event is about a case. */
function opened(event: KnownEvent<'case.opened'>): CaseTrack {
  const { queue, channel, splitFrom } = event.body;
  return {
    id: event.about.id as CaseId,
    channel,
    queue,
    status: 'waiting',
    owner: null,
    openedAt: event.at,
    waitingSince: event.at,
    waits: { here: event.at, lines: [] },
    // Of a case that was split off the question is there already.
    askedAt: splitFrom === undefined ? null : event.at,
    everAnswered: false,
    handledBy: [],
    resolutions: 0,
    resolved: null,
    contacts: [{ queue, from: event.at, to: null, outcome: 'waiting', cause: causeOf(event) }],
    handlings: [],
    rounds: [],
    beforeSent: null,
    merged: null,
    at: event.at,
    position: event.position,
  };
}

/** As in the case's own fold; what is taken back moves a case that is worked, or that goes on in another. */
function waitsAfter(track: CaseTrack, event: KnownEvent, at: Instant): CaseTrack['waits'] {
  const works = track.status === 'waiting' || track.status === 'open';
  const takenBack = event.type === 'case.lineMoved' && event.body.by === 'taken-back';
  if (event.type === 'case.lineMoved' && (track.merged !== null || (takenBack && !works))) return track.waits;
  if (event.type === 'message.withdrawn' && !works && track.merged === null) return track.waits;
  return foldWaits(track.waits, event, at, track.beforeSent);
}

/**
 * Folds one event of a case into its track. What came before `case.opened`, and repeats, change nothing; a clock that
 * went backwards is taken to stand still.
 */
export function evolveTrack(track: CaseTrack | undefined, event: KnownEvent): CaseTrack | undefined {
  if (track === undefined) return event.type === 'case.opened' ? opened(event) : undefined;
  if (event.position <= track.position) return track;
  const at = Math.max(track.at, event.at);
  return { ...apply(track, event, at), waits: waitsAfter(track, event, at), at, position: event.position };
}
