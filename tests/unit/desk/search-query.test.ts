import { describe, expect, it } from 'vitest';
import { conversation as english } from '#renderer/i18n/en/conversation.ts';
import { conversation as chinese } from '#renderer/i18n/zh-CN/conversation.ts';
import { parseSearch, type SearchVocabulary } from '#shared/desk/search-query.ts';
import { searchTokens, unknownOperators } from '#shared/desk/search-tokens.ts';
import { channelsByWord, searchOperators, statusesByWord } from '#shared/desk/search-words.ts';
import type { PersonId } from '#shared/lib/ids.ts';

const now = Date.parse('2026-09-10T03:30:00Z');
const vocabulary: SearchVocabulary = {
  me: 'lin' as PersonId,
  people: [
    { id: 'lin', name: { en: 'Lin Xia', 'zh-CN': '林夏' } },
    { id: 'zhao', name: { en: 'Zhao Yiming', 'zh-CN': '赵一鸣' } },
  ],
  queues: [{ id: 'top-up', name: { en: 'Top up', 'zh-CN': '充值' } }],
  tags: [{ id: 'vip', name: { en: 'VIP', 'zh-CN': '贵宾' } }],
  incidents: [
    { id: 'inc-1', name: { en: 'Codes do not come', 'zh-CN': '收不到验证码' } },
    { id: 'inc-2', name: { en: 'Codes do not come to one carrier', 'zh-CN': '一家运营商收不到验证码' } },
  ],
  now,
  timeZone: 'Asia/Shanghai',
};

