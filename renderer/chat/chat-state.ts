import type { Attachment } from '#shared/case/attachment.ts';
import type { ChatFrame, ChatMessage, PhoneText } from '#shared/contract/chat-contract.ts';
import type { CommandId, EventId } from '#shared/lib/ids.ts';
import type { Localized } from '#shared/lib/localized.ts';

/** A message that the desk has not confirmed yet; kept across reloads under its command's id. */
export interface Pending {
  readonly commandId: CommandId;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly at: number;
  /** `slow`: there were too many in a short time; it goes by itself a little later, as after a lost connection. */
  readonly failed: 'connection' | 'slow' | 'refused' | null;
  /** The thread that it was written in, where the desk had told of it. */
  readonly mark?: string;
}

export interface ChatState {
  /** In the desk's order as far as it has told them; the customer's own that it has confirmed and not told yet stand behind. */
  readonly messages: readonly ChatMessage[];
  /** The newest message that the desk has told in its order: the page has all up to it, and goes on from it. */
  readonly toldUpTo: EventId | null;
  readonly pending: readonly Pending[];
  readonly status: 'new' | 'waiting' | 'open' | 'resolved';
  readonly agentName: Localized | null;
  /** The how manyth of those who wait. */
  readonly place: number | null;
  /** What the customer said of the contact that was closed last. */
  readonly rated: number | null;
  /** The desk takes nothing more from here. */
  readonly blocked: boolean;
  /** What the desk wants to know before it takes the first message. */
  readonly lacks: 'form' | 'address' | null;
  /** How many answers came that the customer has not had before them. */
  readonly unread: number;
  readonly readUpTo: EventId | null;
  readonly typingAt: number;
  readonly connected: boolean;
  /** Whose thread it is, as the desk tells it; null before, and of a desk that tells nothing of it. */
  readonly mark: string | null;
  /** What came to the customer's phone, newest first; of the demo alone. */
  readonly phone: readonly PhoneText[];
}

export const emptyChat: ChatState = {
  messages: [],
  toldUpTo: null,
  pending: [],
  status: 'new',
  agentName: null,
  place: null,
  rated: null,
  blocked: false,
  lacks: null,
  unread: 0,
  readUpTo: null,
  typingAt: 0,
  connected: true,
  mark: null,
  phone: [],
};

/** Where a message stands among those of the page; -1 for one that it has not. */
const placeOf = (state: ChatState, id: EventId | null) => state.messages.findIndex((message) => message.id === id);

/** What is still pending once the desk has these messages. */
function unsettled(pending: readonly Pending[], messages: readonly ChatMessage[]): readonly Pending[] {
  const settled = new Set(messages.map(({ commandId }) => commandId));
  return pending.filter(({ commandId }) => !settled.has(commandId));
}

/**
 * Takes in the desk's answer to a message of the customer's. It says nothing of what else was said until then, so that
 * the page does not go on from it: an answer that came before it would never be asked for.
 */
export function withConfirmed(state: ChatState, message: ChatMessage): ChatState {
  const messages = placeOf(state, message.id) < 0 ? [...state.messages, message] : state.messages;
  return { ...state, messages, pending: unsettled(state.pending, [message]) };
}

/** Takes in one frame of the desk: messages once each and in its order, what was pending settled by its command's id. */
export function withFrame(state: ChatState, frame: ChatFrame, now: number): ChatState {
  switch (frame.kind) {
    case 'thread':
      // What this browser kept of somebody else's is neither shown nor sent.
      return { ...state, mark: frame.mark, pending: state.pending.filter(({ mark = frame.mark }) => mark === frame.mark) };
    case 'messages': {
      const end = placeOf(state, state.toldUpTo) + 1;
      const told = state.messages.slice(0, end);
      const known = new Set(told.map((message) => message.id));
      const fresh = frame.messages.filter((message) => !known.has(message.id));
      const come = new Set(fresh.map((message) => message.id));
      const confirmed = state.messages.slice(end).filter((message) => !come.has(message.id));
      return {
        ...state,
        messages: [...told, ...fresh, ...confirmed],
        toldUpTo: fresh.at(-1)?.id ?? state.toldUpTo,
        pending: unsettled(state.pending, frame.messages),
        unread: state.unread + (state.status === 'new' ? 0 : fresh.filter((message) => message.from === 'agent').length),
        typingAt: fresh.some((message) => message.from === 'agent') ? 0 : state.typingAt,
      };
    }
    case 'typing':
      return { ...state, typingAt: frame.over ? 0 : now };
    case 'read':
      // What was read stays so, in whatever order it is told.
      return placeOf(state, frame.upTo) < placeOf(state, state.readUpTo) ? state : { ...state, readUpTo: frame.upTo };
    case 'status':
      return { ...state, status: frame.status, agentName: frame.agentName, rated: frame.rated, blocked: frame.blocked };
    case 'place':
      return { ...state, place: frame.place };
  }
}

/** Whether the desk has read a message of the customer. */
export function isRead(state: ChatState, id: EventId): boolean {
  const upTo = placeOf(state, state.readUpTo);
  return upTo >= 0 && placeOf(state, id) <= upTo;
}
