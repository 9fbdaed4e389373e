import { expect, it } from 'vitest';
import { conversationRows, shownOfOrigin } from '#renderer/features/conversation/conversation-rows.ts';
import { newestOf } from '#renderer/features/conversation/reply-by.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, EventId, PersonId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';

const noon = new Date(2026, 10, 23, 12).getTime();
const me = 'agent-a' as PersonId;
const message = (id: string, kind: 'received' | 'sent', at: number) => ({
  id,
  kind,
  at,
  actor: { kind: kind === 'received' ? 'customer' : 'agent', id: 'x' },
  text: id,
});
const heard = (id: string, of: string, at: number) => ({
  id,
  kind: 'step',
  at,
  step: { type: 'case.lineMoved', body: { case: 'line', message: of, by: 'customer' } },
});
const caseOf = (id: string, channel: string, entries: readonly object[], more: Partial<CaseState> = {}) =>
  ({
    id,
    channel,
    entries,
    delivery: {},
    readByCustomerUpTo: null,
    lastCustomerAt: null,
    splitFrom: null,
    splitOff: [],
    lines: [],
    ...more,
  }) as unknown as CaseState;

const main = caseOf('main', 'email', [
  message('a', 'received', noon),
  heard('h', 'b', noon + MINUTE),
  heard('i', 'gone', noon + 2 * MINUTE),
  message('d', 'received', noon + 4 * MINUTE),
]);
const line = caseOf(
  'line',
  'wechat',
  [message('b', 'received', noon + MINUTE), message('c', 'sent', noon + 3 * MINUTE), { id: 's', kind: 'step', at: noon, step: { type: 'case.claimed' } }],
  {
    delivery: { c: { state: 'sent' } },
  },
);
const told = (rows: ReturnType<typeof conversationRows>) =>
  rows.map((row) => (row.kind === 'message' ? `${row.from?.caseId} ${row.key} ${row.from?.channel} ${row.mark}` : `${row.kind} ${row.key}`)).slice(1);

it('shows what is said on lines in its time and by its channel, in place of the step that tells of it; steps of lines stay theirs', () => {
  expect(told(conversationRows(main, [], me, [], [line]))).toEqual([
    'main a email null',
    'line b wechat null',
    'step i',
    'line c wechat sent',
    'main d email null',
  ]);
  expect(
    conversationRows(main, [], me)
      .map((row) => row.key)
      .slice(1),
  ).toEqual(['a', 'h', 'i', 'd']);
});

it('never takes a message of another case for a continued one, keeps unchanged lines, and numbers cases of one channel', () => {
  const chat = (id: string) => caseOf(id, 'chat', [message(`${id} 1`, 'received', noon), message(`${id} 2`, 'received', noon + 1)]);
  const rows = conversationRows(chat('one'), [], me, [], [chat('two')]);
  const messages = rows.flatMap((row) => (row.kind === 'message' ? [`${row.key} ${row.from?.number} ${row.continued}`] : []));
  expect(messages.filter((text) => text.endsWith('true')).length).toBeLessThan(4);
  expect(new Set(messages.map((text) => text.split(' ')[2]))).toEqual(new Set(['1', '2']));
  const again = conversationRows(chat('one'), [], me, rows, [chat('two')]);
  expect(again.map((row) => row.key)).toEqual(rows.map((row) => row.key));
  const same = conversationRows(main, [], me, conversationRows(main, [], me, [], [line]), [line]);
  const before = conversationRows(main, [], me, same, [line]);
  expect(before.every((row, index) => row === same[index])).toBe(true);
});

it('answers where the customer wrote last, on what can be answered in writing', () => {
  const at = (id: string, channel: string, lastCustomerAt: number | null) => caseOf(id, channel, [], { id: id as CaseId, lastCustomerAt });
  expect(newestOf([at('a', 'email', 5), at('b', 'wechat', 9), at('c', 'phone', 20)])?.id).toBe('b');
  expect(newestOf([at('a', 'email', null), at('b', 'wechat', null)])?.id).toBe('a');
  expect(newestOf([at('c', 'phone', 20)])).toBeNull();
});

it('shows a case that was split off from its message on, says what is of the first case, and which answers there are for the other', () => {
  const answer = { ...message('c', 'sent', noon + 3 * MINUTE), for: 'split' };
  const origin = caseOf('origin', 'chat', [message('a', 'received', noon), message('b', 'received', noon + MINUTE), answer]);
  const split = caseOf('split', 'chat', [{ ...heard('h', 'b', noon + MINUTE) }], { splitFrom: { case: 'origin' as CaseId, from: 'b' as EventId } });
  const sources = (rows: ReturnType<typeof conversationRows>) =>
    rows.flatMap((row) => (row.kind === 'message' ? [`${row.key} ${row.from?.origin === true} ${row.from?.forSplit === true}`] : [row.kind]));
  expect(sources(conversationRows(split, [], me, [], [shownOfOrigin(split, origin)]))).toEqual(['day', 'b true false', 'c false false']);
  expect(sources(conversationRows(origin, [], me))).toEqual(['day', 'a false false', 'b false false', 'c false true']);
  expect(newestOf([split])).toBeNull();
});

it('shows of a split case the chosen messages and what came after, and marks them in the first case until the two are one again', () => {
  const off = { kind: 'step', id: 's', at: noon + 4 * MINUTE, actor: { kind: 'agent', id: 'agent-a' }, step: { type: 'case.split', body: { case: 'split' } } };
  const entries = [
    message('a', 'received', noon),
    message('b', 'received', noon + MINUTE),
    message('x', 'sent', noon + 2 * MINUTE),
    message('c', 'received', noon + 3 * MINUTE),
    off,
    message('d', 'received', noon + 5 * MINUTE),
  ];
  const chosen = ['a', 'c'] as string[] as EventId[];
  const splitOff = [{ case: 'split' as CaseId, from: 'a' as EventId, messages: chosen, at: noon, by: me, waitingSince: null }];
  const origin = caseOf('origin', 'chat', entries, { id: 'origin' as CaseId, splitOff, lines: [] });
  const split = caseOf('split', 'chat', [], {
    id: 'split' as CaseId,
    splitOff: [],
    splitFrom: { case: 'origin' as CaseId, from: 'a' as EventId, messages: chosen },
  });
  const shown = (rows: ReturnType<typeof conversationRows>) =>
    rows.flatMap((row) => (row.kind === 'message' ? [`${row.key} ${row.from?.forSplit === true}`] : []));
  expect(shown(conversationRows(split, [], me, [], [shownOfOrigin(split, origin)]))).toEqual(['a false', 'c false', 'd false']);
  expect(shown(conversationRows(origin, [], me))).toEqual(['a true', 'b false', 'x false', 'c true', 'd false']);
  const again = { ...origin, lines: [{ case: 'split' }] } as unknown as CaseState;
  expect(shown(conversationRows(again, [], me, conversationRows(origin, [], me), [split]))).toEqual(['a false', 'b false', 'x false', 'c false', 'd false']);
});
