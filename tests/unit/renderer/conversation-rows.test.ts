import { expect, it } from 'vitest';
import { conversationRows } from '#renderer/features/conversation/conversation-rows.ts';
import { frameBatch } from '#renderer/transport/frame-batch.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { DAY, MINUTE } from '#shared/lib/time.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const me = 'agent-a' as PersonId;
const message = (id: string, kind: 'received' | 'sent' | 'note', at: number, actor = kind === 'received' ? 'customer' : 'agent-a') => ({
  id,
  kind,
  at,
  actor: { kind: actor === 'customer' ? 'customer' : 'agent', id: actor },
  text: id,
});
const step = (id: string, type: string, at: number) => ({ id, kind: 'step', at, step: { type } });
const state = (entries: readonly object[], more: Partial<CaseState> = {}) =>
  ({ channel: 'chat', entries, delivery: {}, readByCustomerUpTo: null, splitOff: [], lines: [], ...more }) as unknown as CaseState;
const told = (rows: ReturnType<typeof conversationRows>) =>
  rows.map((row) => (row.kind === 'message' ? `${row.key}${row.continued ? ' continued' : ''}${row.mark ? ` ${row.mark}` : ''}` : row.kind));

it('has a line for each new day, and names a sender again only after a while or another sender', () => {
  const entries = [
    message('a', 'received', noon - DAY),
    message('b', 'received', noon),
    message('c', 'received', noon + MINUTE),
    message('d', 'sent', noon + 2 * MINUTE),
    message('e', 'sent', noon + 9 * MINUTE),
    step('s', 'case.declined', noon + 9 * MINUTE),
    step('t', 'case.tagged', noon + 9 * MINUTE),
  ];
  expect(told(conversationRows(state(entries), [], me))).toEqual(['day', 'a', 'day', 'b', 'c continued', 'd sent', 'e sent', 'step']);
});

it('says at the first message alone what was left in a form of the chat', () => {
  const address = { text: 'l***@example.com', marks: [] };
  const entries = [message('a', 'received', noon), message('b', 'received', noon + 1)];
  const left = (more: object) =>
    conversationRows(state(entries, more as Partial<CaseState>), [], me).flatMap((row) => (row.kind === 'message' ? [row.left] : []));
  expect(left({ form: 'away', contactAddress: address })).toEqual([{ form: 'away', address }, undefined]);
  expect(left({ form: 'before', contactAddress: address })).toEqual([{ form: 'before', address }, undefined]);
  expect(left({ form: 'before', contactAddress: null })).toEqual([undefined, undefined]);
  expect(left({ form: null, contactAddress: address, channel: 'whatsapp' })).toEqual([undefined, undefined]);
});

it('marks what the customer has read, and what failed goes before that', () => {
  const entries = [message('a', 'sent', noon), message('b', 'sent', noon + 1), message('c', 'sent', noon + 2)];
  const more = { readByCustomerUpTo: 'b', delivery: { a: { state: 'failed', reason: 'x' } } } as unknown as Partial<CaseState>;
  expect(told(conversationRows(state(entries, more), [], me)).slice(1)).toEqual(['a failed', 'b continued read', 'c continued sent']);
});

it('gives the same object for a line that did not change', () => {
  const first = conversationRows(state([message('a', 'received', noon)]), [], me);
  const entries = [...state([]).entries];
  expect(entries).toEqual([]);
  const kept = first.flatMap((row) => (row.kind === 'message' ? [row.entry] : []));
  const second = conversationRows(state([...kept, message('b', 'received', noon + 1)]), [], me, first);
  expect(second.slice(0, 2).map((row, index) => row === first[index])).toEqual([true, true]);
  expect(second).toHaveLength(3);
});

it('gathers what comes within one frame, in order, and hands it over once', () => {
  const taken: (readonly number[])[] = [];
  const due: (() => void)[] = [];
  const batch = frameBatch<number>(
    (items) => taken.push(items),
    (work) => due.push(work),
  );
  batch.push(1);
  batch.push(2);
  expect([taken, due.length]).toEqual([[], 1]);
  batch.flush();
  due[0]?.();
  batch.push(3);
  batch.drop();
  due[1]?.();
  expect(taken).toEqual([[1, 2]]);
});
