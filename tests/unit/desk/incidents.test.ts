import { describe, expect, it } from 'vitest';
import type { Actor } from '#shared/case/actor.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import type { IncidentDraft, IncidentRule } from '#shared/case/incident.ts';
import { type CaseFacts, saidMatter, transactionMatter } from '#shared/desk/incidents/case-facts.ts';
import { decideIncident, type IncidentCommand } from '#shared/desk/incidents/decide-incident.ts';
import { evolveIncident, foldIncidents, type Incident, inOrder } from '#shared/desk/incidents/incident.ts';
import { matchesIncident } from '#shared/desk/incidents/matches-incident.ts';
import type { CaseId, IncidentId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';
import { bankName } from '#shared/wallet/party-names.ts';

const now = 1_790_000_000_000;
const since = now - HOUR;
const id = 'incident-1' as IncidentId;
const he: Actor = { kind: 'supervisor', id: 'he' };
const wide: IncidentRule = { kinds: [], parties: [], troubles: [], words: [], channels: [], queues: [] };
const draft = (more: Partial<IncidentDraft> = {}): IncidentDraft => ({
  title: { en: 'ICBC top-ups are late', 'zh-CN': '工行充值延迟' },
  answer: { en: 'We know of it.', 'zh-CN': '我们已获悉。' },
  since,
  rule: { ...wide, kinds: ['top-up'], parties: ['ICBC'] },
  ...more,
});

/** Incidents that are acted on step by step; each step is a second later. */
class Table {
  readonly events: AnyEvent[] = [];
  #made = 0;
  now = now;

  get state(): Incident | undefined {
    return this.events.reduce<Incident | undefined>(evolveIncident, undefined);
  }

  ask(command: IncidentCommand, actor: Actor = he): readonly string[] | string {
    this.now += 1_000;
    const decision = decideIncident(this.state, command, { actor, now: this.now, newId: () => `e${++this.#made}` });
    if (!decision.ok) return decision.error.code;
    for (const event of decision.value) this.events.push({ ...event, position: (this.events.length + 1) as Position, recordedAt: this.now } as AnyEvent);
    return decision.value.map(({ type }) => type);
  }
}

describe('An incident', () => {
  it('is opened, changed on what was seen of it, and closed with words; repeats change nothing', () => {
    const table = new Table();
    expect(table.ask({ type: 'change', incident: id, draft: draft(), basedOn: 0 })).toBe('no-such-incident');
    expect(table.ask({ type: 'open', incident: id, draft: draft() })).toEqual(['incident.opened']);
    expect(table.ask({ type: 'open', incident: id, draft: draft() })).toEqual([]);
    const [seen, other] = [table.state?.position ?? 0, draft({ since: since - MINUTE })];
    expect(table.ask({ type: 'change', incident: id, draft: other, basedOn: seen })).toEqual(['incident.changed']);
    expect(table.ask({ type: 'change', incident: id, draft: draft(), basedOn: seen })).toBe('changed-meanwhile');
    expect(table.state).toMatchObject({ since: since - MINUTE, openedBy: he, closed: null });
    const closing = { en: 'It is over.', 'zh-CN': '已恢复。' };
    expect(table.ask({ type: 'close', incident: id, closing })).toEqual(['incident.closed']);
    expect(table.ask({ type: 'close', incident: id, closing })).toEqual([]);
    expect(table.ask({ type: 'change', incident: id, draft: draft(), basedOn: 3 })).toBe('already-closed');
    expect(table.state?.closed).toMatchObject({ closing, by: he });
  });

  it.each([
    ['a rule that fits every case', draft({ rule: { ...wide, queues: ['top-up' as QueueId], troubles: ['pending'] } }), 'rule-too-wide'],
    ['a beginning in the future', draft({ since: now + HOUR }), 'since-ahead'],
    ['a phone number in the words', draft({ answer: { en: 'Call 139 0013 9000.', 'zh-CN': '我们已获悉。' } }), 'sensitive'],
  ])('is not opened with %s', (_name, given, code) => {
    expect(new Table().ask({ type: 'open', incident: id, draft: given })).toBe(code);
  });

  it('is not for agents, trainers or customers to direct', () => {
    for (const kind of ['agent', 'trainer', 'customer', 'system'] as const)
      expect(new Table().ask({ type: 'open', incident: id, draft: draft() }, { kind, id: 'x' })).toBe('not-allowed');
  });

  it('folds the same from any split of the log, and stands before those that are over', () => {
    const table = new Table();
    table.ask({ type: 'open', incident: id, draft: draft() });
    table.ask({ type: 'close', incident: id, closing: { en: 'Over.', 'zh-CN': '已恢复。' } });
    const second = { ...table.events[0], position: 9, about: { kind: 'incident', id: 'incident-2' } } as AnyEvent;
    const all = [...table.events, second];
    const whole = foldIncidents(new Map(), all);
    for (let cut = 0; cut <= all.length; cut++) expect(foldIncidents(foldIncidents(new Map(), all.slice(0, cut)), all)).toEqual(whole);
    expect(foldIncidents(whole, all)).toBe(whole);
    expect(inOrder(whole).map(({ id: one }) => one)).toEqual(['incident-2', 'incident-1']);
  });
});

const facts = (said: readonly string[], more: Partial<CaseFacts> = {}): CaseFacts => ({
  id: 'case-1' as CaseId,
  channel: 'chat',
  queue: 'top-up' as QueueId,
  person: 'p',
  openedAt: since + MINUTE,
  said: said.map((text) => saidMatter(text, since + MINUTE)),
  linked: [],
  incidents: [],
  ...more,
});

describe('A rule', () => {
  const late = draft({ rule: { ...wide, kinds: ['top-up'], parties: ['ICBC'], troubles: ['pending', 'failed'] } });

  it.each([
    ['I topped up 200 from ICBC and it has not arrived'],
    ['My top-up of 500 from Industrial and Commercial Bank is still pending'],
    ['工商银行充值200没到账'],
    ['我用工行卡充了１００块，钱包余额没变，还没到'],
    ['充值失败了，工行的卡'],
  ])('fits: %s', (text) => expect(matchesIncident(late, facts([text]))).toBe(true));

  it.each([
    ['another bank', '建行充值200没到账'],
    ['another kind', '工行提现200没到账'],
    ['no trouble', '工行充值成功了，谢谢'],
    ['a question', 'How do I top up from ICBC?'],
    ['nothing of it', '验证码收不到'],
  ])('does not fit %s: %s', (_name, text) => expect(matchesIncident(late, facts([text]))).toBe(false));

  it('takes the messages since it began together, and nothing that was said before', () => {
    expect(matchesIncident(late, facts(['我充值的钱还没到', '是工行的卡']))).toBe(true);
    const before = [saidMatter('工行充值没到账', since - MINUTE), saidMatter('好的，谢谢', since + MINUTE)];
    expect(matchesIncident(late, facts([], { said: before }))).toBe(false);
  });

  it('fits the linked transaction where the words say little, and an older one does not', () => {
    const transaction = { kind: 'top-up', status: 'processing', counterparty: '工商银行 (1234)', createdAt: since + 1 } as const;
    expect(matchesIncident(late, facts(['在吗'], { linked: [transactionMatter(transaction)] }))).toBe(true);
    expect(matchesIncident(late, facts(['在吗'], { linked: [transactionMatter({ ...transaction, createdAt: since - 1 })] }))).toBe(false);
    expect(matchesIncident(late, facts(['在吗'], { linked: [transactionMatter({ ...transaction, status: 'succeeded' })] }))).toBe(false);
  });

  it('asks for channel, queue, words, and names that no table has', () => {
    const only = (rule: Partial<IncidentRule>) => draft({ rule: { ...wide, words: ['ERR-77'], ...rule } });
    const one = facts(['App shows err-77 at Toko Maju']);
    expect(matchesIncident(only({}), one)).toBe(true);
    expect(matchesIncident(only({ parties: ['toko maju'] }), one)).toBe(true);
    expect(matchesIncident(only({ parties: ['Toko Lain'] }), one)).toBe(false);
    expect(matchesIncident(only({ channels: ['email'] }), one)).toBe(false);
    expect(matchesIncident(only({ queues: ['refund' as QueueId] }), one)).toBe(false);
    expect(matchesIncident(only({ channels: ['email', 'chat'], queues: ['top-up' as QueueId] }), one)).toBe(true);
  });
});

it('a bank is called by its short name in each language', () => {
  expect([bankName('工商银行', 'en'), bankName('工商银行', 'zh-CN'), bankName('bca', 'zh-CN'), bankName('Chase', 'en'), bankName('浦发', 'en')]).toEqual([
    'ICBC',
    '工商银行',
    'BCA',
    'Chase',
    'SPDB',
  ]);
});
