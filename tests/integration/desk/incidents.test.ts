import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BulkTurns, type Turn } from '#electron/desk/incidents/bulk-turns.ts';
import { IncidentBook } from '#electron/desk/incidents/incident-book.ts';
import { OpenCaseFacts } from '#electron/desk/incidents/open-case-facts.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { IncidentDraft } from '#shared/case/incident.ts';
import type { BulkView } from '#shared/contract/incident-schemas.ts';
import { emptyConfiguration } from '#shared/desk/configuration.ts';
import { incidentTest } from '#shared/desk/incidents/matches-incident.ts';
import type { CaseId, CommandId, CustomerId, IncidentId, PersonId, QueueId, TransactionId } from '#shared/lib/ids.ts';
import { ok } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { ConsoleParts, engineIn, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const he: Actor = { kind: 'supervisor', id: 'he' };
const incident = 'incident-1' as IncidentId;
const words = { en: 'We know of it.', 'zh-CN': '我们已获悉。' };
const start = 1_790_000_000_000;
const draft: IncidentDraft = {
  title: { en: 'ICBC top-ups are late', 'zh-CN': '工行充值延迟' },
  answer: words,
  since: start - MINUTE,
  rule: { kinds: ['top-up'], parties: ['ICBC'], troubles: [], words: [], channels: [], queues: [] },
};

describe('Incidents over a real log', () => {
  const time: Time = { now: start };
  let engine: QueueEngine;
  const consoles: ConsoleParts[] = [];

  beforeEach(async () => {
    engine = engineIn(null, time);
    await engine.start();
  });
  afterEach(async () => {
    for (const parts of consoles.splice(0)) await parts.stop();
    await engine.stop();
  });

  async function console(): Promise<ConsoleParts> {
    const parts = await new ConsoleParts(engine, time).start();
    consoles.push(parts);
    return parts;
  }

  const clock = () => time.now;
  const bookOf = ({ log, logger }: ConsoleParts) => new IncidentBook({ log, clock, newId: v7, logger });
  /** Turns whose pauses take no time: how fast they go is not what is looked at. */
  const turnsOf = ({ hub, desk, vault, logger }: ConsoleParts, undoMs = 0) =>
    new BulkTurns({
      hub,
      desk,
      vault,
      rules: { reply: () => ({ windowMs: null, quota: null, maxLength: 1_000, attachments: true, undoMs }) },
      clock,
      newId: v7,
      setTimer: (work) => setImmediate(work),
      logger,
    });

  /** A turn's view once it stands still. */
  async function ended(turns: BulkTurns, by: Actor, turn: Partial<Turn>): Promise<BulkView> {
    const id = turns.begin(by, { incident, kind: 'known', words, cases: [], goesOn: () => true, ...turn });
    for await (const _ of turns.turn.follow(undefined)) {
      const view = turns.of(by.id as PersonId).find((one) => one.id === id);
      if (view && view.state !== 'running') return view;
    }
    throw new Error('the turns are told until the end');
  }

  it('are found at once by a console that has not read its stream yet', async () => {
    const [one, other] = [bookOf(await console()), bookOf(await console())];
    await one.change(he, { type: 'open', incident, draft }, v7() as CommandId);
    expect(other.get(incident)).toBeUndefined();
    expect(await other.find(incident)).toEqual(one.get(incident));
    expect(await other.find('nothing' as IncidentId)).toBeUndefined();
  });

  it('are the same on two consoles, of whom one opens and the other closes; who is late is refused', async () => {
    const [one, other] = [bookOf(await console()), bookOf(await console())];
    one.start();
    other.start();
    const opened = await one.change(he, { type: 'open', incident, draft }, v7() as CommandId);
    const position = opened.ok ? opened.value.position : 0;
    const change = (since: number) => ({ type: 'change' as const, incident, draft: { ...draft, since }, basedOn: position });
    const both = await Promise.all([one.change(he, change(1), v7() as CommandId), other.change({ ...he, id: 'zhou' }, change(2), v7() as CommandId)]);
    expect(both.map((answer) => (answer.ok ? 'changed' : answer.error.code)).sort()).toEqual(['changed', 'changed-meanwhile']);
    expect((await other.change(he, { type: 'close', incident, closing: words }, v7() as CommandId)).ok).toBe(true);
    for await (const incidents of one.incidents.follow(undefined)) if (incidents.get(incident)?.closed) break;
    expect([...one.incidents.value]).toEqual([...other.incidents.value]);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('find the open cases that they fit, those before the start too, and let go of what is closed', async () => {
    const parts = await console();
    const before = await parts.newCase('My ICBC top-up has not arrived');
    const rest = await parts.newCase('Where is my refund?');
    const configuration = new Topic({
      ...emptyConfiguration,
      queues: [{ id: 'top-up' as QueueId }] as never,
      people: [{ id: 'agent-1' as PersonId }] as never,
    });
    const wallet = { transactions: async () => ok({ transactions: [], next: null }) };
    const facts = new OpenCaseFacts({ hub: parts.hub, cache: parts.store.cache, wallet, configuration, clock, logger: parts.logger });
    await facts.begin();
    const fitting = () => [...facts.all()].filter(incidentTest(draft)).map(({ id }) => id);
    expect([...facts.all()].map(({ id }) => id).sort()).toEqual([before, rest].sort());
    expect(fitting()).toEqual([before]);
    const changed = () =>
      new Promise<void>((resolve) => {
        const off = facts.onChange(() => {
          off();
          resolve();
        });
      });
    let next = changed();
    const after = await parts.newCase('工行充值没到账');
    await next;
    expect(fitting()).toEqual([before, after]);
    next = changed();
    await parts.act(before, 'agent-1', { type: 'resolve', disposition: null, comment: '' });
    await next;
    expect(fitting()).toEqual([after]);
    await facts.stop();
  });

  it('do not take a case for open that was closed while it was read', async () => {
    const parts = await console();
    const id = await parts.newCase('工行充值没到账');
    await parts.act(id, 'agent-1', { type: 'accept' });
    const wallet = { transactions: async () => ok({ transactions: [], next: null }) };
    const configuration = new Topic({ ...emptyConfiguration, people: [{ id: 'agent-1' as PersonId }] as never });
    const { cache } = parts.store;
    const slow = {
      ...cache,
      caseState: async (asked: CaseId) => {
        const state = await cache.caseState(asked);
        const heard = new Promise<void>((resolve) => facts.onChange(resolve));
        await parts.act(asked, 'agent-1', { type: 'resolve', disposition: null, comment: '' });
        await heard;
        return state;
      },
    };
    const facts: OpenCaseFacts = new OpenCaseFacts({ hub: parts.hub, cache: slow, wallet, configuration, clock, logger: parts.logger });
    await facts.begin();
    expect([...facts.all()]).toEqual([]);
    await facts.stop();
  });

  it('ask the wallet about what a case is linked to once, not with each message', async () => {
    const parts = await console();
    const thread = v7();
    const caseId = await parts.newCase('My top-up has not arrived', thread);
    const link = (transaction: string) => parts.act(caseId, 'agent-1', { type: 'linkTransaction', transaction: transaction as TransactionId });
    await parts.act(caseId, 'agent-1', { type: 'accept' });
    await parts.act(caseId, 'agent-1', { type: 'identify', customer: 'C1' as CustomerId, how: 'agent' });
    await link('T1');
    let asked = 0;
    const wallet = {
      transactions: async () => {
        asked += 1;
        return ok({ transactions: [], next: null });
      },
    };
    const people = [{ id: 'agent-1' as PersonId }] as never;
    const configuration = new Topic({ ...emptyConfiguration, people });
    const facts = new OpenCaseFacts({ hub: parts.hub, cache: parts.store.cache, wallet, configuration, clock, logger: parts.logger });
    await facts.begin();
    expect(asked).toBe(1);
    const heard = async (work: () => Promise<unknown>) => {
      const changed = new Promise<void>((resolve) => {
        const off = facts.onChange(() => {
          off();
          resolve();
        });
      });
      await work();
      await changed;
    };
    await heard(() => parts.say(thread, 'Hello?'));
    await heard(() => parts.say(thread, 'Is anybody there?'));
    expect(asked).toBe(1);
    await heard(() => link('T2'));
    expect(asked).toBe(2);
    time.now += 10 * MINUTE;
    await heard(() => parts.say(thread, 'And now?'));
    expect(asked).toBe(3);
    time.now = start;
    await facts.stop();
  });

  it('answer each case once, whatever it meets, from two consoles at once and over again', async () => {
    const [one, other] = [await console(), await console()];
    const cases: CaseId[] = [];
    for (let i = 0; i < 6; i++) cases.push(await one.newCase('My ICBC top-up has not arrived'));
    const [taken = '' as CaseId, closed = '' as CaseId] = cases;
    await one.act(taken, 'agent-1', { type: 'accept' });
    await one.act(closed, 'agent-1', { type: 'resolve', disposition: null, comment: '' });
    const unknown = 'nobody-knows' as CaseId;
    const all = [unknown, ...cases];
    const [here, there] = await Promise.all([ended(turnsOf(one), he, { cases: all }), ended(turnsOf(other), { ...he, id: 'zhou' }, { cases: all })]);
    const codes = (view: BulkView) => Object.fromEntries(view.outcomes.map(({ caseId, outcome, refusal }) => [caseId, refusal?.code ?? outcome]));
    for (const view of [here, there]) expect(codes(view)).toMatchObject({ [unknown]: 'no-such-case', [taken]: 'taken', [closed]: 'already-resolved' });
    for (const caseId of cases.slice(2)) expect([codes(here)[caseId], codes(there)[caseId]].sort()).toEqual(['done', 'incident-answered']);
    const again = await ended(turnsOf(one), he, { cases: all });
    expect(new Set(Object.values(codes(again)))).toEqual(new Set(['no-such-case', 'taken', 'already-resolved', 'incident-answered']));
    for (const caseId of cases.slice(2)) expect(await one.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.incidentLinked', 'message.sent']);
    expect((await one.logged(taken)).includes('message.sent')).toBe(false);
  });

  it('go on after a case that fails, and that case is answered by the next turn', async () => {
    const parts = await console();
    const cases = [await parts.newCase('ICBC top-up missing'), await parts.newCase('ICBC top-up missing too'), await parts.newCase('and mine')];
    const turns = turnsOf({
      ...parts,
      desk: {
        act: (caseId: CaseId, ...rest: [never, never, never]) => (caseId === cases[1] ? Promise.reject(new Error('gone')) : parts.desk.act(caseId, ...rest)),
      },
    } as never);
    const view = await ended(turns, he, { cases });
    expect(view.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'done']);
    const next = await ended(turnsOf(parts), he, { cases });
    expect(next.outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'done', 'refused']);
  });

  it('stop when the incident is over meanwhile, and are taken back while nothing has left', async () => {
    const parts = await console();
    // A mail may be taken back for five seconds, a chat not at all.
    const mail = async (thread: string) => {
      const received = await parts.intake.receive({
        channel: 'email',
        thread,
        queue: 'top-up' as QueueId,
        language: 'zh-CN',
        text: '工行充值没到账',
        attachments: [],
        commandId: v7() as CommandId,
      });
      return received.ok ? received.value.caseId : ('' as CaseId);
    };
    const cases = [await mail('one'), await mail('two'), await mail('three')];
    let asked = 0;
    const turns = turnsOf(parts, 5 * SECOND);
    const view = await ended(turns, he, { cases, goesOn: () => ++asked <= 2 });
    expect(view).toMatchObject({ state: 'stopped', outcomes: [{ outcome: 'done', undoUntil: time.now + 5 * SECOND }, { outcome: 'done' }] });
    const sent = (await parts.hub.state(cases[0] as CaseId))?.entries.find(({ kind }) => kind === 'sent');
    expect(sent).toMatchObject({ text: words['zh-CN'] });
    // Somebody else's turn is not one's own to take back.
    expect(await turns.takeBack('zhou' as PersonId, view.id)).toBe(0);
    expect(await turns.takeBack('he' as PersonId, view.id)).toBe(2);
    expect(
      turns
        .of('he' as PersonId)[0]
        ?.outcomes.map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['taken-back', 'taken-back']);
    const back = await parts.hub.state(cases[0] as CaseId);
    expect(back).toMatchObject({ waitingSince: back?.openedAt, incidents: [incident] });
    expect(back?.entries.some(({ kind }) => kind === 'sent')).toBe(false);
  });
});
