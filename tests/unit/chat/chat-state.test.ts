import { expect, it } from 'vitest';
import { type ChatState, emptyChat, isRead, withConfirmed, withFrame } from '#renderer/chat/chat-state.ts';
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

it('of what a browser kept, what was written in another thread is gone once the desk told whose this is', () => {
  const pending = (commandId: string, mark?: string) => ({
    commandId: commandId as CommandId,
    text: 'x',
    attachments: [],
    at: 1,
    failed: null,
    ...(mark === undefined ? {} : { mark }),
  });
  const kept = { ...emptyChat, pending: [pending('hers', 'a'), pending('mine', 'b'), pending('older')] };
  const told = withFrame(kept, { kind: 'thread', mark: 'b' }, 1);
  expect([told.mark, told.pending.map(({ commandId }) => commandId)]).toEqual(['b', ['mine', 'older']]);
});

const ids = ({ messages }: ChatState) => messages.map(({ id }) => id);

it('goes on from what the desk told in its order, never from its own message that was confirmed before', () => {
  const pending = { commandId: 'k' as CommandId, text: 'x', attachments: [], at: 1, failed: null };
  const before = { ...after({ kind: 'messages', messages: [message('a', 'me'), message('b', 'agent')] }, status()), pending: [pending] };
  const sent = withConfirmed(before, message('d', 'me', 'k'));
  expect(sent).toMatchObject({ pending: [], toldUpTo: 'b', unread: 0 });
  expect(ids(sent)).toEqual(['a', 'b', 'd']);
  const missed: ChatFrame = { kind: 'messages', messages: [message('c', 'agent')] };
  const between = withFrame(sent, missed, 1);
  expect(between).toMatchObject({ toldUpTo: 'c', unread: 1 });
  expect(ids(between)).toEqual(['a', 'b', 'c', 'd']);
  const whole = withFrame(between, { kind: 'messages', messages: [message('d', 'me', 'k'), message('e', 'agent')] }, 1);
  expect(whole).toMatchObject({ toldUpTo: 'e', unread: 2 });
  expect(ids(whole)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('before the desk told anything the page goes on from nothing, and its own message that is told first is not doubled', () => {
  const sent = withConfirmed(emptyChat, message('b', 'me', 'k'));
  expect(sent.toldUpTo).toBeNull();
  expect(withConfirmed(sent, message('b', 'me', 'k')).messages).toHaveLength(1);
  const told = withFrame(sent, { kind: 'messages', messages: [message('a', 'agent'), message('b', 'me', 'k')] }, 1);
  expect(ids(told)).toEqual(['a', 'b']);
  expect(withConfirmed(told, message('b', 'me', 'k'))).toEqual(told);
});

it('what was read stays read, whatever older mark is told after it', () => {
  const thread: ChatFrame = { kind: 'messages', messages: [message('a', 'me'), message('b', 'agent'), message('c', 'me'), message('d', 'me')] };
  const state = after(thread, { kind: 'read', upTo: 'c' as EventId }, { kind: 'read', upTo: 'a' as EventId });
  expect(['a', 'c', 'd'].map((id) => isRead(state, id as EventId))).toEqual([true, true, false]);
});

it('the place comes and goes, and the status brings the rating and the block', () => {
  expect(after({ kind: 'place', place: 3 }).place).toBe(3);
  expect(after({ kind: 'place', place: 3 }, { kind: 'place', place: null }).place).toBeNull();
  expect(after(status({ status: 'resolved', rated: 4, blocked: true }))).toMatchObject({ status: 'resolved', rated: 4, blocked: true });
});
