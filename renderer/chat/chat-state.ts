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
}

export interface ChatState {
  readonly messages: readonly ChatMessage[];
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
  /** What came to the customer's phone, newest first; of the demo alone. */
  readonly phone: readonly PhoneText[];
}

export const emptyChat: ChatState = {
  messages: [],
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
  phone: [],
};

/** Takes in one frame of the desk: messages once each, what was pending settled by its command's id. */
export function withFrame(state: ChatState, frame: ChatFrame, now: number): ChatState {
  switch (frame.kind) {
    case 'messages': {
      const known = new Set(state.messages.map((message) => message.id));
      const fresh = frame.messages.filter((message) => !known.has(message.id));
      const settled = new Set(frame.messages.map((message) => message.commandId));
      return {
        ...state,
        messages: [...state.messages, ...fresh],
        pending: state.pending.filter((pending) => !settled.has(pending.commandId)),
        unread: state.unread + (state.status === 'new' ? 0 : fresh.filter((message) => message.from === 'agent').length),
        typingAt: fresh.some((message) => message.from === 'agent') ? 0 : state.typingAt,
      };
    }
    case 'typing':
      return { ...state, typingAt: now };
    case 'read':
      return { ...state, readUpTo: frame.upTo };
    case 'status':
      return { ...state, status: frame.status, agentName: frame.agentName, rated: frame.rated, blocked: frame.blocked };
    case 'place':
      return { ...state, place: frame.place };
  }
}

/** Whether the desk has read a message of the customer. */
export function isRead(state: ChatState, id: EventId): boolean {
  const upTo = state.messages.findIndex((message) => message.id === state.readUpTo);
  const own = state.messages.findIndex((message) => message.id === id);
  return upTo >= 0 && own <= upTo;
}
