import { describe, expect, it } from 'vitest';
import type { TransactionId } from '#shared/lib/ids.ts';
import { DAY, HOUR } from '#shared/lib/time.ts';
import { type MatchedTransaction, matchTransactions } from '#shared/wallet/match-transactions.ts';
import { figuresOf, judgeLabelled } from '#tests/unit/wallet/labelled-messages.ts';

describe.each(['zh', 'en'] as const)('labelled messages, %s', (language) => {
  const judged = judgeLabelled(language);

  it('are at least 220, more than half of them about nothing', () => {
    expect(judged.length).toBeGreaterThanOrEqual(220);
    expect(judged.filter(({ about }) => about.length === 0).length).toBeGreaterThan(judged.length / 2);
  });

  it.each(['development', 'held-out'] as const)('are matched with few mistakes: %s', (part) => {
    const { precision, recall } = figuresOf(judged.filter((message) => message.part === part));
    expect(precision).toBeGreaterThanOrEqual(0.95);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });
});

const now = Date.parse('2026-11-24T10:30:00+08:00');
const one = (id: string, minor: number, createdAt: number, more: Partial<MatchedTransaction> = {}): MatchedTransaction => ({
  id: id as TransactionId,
  kind: 'top-up',
  amount: { minor, currency: 'CNY' },
  status: 'pending',
  createdAt,
  counterparty: '工商银行 ICBC',
  reference: '202611232000000200',
  ...more,
});
const said = (texts: readonly string[], transactions: readonly MatchedTransaction[], cards: readonly { bank: string; masked: string }[] = []) =>
  matchTransactions(
    texts.map((text, n) => ({ text, at: now - (texts.length - n) * 1000 })),
    { transactions, cards, timeZone: 'Asia/Shanghai' },
  );
const yesterday = one('T1', 20_000, now - 14 * HOUR);

it('tells what speaks for it, the weightiest first', () => {
  expect(said(['昨天工行充的200还没到账'], [yesterday])).toEqual([{ id: 'T1', reasons: ['amount', 'time', 'bank', 'kind', 'state'] }]);
  expect(said(['my 200 top-up from ICBC yesterday is missing'], [yesterday])).toEqual([{ id: 'T1', reasons: ['amount', 'time', 'bank', 'kind', 'state'] }]);
});

it('reads on in the messages before where the newest says too little', () => {
  expect(said(['充值200没到', '在吗', '工行的'], [yesterday])).toEqual([{ id: 'T1', reasons: ['amount', 'bank', 'kind', 'state'] }]);
  expect(said(['在吗', '有人吗'], [yesterday])).toEqual([]);
});

it('takes a card by the last digits that its masked number kept', () => {
  const cards = [{ bank: '工商银行 ICBC', masked: '**** 4821' }];
  expect(said(['**** 4821 这张卡充值没到'], [yesterday], cards)).toEqual([{ id: 'T1', reasons: ['card', 'kind', 'state'] }]);
  expect(said(['**** 4822 这张卡充值没到'], [yesterday], cards)).toEqual([]);
  expect(said(['138****4821 充值没到'], [yesterday], cards)).toEqual([]);
});

it('says nothing where the words fit more than three', () => {
  const same = (n: number) => Array.from({ length: n }, (_, i) => one(`T${i}`, 20_000, now - (i + 2) * DAY));
  expect(said(['充值200没到'], same(3))).toHaveLength(3);
  expect(said(['充值200没到'], same(4))).toEqual([]);
});

it('never suggests what came after the message, nor, without a day, what is long past', () => {
  expect(said(['充值200没到'], [one('T1', 20_000, now + HOUR)])).toEqual([]);
  expect(said(['充值200没到'], [one('T1', 20_000, now - 40 * DAY)])).toEqual([]);
  expect(said(['上个月充值200没到'], [one('T1', 20_000, now - 30 * DAY)])).toHaveLength(1);
});

it('finds nothing among nothing', () => {
  expect(said([], [yesterday])).toEqual([]);
  expect(said(['昨天充的200还没到账'], [])).toEqual([]);
});