const read = (text: string) => {
  const parsed = parseSearch(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
};
const clause = (text: string) => {
  const { words, clauses } = read(text);
  expect(words, text).toBe('');
  expect(clauses, text).toHaveLength(1);
  return clauses[0];
};
const faults = (text: string) => {
  const parsed = parseSearch(text, vocabulary);
  return parsed.ok ? [] : parsed.error;
};

describe('The language of the search box', () => {
  it('takes words, phrases and what is left out apart, as an IME writes them too', () => {
    expect(read('refund 到账')).toEqual({ words: 'refund 到账', clauses: [] });
    for (const text of ['"my card" -退款', '“my card” －退款', '＂my card＂　-退款', '「my card」 −退款']) {
      expect(read(text), text).toEqual({
        words: '',
        clauses: [
          { kind: 'phrase', not: false, text: 'my card' },
          { kind: 'words', not: true, text: '退款' },
        ],
      });
    }
    expect(clause('-"not this"')).toEqual({ kind: 'phrase', not: true, text: 'not this' });
    expect(clause('-queue:top-up')).toEqual({ kind: 'queue', not: true, queue: 'top-up' });
    // While a phrase is being typed nothing closes it yet.
    expect(clause('"still typing')).toMatchObject({ kind: 'phrase', text: 'still typing' });
  });

  it('takes what looks like an operator and is none for a word, and tells it from addresses, times and real ones', () => {
    expect(read('foo:bar')).toEqual({ words: 'foo:bar', clauses: [] });
    expect(unknownOperators('foo:bar refund -编号：7')).toEqual(['foo:', '编号:']);
    expect(unknownOperators('https://wallet.example 10:30 queue:top-up "foo:bar" note:')).toEqual([]);
  });

  it('names incidents by number, by title, or by a part of titles; one that is meant by nothing is a fault', () => {
    expect(clause('incident:INC-2')).toEqual({ kind: 'incident', not: false, incidents: ['inc-2'] });
    // A whole title means that one, though it is a part of another's.
    expect(clause('incident:"codes do not come"')).toMatchObject({ incidents: ['inc-1'] });
    expect(clause('-故障：验证码')).toEqual({ kind: 'incident', not: true, incidents: ['inc-1', 'inc-2'] });
    expect(clause('已知故障:运营商')).toMatchObject({ incidents: ['inc-2'] });
    for (const text of ['incident:top-up', 'incident:"…"']) expect(faults(text), text).toMatchObject([{ code: 'value-unknown', operator: 'incident' }]);
  });

  it.each(['http://x', 'a:b', '12:30', 'ERR:9', '注意：没到账', '退款渠道:微信', '-', '--', ':', '"', 'from', '渠道', 'no-minus'])(
    'takes %s for words',
    (text) => {
      const { words, clauses } = read(text);
      expect(`${words}${clauses.map((one) => ('text' in one ? one.text : '?')).join('')}`).toBe(text === '--' ? '-' : text === '"' ? '' : text);
      expect(clauses.every(({ kind }) => kind === 'words' || kind === 'phrase')).toBe(true);
    },
  );

  it.each([
    ['channel:wechat', '渠道：微信', { kind: 'channel', channel: 'wechat' }],
    ['channel:"Live chat"', '渠道:在线会话', { kind: 'channel', channel: 'chat' }],
    ['queue:top-up', '队列：充值', { kind: 'queue', queue: 'top-up' }],
    ['QUEUE:"top up"', '队列:ＴＯＰ－ＵＰ', { kind: 'queue', queue: 'top-up' }],
    ['status:closed', '状态：已结案', { kind: 'status', status: 'resolved' }],
    ['tag:vip', '标签：贵宾', { kind: 'tag', tag: 'vip' }],
    ['customer:C-17', '客户:C-17', { kind: 'customer', text: 'C-17' }],
    ['tx:T20260901-0001', '交易：T20260901-0001', { kind: 'tx', text: 'T20260901-0001' }],
    ['has:attachment', '含：附件', { kind: 'attachment' }],
    ['from:me', '来自：我', { kind: 'from', who: { people: ['lin'], anybody: null, contact: null } }],
    ['to:customer', '发给：客户', { kind: 'to', who: { people: [], anybody: 'customer', contact: null } }],
    ['from:agent', '来自:坐席', { kind: 'from', who: { people: [], anybody: 'desk', contact: null } }],
  ])('reads %s and %s the same', (latin, han, wanted) => {
    expect(clause(latin)).toEqual({ not: false, ...wanted });
    expect(clause(han)).toEqual({ not: false, ...wanted });
  });

  it('means people by a name, its beginning, or a piece of a Chinese one; and customers of that name', () => {
    for (const text of ['from:zhao', 'from:"Zhao Yiming"', 'from:yim', 'from:一鸣']) {
      expect(clause(text), text).toMatchObject({ who: { people: ['zhao'], anybody: null } });
    }
    expect(clause('from:hao')).toMatchObject({ who: { people: [], contact: 'hao' } });
  });

  it('counts days as the person’s clock does', () => {
    const at = (text: string) => {
      const one = clause(text);
      return one && 'at' in one ? new Date(one.at).toISOString() : null;
    };
    // Half past eleven in Shanghai.
    for (const text of ['before:2026-09-10', 'before:2026/9/10', 'before:today', '早于：今天', '早于:2026年9月10日'])
      expect(at(text), text).toBe('2026-09-09T16:00:00.000Z');
    for (const text of ['after:yesterday', '起始：昨天', '晚于：昨天', 'after:２０２６－０９－０９']) expect(at(text), text).toBe('2026-09-08T16:00:00.000Z');
    for (const text of ['after:7d', '晚于:7天']) expect(at(text), text).toBe('2026-09-03T03:30:00.000Z');
    // The night in which New York's clocks go back.
    expect(parseSearch('after:2026-11-02', { ...vocabulary, timeZone: 'America/New_York' })).toMatchObject({
      ok: true,
      value: { clauses: [{ at: Date.parse('2026-11-02T05:00:00Z') }] },
    });
  });

  it.each([
    ['amount:200', 20_000, 20_000],
    ['amount:=200.5', 20_050, 20_050],
    ['amount:>200', 20_001, null],
    ['amount>200', 20_001, null],
    ['金额＞＝200', 20_000, null],
    ['金额：≥￥200', 20_000, null],
    ['amount:<1,000', null, 99_999],
    ['amount:<=200元', null, 20_000],
    ['amount:100..200', 10_000, 20_000],
    ['金额：100～200', 10_000, 20_000],
  ])('reads the amounts of %s', (text, least, most) => {
    expect(clause(text)).toEqual({ kind: 'amount', not: false, range: { least, most } });
  });

  it('tells each fault with its place', () => {
    expect(faults('refund queue:nosuch -status:gone from:')).toEqual([
      { code: 'value-unknown', operator: 'queue', value: 'nosuch', at: 7, length: 12 },
      { code: 'value-unknown', operator: 'status', value: 'gone', at: 20, length: 12 },
      { code: 'value-missing', operator: 'from', value: '', at: 33, length: 5 },
    ]);
    for (const text of [
      'channel:fax',
      'tag:nosuch',
      'before:2026-02-30',
      'after:soon',
      'before:13d2',
      'amount:lots',
      'amount:300..200',
      'amount:>',
      'has:fun',
      'tx:--',
      'customer:"?"',
    ])
      expect(faults(text), text).toMatchObject([{ code: 'value-unknown', at: 0, length: text.length }]);
    for (const operator of searchOperators) expect(faults(`x ${operator}: y`), operator).toMatchObject([{ code: 'value-missing', operator, at: 2 }]);
  });

  it('knows a channel and a status by every word that the screen has for it', () => {
    for (const catalogue of [english, chinese] as readonly Readonly<Record<string, string>>[]) {
      for (const [key, word] of Object.entries(catalogue)) {
        const [, kind, id] = /^(channel|status)_(\w+)$/.exec(key) ?? [];
        if (kind !== undefined) expect((kind === 'channel' ? channelsByWord : statusesByWord).get(word.toLowerCase()), `${key}: ${word}`).toBe(id);
      }
    }
  });

  it('cuts any text into parts that stand where they say', () => {
    const text = '  a “b c”  -渠道：微信　amount:>3 "open';
    const parts = searchTokens(text);
    expect(parts.map(({ at, length }) => text.slice(at, at + length))).toEqual(['a', '“b c”', '-渠道：微信', 'amount:>3', '"open']);
  });
});
