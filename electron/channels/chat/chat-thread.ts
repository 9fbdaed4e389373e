import { TypingPeople } from '#electron/channels/chat/typing-people.ts';
import type { CaseFeed } from '#electron/channels/port.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import type { ChatFrame, ChatMessage } from '#shared/contract/chat-contract.ts';
import { BLOCKED_TAG } from '#shared/desk/blocked-tag.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, EventId, PersonId } from '#shared/lib/ids.ts';
import type { Localized } from '#shared/lib/localized.ts';

/** An event as the customer may see it; null for everything that is the desk's own business. */
export function toChatMessage(event: AnyEvent): ChatMessage | null {
  if (event.type !== 'message.received' && event.type !== 'message.sent') return null;
  return {
    id: event.id,
    from: event.type === 'message.received' ? 'me' : 'agent',
    at: event.at,
    text: event.content?.text ?? '',
    attachments: event.content?.attachments ?? [],
    ...(event.causedBy === undefined ? {} : { commandId: event.causedBy as CommandId }),
  };
}

type Status = Extract<ChatFrame, { kind: 'status' }>;

const newStatus: Status = { kind: 'status', status: 'new', agentName: null, rated: null, blocked: false };

/** The line that a waiting case stands in. */
export interface WaitingLine {
  /** The how manyth it is, from 1; null for a case that does not wait. */
  placeOf(caseId: CaseId): Promise<number | null>;
  /** Calls when cases may have other places than before; answers the way to stop. */
  onMoved(listener: () => void): () => void;
}

/** The case's status in the customer's words after one more event. */
function statusAfter(status: Status, event: AnyEvent, nameOf: (person: PersonId) => Localized | null): Status {
  switch (event.type) {
    case 'case.opened':
    case 'case.released':
    case 'case.transferred':
    case 'case.reopened':
      return { ...status, status: 'waiting', agentName: null, rated: null };
    case 'case.claimed':
      return { ...status, status: 'open', agentName: nameOf(event.body.by) };
    case 'case.resolved':
      return { ...status, status: 'resolved', rated: null };
    case 'survey.answered':
      return { ...status, rated: event.body.score };
    case 'case.tagged': {
      const { add, remove } = event.body;
      const blocked = add.includes(BLOCKED_TAG) || (status.blocked && !remove.includes(BLOCKED_TAG));
      return blocked === status.blocked ? status : { ...status, blocked };
    }
    default:
      return status;
  }
}

/** Where a thread stands for its customer, from batch to batch. */
interface Standing {
  readonly status: Status;
  /** The customer's newest message that no answer has followed. */
  readonly unanswered: EventId | null;
}

/** What a batch of events means for the customer's page, in order. */
export function framesOf(
  events: readonly AnyEvent[],
  standing: Standing,
  nameOf: (person: PersonId) => Localized | null,
): { frames: ChatFrame[]; standing: Standing } {
  const frames: ChatFrame[] = [];
  let { status, unanswered } = standing;
  let read: EventId | null = null;
  const order = new Map(events.map(({ id }, index) => [id, index]));
  const placeOf = (id: EventId | null) => (id === null ? -1 : (order.get(id) ?? -1));
  const messages = events.map(toChatMessage).filter((message) => message !== null);
  if (messages.length > 0) frames.push({ kind: 'messages', messages });
  for (const event of events) {
    status = statusAfter(status, event, nameOf);
    if (event.type === 'message.received') unanswered = event.id;
    // Of several marks the furthest is told: a page that hears an older one after it would show what was read as unread.
    if (event.type === 'message.read' && event.body.by === 'agent' && placeOf(event.body.upTo) >= placeOf(read)) read = event.body.upTo;
    // An answer says that the desk has read what came before it.
    if (event.type !== 'message.sent' || unanswered === null) continue;
    read = unanswered;
    unanswered = null;
  }
  if (read !== null) frames.push({ kind: 'read', upTo: read });
  if (status !== standing.status) frames.push(status);
  return { frames, standing: { status, unanswered } };
}

/**
 * Yields a thread to its customer: what came after the message they saw last, then whatever comes. Answers that reach
 * the page are put on record as delivered.
 */
export async function* watchThread(
  parts: {
    readonly feed: CaseFeed;
    readonly nameOf: (person: PersonId) => Localized | null;
    readonly line: WaitingLine;
    readonly clock: Clock;
    readonly onShown: (messages: readonly EventId[]) => void;
  },
  caseId: CaseId,
  after: EventId | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChatFrame> {
  const queue: ChatFrame[] = [];
  const people = new TypingPeople(parts.clock);
  let standing: Standing = { status: newStatus, unanswered: null };
  let resume: (() => void) | null = null;
  let first = true;
  let over = false;
  let place: number | null = null;
  let look = 0;
  const rouse = () => {
    resume?.();
    resume = null;
  };
  const tellPlace = async () => {
    const turn = ++look;
    const now = standing.status.status === 'waiting' ? await parts.line.placeOf(caseId) : null;
    // A look that was overtaken by a newer one says nothing.
    if (turn !== look || now === place) return;
    place = now;
    queue.push({ kind: 'place', place });
    rouse();
  };
  const offLine = parts.line.onMoved(() => void tellPlace());
  const stop = parts.feed.follow(caseId, 0 as Position | 0, {
    onEvents: (events) => {
      const told = framesOf(events, standing, parts.nameOf);
      standing = told.standing;
      for (const frame of told.frames) queue.push(first ? sinceSeen(frame, after) : frame);
      const answers = events.filter(({ type }) => type === 'message.sent');
      for (const { actor } of answers) people.ended(actor.id);
      // A page takes an answer for the end of all typing.
      const at = people.lastSign();
      if (answers.length > 0 && at !== null) queue.push({ kind: 'typing', at });
      first = false;
      // What was erased cannot go on: the page asks again, and begins anew.
      over ||= events.some(({ type }) => type === 'case.erased');
      void tellPlace();
      rouse();
    },
    onSignal: (said) => {
      if ((said.kind !== 'typing' && said.kind !== 'typed') || said.from === 'customer') return;
      if (said.kind === 'typing') people.began(said.from);
      else people.ended(said.from);
      // Of several the last one's end is the end; who they are is the desk's own business.
      if (said.kind === 'typed' && people.lastSign() !== null) return;
      queue.push({ kind: 'typing', at: said.at, ...(said.kind === 'typed' ? { over: true as const } : {}) });
      rouse();
    },
  });
  signal?.addEventListener('abort', rouse, { once: true });
  try {
    while (!signal?.aborted) {
      const frame = queue.shift();
      if (!frame) {
        if (over) return;
        await new Promise<void>((done) => {
          resume = done;
        });
        continue;
      }
      if (frame.kind === 'messages') {
        if (frame.messages.length === 0) continue;
        const answers = frame.messages.filter((message) => message.from === 'agent').map((message) => message.id);
        if (answers.length > 0) parts.onShown(answers);
      }
      yield frame;
    }
  } finally {
    stop();
    offLine();
    signal?.removeEventListener('abort', rouse);
  }
}

/** Leaves out the messages up to the one a page has seen already. */
function sinceSeen(frame: ChatFrame, after: EventId | null): ChatFrame {
  if (frame.kind !== 'messages' || after === null) return frame;
  const seen = frame.messages.findIndex((message) => message.id === after);
  return { kind: 'messages', messages: frame.messages.slice(seen + 1) };
}
