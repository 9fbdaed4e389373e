import { expect, it } from 'vitest';
import { emptyChat, withFrame } from '#renderer/chat/chat-state.ts';
import type { ChatFrame } from '#shared/contract/chat-contract.ts';
import type { CommandId, EventId } from '#shared/lib/ids.ts';

const message = (id: string, from: 'me' | 'agent', commandId?: string) => ({
  id: id as EventId,
  from,
  at: 1,
  text: id,
  attachments: [],
  ...(commandId === undefined ? {} : { commandId: commandId as CommandId }),
});
const status = (over: object = {}): ChatFrame => ({
  kind: 'status',
  status: 'open',
  agentName: { en: 'Lin', 'zh-CN': '林' },
  rated: null,
  blocked: false,
  ...over,
});
const after = (...frames: readonly ChatFrame[]) => frames.reduce((state, frame) => withFrame(state, frame, 100), emptyChat);

it('answers that come while a chat runs are unread; those of a thread that is loaded are not, nor what comes twice', () => {
  const thread: ChatFrame = { kind: 'messages', messages: [message('a', 'me'), message('b', 'agent')] };
  expect(after(thread, status()).unread).toBe(0);
  const came: ChatFrame = { kind: 'messages', messages: [message('c', 'agent'), message('d', 'me')] };
  expect(after(thread, status(), came, came).unread).toBe(1);
});

it('a message that the desk has is pending no more, whatever became of it before', () => {
  const pending = { commandId: 'k' as CommandId, text: 'x', attachments: [], at: 1, failed: 'slow' as const };
  const state = withFrame({ ...emptyChat, pending: [pending] }, { kind: 'messages', messages: [message('a', 'me', 'k')] }, 1);
  expect(state).toMatchObject({ pending: [], messages: [{ id: 'a' }] });
});

it('the place comes and goes, and the status brings the rating and the block', () => {
  expect(after({ kind: 'place', place: 3 }).place).toBe(3);
  expect(after({ kind: 'place', place: 3 }, { kind: 'place', place: null }).place).toBeNull();
  expect(after(status({ status: 'resolved', rated: 4, blocked: true }))).toMatchObject({ status: 'resolved', rated: 4, blocked: true });
});
