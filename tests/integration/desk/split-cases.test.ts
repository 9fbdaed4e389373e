import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MergedLines } from '#electron/desk/cases/merged-lines.ts';
import { SplitCases } from '#electron/desk/cases/split-cases.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { CaseId, CommandId, EventId, GroupId, QueueId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { ConsoleParts, engineIn, masked, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const queue = 'refund' as QueueId;

/** Two consoles over one log; both open what is split off. */
describe('split cases', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let engine: QueueEngine;
  let one: ConsoleParts;
  let other: ConsoleParts;
  let followers: (MergedLines | SplitCases)[] = [];
  const splits = ({ hub, log, store, desk, logger }: ConsoleParts) =>
    new SplitCases({ hub, log, cache: store.cache, desk, groupOf: () => 'retail' as GroupId, logger });
  const merges = ({ hub, store, desk, logger }: ConsoleParts) => new MergedLines({ hub, cache: store.cache, desk, logger });
  const follow = async () => {
    followers = [splits(one), splits(other), merges(one), merges(other)];
    for (const each of followers) await each.start();
  };

  beforeAll(async () => {
    engine = engineIn(null, time);
    await engine.start();
    one = await new ConsoleParts(engine, time).start();
    other = await new ConsoleParts(engine, time).start();
    await follow();
  });
  afterAll(async () => {
    for (const each of followers) await each.stop();
    await one.stop();
    await other.stop();
    await engine.stop();
  });

  /** Both consoles have taken in what the cases' logs hold, and written what follows from it. */
  const settled = async (...ids: readonly CaseId[]) => {
    for (let round = 0; round < 3; round++) {
      for (const id of ids) {
        const last = (await engine.read({ kind: 'case', id })).at(-1);
        if (last) await Promise.all([one.hub.reached(last.position), other.hub.reached(last.position)]);
      }
      for (const each of followers) await each.settled();
    }
  };
  const stateOf = async (id: CaseId, parts = one) => {
    const state = await parts.hub.state(id);
    if (!state) throw new Error('the case is there');
    return state;
  };
  const begun = async (thread: string = v7()) => {
    const origin = await one.newCase('my top up is missing', thread);
    time.now += MINUTE;
    const second = await one.say(thread, 'and the voucher does not open');
    if (!second.ok) throw new Error(second.error.code);
    await settled(origin);
    return { origin, thread, from: second.value.events.find(({ type }) => type === 'message.received')?.id as EventId };
  };
  const split = (parts: ConsoleParts, origin: CaseId, from: EventId, keeps = true, who = 'agent-1', newCase = v7() as CaseId) =>
    parts.act(origin, who, { type: 'split', newCase, from, queue, keeps }).then((outcome) => ({ outcome, newCase }));

  it('are opened once, whoever opens them, with who keeps them and what they begin with', async () => {
    const { origin, from } = await begun();
    const { newCase } = await split(one, origin, from);
    await settled(origin, newCase);
    expect(await one.logged(newCase)).toEqual(['case.opened', 'case.lineMoved', 'case.claimed']);
    expect(await stateOf(newCase, other)).toMatchObject({
      status: 'open',
      owner: 'agent-1',
      queue,
      splitFrom: { case: origin, from },
      preview: { text: 'and the voucher does not open', from: 'customer' },
    });
    expect(await other.store.cache.row(origin)).toMatchObject({ splitOff: [newCase] });
    expect(await other.store.cache.splitCases(50)).toMatchObject([{ id: origin }]);
  });

  it('wait in a chosen queue where nobody keeps them', async () => {
    const { origin, from } = await begun();
    const { newCase } = await split(one, origin, from, false);
    await settled(origin, newCase);
    expect(await stateOf(newCase)).toMatchObject({ status: 'waiting', owner: null, queue, unread: 1 });
  });

  it('of two who split at one message one wins, and no case is left over', async () => {
    for (let round = 0; round < 4; round++) {
      const { origin, from } = await begun();
      const both = await Promise.all([split(one, origin, from, true, 'agent-1'), split(other, origin, from, true, 'agent-2')]);
      expect(both.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.error.code]))).toEqual([expect.stringMatching(/^(taken|already-split)$/)]);
      await settled(origin, ...both.map(({ newCase }) => newCase));
      const there = await Promise.all(both.map(({ newCase }) => one.hub.state(newCase)));
      expect(there.map((state) => state !== undefined)).toEqual(both.map(({ outcome }) => outcome.ok));
    }
  });

  it('are told of their answers on the thread, which stays where the customer’s words go', async () => {
    const { origin, thread, from } = await begun();
    const { newCase } = await split(one, origin, from);
    await settled(origin, newCase);
    const waited = (await stateOf(origin)).waitingSince;
    time.now += MINUTE;
    const sent = await one.act(origin, 'agent-1', { type: 'reply', text: masked('try again now'), attachments: [], for: newCase });
    await settled(origin, newCase);
    expect(await stateOf(origin)).toMatchObject({ waitingSince: waited, owner: null });
    expect(await stateOf(newCase)).toMatchObject({ waitingSince: null, firstResponseAt: time.now, preview: { text: 'try again now', from: 'desk' } });
    expect((await one.logged(newCase)).filter((type) => type === 'case.lineMoved')).toHaveLength(2);
    const said = await other.say(thread, 'still closed');
    expect(said.ok && said.value.caseId).toBe(origin);
    await settled(origin, newCase);
    expect((await stateOf(newCase)).unread).toBe(0);
    expect(sent.ok).toBe(true);
  });

  it('wait again for an answer that was taken back', async () => {
    const { origin, from } = await begun();
    const { newCase } = await split(one, origin, from);
    await settled(origin, newCase);
    await one.act(origin, 'agent-1', { type: 'reply', text: masked('too early'), attachments: [], for: newCase });
    const message = (await stateOf(origin)).entries.findLast(({ kind }) => kind === 'sent')?.id as EventId;
    await one.desk.act(origin, { kind: 'system', id: 'desk' }, v7() as CommandId, { type: 'recordDelivery', message, state: 'failed' });
    await one.act(origin, 'agent-1', { type: 'sendAgain', message });
    await settled(origin, newCase);
    expect((await stateOf(newCase)).waitingSince).toBeNull();
    time.now += MINUTE;
    expect((await one.act(origin, 'agent-1', { type: 'withdraw', message })).ok).toBe(true);
    await settled(origin, newCase);
    expect((await stateOf(newCase)).waitingSince).toBe(time.now);
    expect((await one.logged(newCase)).filter((type) => type === 'case.lineMoved')).toHaveLength(3);
  });

  it('are one again with what they came from, and apart again', async () => {
    const { origin, from } = await begun();
    const { newCase } = await split(one, origin, from);
    await settled(origin, newCase);
    const joins = { type: 'merge', into: origin, channel: 'chat', customer: null, name: null, confirmed: true } as const;
    expect((await one.act(newCase, 'agent-1', joins)).ok).toBe(true);
    await settled(origin, newCase);
    expect(await stateOf(newCase)).toMatchObject({ status: 'resolved', mergedInto: { case: origin } });
    expect((await stateOf(origin)).lines.map((line) => line.case)).toEqual([newCase]);
    expect((await one.act(newCase, 'agent-1', { type: 'unmerge' })).ok).toBe(true);
    await settled(origin, newCase);
    expect(await stateOf(newCase)).toMatchObject({ status: 'open', owner: 'agent-1', mergedInto: null, splitFrom: { case: origin } });
    expect((await stateOf(origin)).lines).toEqual([]);
  });

  it('are opened, and told, at the next start of a host that was stopped between', async () => {
    const { origin, from } = await begun();
    for (const each of followers) await each.stop();
    followers = [];
    const { newCase } = await split(one, origin, from);
    await one.act(origin, 'agent-1', { type: 'reply', text: masked('for the second matter'), attachments: [], for: newCase });
    await settled(origin);
    expect(await one.hub.state(newCase)).toBeUndefined();
    await follow();
    await settled(origin, newCase);
    expect(await one.logged(newCase)).toEqual(['case.opened', 'case.lineMoved', 'case.claimed', 'case.lineMoved']);
  });
});
