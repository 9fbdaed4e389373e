import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ingested } from '#electron/desk/cases/case-hub.ts';
import { MergedLines } from '#electron/desk/cases/merged-lines.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { ConsoleParts, engineIn, masked, type Time } from '#tests/integration/desk/console-parts-kit.ts';

/** Two consoles over one log; both keep cases and their lines in step. */
describe('merged cases', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let engine: QueueEngine;
  let one: ConsoleParts;
  let other: ConsoleParts;
  let lines: MergedLines[] = [];
  const follower = (parts: ConsoleParts) => new MergedLines({ hub: parts.hub, cache: parts.store.cache, desk: parts.desk, logger: parts.logger });

  beforeAll(async () => {
    engine = engineIn(null, time);
    await engine.start();
    one = await new ConsoleParts(engine, time).start();
    other = await new ConsoleParts(engine, time).start();
    lines = [follower(one), follower(other)];
    for (const each of lines) await each.start();
  });
  afterAll(async () => {
    for (const each of lines) await each.stop();
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
      for (const each of lines) await each.settled();
    }
  };
  const merge = (parts: ConsoleParts, line: CaseId, into: CaseId, who = 'agent-1') =>
    parts.act(line, who, { type: 'merge', into, channel: 'chat', customer: null, name: null, confirmed: true });
  const both = async () => [await one.newCase('from the mail', `a ${v7()}`), await one.newCase('from the chat', `b ${v7()}`)] as const;
  const stateOf = async (id: CaseId) => {
    const state = await one.hub.state(id);
    if (!state) throw new Error('the case is there');
    return state;
  };

  it('have both sides on record once, whoever writes the other side', async () => {
    const [main, line] = await both();
    expect((await merge(one, line, main)).ok).toBe(true);
    await settled(main, line);
    expect(await one.logged(line)).toEqual(['case.opened', 'message.received', 'case.merged']);
    expect(await one.logged(main)).toEqual(['case.opened', 'message.received', 'case.merged']);
    expect((await stateOf(main)).lines.map((found) => found.case)).toEqual([line]);
    expect((await stateOf(line)).mergedInto?.case).toBe(main);
    const page = await one.store.cache.row(line);
    expect(page).toMatchObject({ status: 'resolved', mergedInto: main });
  });

  it('hear of each message once, on a thread that leads where it always led; a closed case comes back', async () => {
    const thread = `t ${v7()}`;
    const main = await one.newCase('mail');
    const line = await one.newCase('chat', thread);
    await merge(one, line, main);
    await settled(main, line);
    await one.act(main, 'agent-1', { type: 'accept' });
    await one.act(main, 'agent-1', { type: 'resolve', disposition: 'solved', comment: '' });
    time.now += MINUTE;
    const said = await other.say(thread, 'still not there');
    expect(said.ok && said.value.caseId).toBe(line);
    await settled(main, line);
    expect((await one.logged(main)).slice(-2)).toEqual(['case.lineMoved', 'case.reopened']);
    expect(await stateOf(main)).toMatchObject({ status: 'waiting', unread: 1, preview: { text: 'still not there', from: 'customer' } });
    expect(await stateOf(line)).toMatchObject({ status: 'resolved' });
    await one.act(main, 'agent-1', { type: 'accept' });
    await one.act(line, 'agent-1', { type: 'reply', text: masked('it is on its way'), attachments: [] });
    await settled(main, line);
    expect(await stateOf(main)).toMatchObject({ waitingSince: null, unread: 0, preview: { text: 'it is on its way', from: 'desk' } });
    expect((await one.logged(main)).filter((type) => type === 'case.lineMoved')).toHaveLength(2);
  });

  it('of two who merge one case elsewhere at once one wins', async () => {
    for (let round = 0; round < 5; round++) {
      const [main, line] = await both();
      const third = await one.newCase('a third');
      await settled(main, line, third);
      const outcomes = await Promise.all([merge(one, line, main, 'agent-1'), merge(other, line, third, 'agent-2')]);
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.code]))).toEqual(['merged']);
      await settled(main, line, third);
      const into = (await stateOf(line)).mergedInto?.case;
      expect([(await stateOf(main)).lines.length, (await stateOf(third)).lines.length]).toEqual(into === main ? [1, 0] : [0, 1]);
    }
  });

  it('never go on in each other: two who merge crosswise lose neither case', async () => {
    for (let round = 0; round < 5; round++) {
      const [main, line] = await both();
      await settled(main, line);
      await Promise.all([merge(one, line, main, 'agent-1'), merge(other, main, line, 'agent-2')]);
      await settled(main, line);
      await settled(main, line);
      const [first, second] = [await stateOf(main), await stateOf(line)];
      const lost = [first, second].filter((state) => state.mergedInto !== null);
      expect(lost.length, `round ${round}`).toBeLessThan(2);
      for (const state of lost) expect((await stateOf(state.mergedInto?.case as CaseId)).lines.map((found) => found.case)).toContain(state.id);
      for (const state of [first, second]) for (const found of state.lines) expect((await stateOf(found.case)).mergedInto?.case).toBe(state.id);
    }
  });

  it('are not told what was said before they were merged, though it is taken in together with that', async () => {
    const [main, line] = await both();
    await merge(one, line, main);
    await settled(main, line);
    const heard: ((ingested: Ingested) => void)[] = [];
    const { hub, store, desk, logger } = one;
    const onIngested = (listener: (ingested: Ingested) => void) => {
      heard.push(listener);
      return () => undefined;
    };
    const slow = new MergedLines({
      hub: { onIngested, onSync: (signal) => hub.onSync(signal), state: (id) => hub.state(id), sync: () => hub.sync() },
      cache: store.cache,
      desk,
      logger,
    });
    await slow.start();
    const row = await store.cache.row(line);
    const events = await store.cache.caseEvents(line);
    for (const listener of heard) listener({ events, rows: row ? [row] : [] });
    await slow.stop();
    expect(events.map(({ type }) => type)).toEqual(['case.opened', 'message.received', 'case.merged']);
    expect(await one.logged(main)).toEqual(['case.opened', 'message.received', 'case.merged']);
  });

  it('are taken apart on both sides, and hear no more of each other', async () => {
    const thread = `t ${v7()}`;
    const main = await one.newCase('mail');
    const line = await one.newCase('chat', thread);
    await merge(one, line, main);
    await settled(main, line);
    expect((await other.act(line, 'agent-1', { type: 'unmerge' })).ok).toBe(true);
    await settled(main, line);
    await one.say(thread, 'for this one alone');
    await settled(main, line);
    expect((await stateOf(main)).lines).toEqual([]);
    expect(await one.logged(main)).toEqual(['case.opened', 'message.received', 'case.merged', 'case.unmerged']);
    expect(await stateOf(line)).toMatchObject({ status: 'waiting', mergedInto: null });
  });

  it('are one person’s: who is confirmed on one is confirmed on the other', async () => {
    const [main, line] = await both();
    await merge(one, line, main);
    await settled(main, line);
    await one.act(main, 'agent-1', { type: 'identify', customer: 'C7' as CustomerId, how: 'agent', name: '王*' });
    await settled(main, line);
    expect(await stateOf(line)).toMatchObject({ customer: 'C7', knownAs: '王*' });
  });

  it('are put in order at the next start of a host that was stopped between', async () => {
    for (const each of lines) await each.stop();
    const thread = `t ${v7()}`;
    const main = await one.newCase('mail');
    const line = await one.newCase('chat', thread);
    await merge(one, line, main);
    await one.say(thread, 'anybody?');
    const parted = await one.newCase('another');
    await merge(one, parted, main);
    await settled(main, line, parted);
    expect((await stateOf(main)).lines).toEqual([]);
    const again = follower(one);
    lines = [again];
    await again.start();
    await settled(main, line, parted);
    expect((await stateOf(main)).lines.map((found) => found.case).sort()).toEqual([line, parted].sort());
    expect((await stateOf(main)).preview).toMatchObject({ text: 'anybody?' });
    await again.stop();
    await one.act(parted, 'agent-1', { type: 'unmerge' });
    const last = follower(one);
    lines = [last];
    await last.start();
    await settled(main, line, parted);
    expect((await stateOf(main)).lines.map((found) => found.case)).toEqual([line]);
    const before = await one.logged(main);
    await last.stop();
    const once = follower(one);
    lines = [once];
    await once.start();
    await settled(main, line, parted);
    expect(await one.logged(main)).toEqual(before);
  });
});
