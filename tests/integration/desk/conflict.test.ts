import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueEngine } from '#electron/engine/port.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { ConsoleParts, engineIn, masked, type Time, withAppend } from '#tests/integration/desk/console-parts-kit.ts';

/** Two consoles, each with its own store, over one log. */
describe('Commands of several people on one case', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let engine: QueueEngine;
  let one: ConsoleParts;
  let other: ConsoleParts;

  beforeAll(async () => {
    engine = engineIn(null, time);
    await engine.start();
    one = await new ConsoleParts(engine, time).start();
    other = await new ConsoleParts(engine, time).start();
  });
  afterAll(async () => {
    await one.stop();
    await other.stop();
    await engine.stop();
  });

  /** Both consoles know the case as it is now. */
  const bothKnow = async (caseId: Awaited<ReturnType<ConsoleParts['newCase']>>) => {
    const last = (await engine.read({ kind: 'case', id: caseId })).at(-1);
    if (!last) throw new Error('the case is there');
    await Promise.all([one.hub.reached(last.position), other.hub.reached(last.position)]);
  };

  const accept = { type: 'accept' } as const;

  it('of two agents who accept at once one wins, and the other is told who and since when', async () => {
    for (let round = 0; round < 20; round += 1) {
      const caseId = await one.newCase();
      await bothKnow(caseId);
      time.now += MINUTE;
      const outcomes = await Promise.all([one.act(caseId, 'agent-1', accept), other.act(caseId, 'agent-2', accept)]);
      const winner = outcomes[0].ok ? 'agent-1' : 'agent-2';
      const refused = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
      expect(refused).toEqual([{ code: 'taken', by: winner, at: time.now }]);
      expect(await one.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.claimed']);
    }
  });

  it('of ten agents of one console one wins', async () => {
    const caseId = await one.newCase();
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => one.act(caseId, `agent-${i}`, accept)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.code]))).toEqual(Array.from({ length: 9 }, () => 'taken'));
  });

  it('what does not exclude each other goes through on both sides: nobody hears of the conflict', async () => {
    const caseId = await one.newCase();
    await bothKnow(caseId);
    const note = (console: ConsoleParts, who: string, text: string) => console.act(caseId, who, { type: 'addNote', text: masked(text) });
    const outcomes = await Promise.all(Array.from({ length: 5 }, (_, i) => [note(one, 'agent-1', `a${i}`), note(other, 'agent-2', `b${i}`)]).flat());
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    const notes = (await one.log.read({ kind: 'case', id: caseId })).flatMap((event) => (event.type === 'note.added' ? [event.content?.text] : []));
    expect(notes.toSorted()).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4']);
  });

  it('an answer that meets a newer message is decided again and sent once', async () => {
    const thread = v7();
    const caseId = await one.newCase('top up', thread);
    await bothKnow(caseId);
    await Promise.all([
      one.act(caseId, 'agent-1', { type: 'reply', text: masked('one moment'), attachments: [] }),
      other.say(thread, 'hello?'),
      other.say(thread, 'anybody?'),
    ]);
    const types = await one.logged(caseId);
    expect(types.filter((type) => type === 'message.sent')).toHaveLength(1);
    expect(types.filter((type) => type === 'case.claimed')).toHaveLength(1);
    expect(types.filter((type) => type === 'message.received')).toHaveLength(3);
  });

  it('one command id is one event, asked twice at once, later, and in another order of answers', async () => {
    const caseId = await one.newCase();
    const commandId = v7();
    const reply = () => one.act(caseId, 'agent-1', { type: 'reply', text: masked('hello'), attachments: [] }, commandId);
    const [first, second] = await Promise.all([reply(), reply()]);
    const third = await reply();
    expect([second, third]).toEqual([first, first]);
    expect(await one.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.claimed', 'message.sent']);
  });

  it('one message of a customer is one event, however often their page sends it', async () => {
    const thread = v7();
    const commandId = v7();
    const [first, second] = await Promise.all([one.say(thread, 'my money', commandId), one.say(thread, 'my money', commandId)]);
    const third = await other.say(thread, 'my money', commandId);
    if (!first.ok) throw new Error(first.error.code);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(await one.logged(first.value.caseId)).toEqual(['case.opened', 'message.received']);
  });

  it('two consoles that wake the same case put it on record once', async () => {
    const caseId = await one.newCase();
    await one.act(caseId, 'agent-1', { type: 'snooze', until: time.now + MINUTE });
    await bothKnow(caseId);
    await Promise.all([one.wakeDue.wake(), other.wakeDue.wake()]);
    expect((await one.logged(caseId)).filter((type) => type === 'case.woken')).toEqual([]);
    time.now += MINUTE;
    await Promise.all([one.wakeDue.wake(), other.wakeDue.wake(), one.wakeDue.wake()]);
    expect((await one.logged(caseId)).filter((type) => type === 'case.woken')).toHaveLength(1);
    await bothKnow(caseId);
    expect((await other.hub.state(caseId))?.status).toBe('open');
  });

  it('both consoles end with the same case, which is the fold of the log', async () => {
    const thread = v7();
    const caseId = await one.newCase('top up', thread);
    await Promise.all([
      one.act(caseId, 'agent-1', accept),
      other.act(caseId, 'agent-2', { type: 'tag', add: ['vip'], remove: [] }),
      other.say(thread, 'hello?'),
    ]);
    await bothKnow(caseId);
    const folded = foldCase(undefined, await one.log.read({ kind: 'case', id: caseId }));
    expect(await one.hub.state(caseId)).toEqual(folded);
    expect(await other.hub.state(caseId)).toEqual(folded);
    expect(await other.store.cache.caseState(caseId)).toEqual(folded);
  });

  it('a log that answers conflict for ever is named as a fault, not tried for ever', async () => {
    const caseId = await one.newCase();
    let tries = 0;
    const stuck = withAppend(engine, async () => {
      tries += 1;
      return { ok: false, error: { code: 'conflict', lastPosition: 0 } };
    });
    const third = await new ConsoleParts(stuck, time).start();
    await expect(third.act(caseId, 'agent-1', accept)).rejects.toThrow(/conflicts in a row/);
    expect(tries).toBeLessThan(100);
    await third.stop();
  });
});
