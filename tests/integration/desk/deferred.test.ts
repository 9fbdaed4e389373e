import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeferredCommands } from '#electron/desk/cases/deferred-commands.ts';
import { EngineRefusal, EngineUnreachable, type QueueEngine } from '#electron/engine/port.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { doubtUnconfirmed } from '#electron/store/tables/restoration-table.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { EngineHealth } from '#shared/desk/engine-health.ts';
import type { CaseId, CommandId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, key, masked, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const lin = { kind: 'agent', id: 'agent-lin' as PersonId } as const;

describe('Commands given while the engine is away', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let folder: string;
  let log: ReturnType<typeof engineIn>;
  let away: boolean;
  /** What the engine answers to an append about a case, beside taking it. */
  let append: QueueEngine['append'];
  let listeners: Set<(health: EngineHealth) => void>;
  let timers: { readonly work: () => void; readonly ms: number }[];
  let parts: ConsoleParts;
  let deferred: DeferredCommands;
  const engine = (): QueueEngine =>
    new Proxy(log as QueueEngine, {
      get: (target, name) => {
        if (name === 'health') return () => (away ? { ...target.health(), state: 'reconnecting' } : target.health());
        if (name === 'onHealth') return (listener: (health: EngineHealth) => void) => listeners.add(listener) && (() => listeners.delete(listener));
        if (name === 'append') return (...args: Parameters<QueueEngine['append']>) => append(...args);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  const begin = async () => {
    [listeners, timers] = [new Set(), []];
    parts = await new ConsoleParts(engine(), time, folder).start();
    deferred = new DeferredCommands({
      desk: parts.desk,
      engine: parts.engine,
      ledger: parts.store.ledger,
      holds: async () => true,
      address: (...asked) => parts.address(...asked),
      clock: () => time.now,
      random: () => 0.5,
      setTimer: (work, ms) => timers.push({ work, ms }),
      clearTimer: () => undefined,
      logger: parts.logger,
      onWords: () => undefined,
    });
    await parts.desk.recover();
    await deferred.start();
  };
  const end = async () => {
    await deferred.stop();
    await parts.stop();
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deferred-'));
    log = engineIn(folder, time);
    await log.start();
    away = false;
    append = (...args) => log.append(...args);
    await begin();
  });
  afterEach(async () => {
    await end();
    await log.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const give = (caseId: CaseId, command: CaseCommand, id: string = v7()) => deferred.act(caseId, lin, id as CommandId, command);
  const note = (text: string): CaseCommand => ({ type: 'addNote', text: masked(text) });
  const comesBack = () => {
    away = false;
    for (const listener of listeners) listener(log.health());
  };
  const own = async () => {
    const [now] = [(await deferred.follow(lin.id, undefined).next()).value ?? []];
    return now as readonly { commandId: string; state: string; refusal: unknown }[];
  };
  const notesOf = async (caseId: CaseId) =>
    (await parts.log.read({ kind: 'case', id: caseId })).flatMap((event) => (event.type === 'note.added' ? [event.content?.text] : []));

  it('hold up their own case alone where one meets a fault, and are tried again after a random while that grows', async () => {
    const [one, other] = [await parts.newCase(), await parts.newCase()];
    away = true;
    for (const [caseId, text] of [
      [one, 'a1'],
      [one, 'a2'],
      [other, 'b1'],
    ] as const)
      expect(await give(caseId, note(text))).toEqual({ ok: true, value: { events: [], deferred: true } });
    let broken = true;
    append = async (events, expected) => {
      if (broken && events[0]?.about.id === one) throw new EngineUnreachable('no answer');
      return log.append(events, expected);
    };
    comesBack();
    await deferred.carryOut();
    expect(await notesOf(other)).toEqual(['b1']);
    expect(timers).toHaveLength(1);
    expect(await notesOf(one)).toEqual([]);
    // Noted and not answered: it may have arrived, and is not to be taken back.
    expect((await own()).map(({ state }) => state)).toEqual(['sent', 'queued']);
    const [first] = await own();
    expect(await deferred.takeBack(lin.id, first?.commandId as CommandId)).toBe(false);
    timers[0]?.work();
    await vi.waitFor(() => expect(timers).toHaveLength(2), { timeout: 15_000 });
    expect(timers.map(({ ms }) => ms)).toEqual([200 + 250, 200 + 500]);
    // What is given now goes behind what waits, though the engine is there, and does not hurry it.
    expect(await give(one, note('a3'))).toEqual({ ok: true, value: { events: [], deferred: true } });
    expect(timers).toHaveLength(2);
    broken = false;
    await deferred.carryOut(true);
    expect(await own()).toEqual([]);
    expect(await notesOf(one)).toEqual(['a1', 'a2', 'a3']);
  });

  it('become waiting ones where the engine goes away under them, and are there once though they had arrived', async () => {
    const caseId = await parts.newCase();
    append = async (events, expected) => {
      await log.append(events, expected);
      away = true;
      throw new EngineUnreachable('the answer was lost');
    };
    const id = v7();
    expect(await give(caseId, note('only once'), id)).toEqual({ ok: true, value: { events: [], deferred: true } });
    append = (...args) => log.append(...args);
    comesBack();
    await deferred.carryOut();
    expect(await own()).toEqual([]);
    expect(await notesOf(caseId)).toEqual(['only once']);
    expect((await give(caseId, note('only once'), id)).ok).toBe(true);
    expect(await notesOf(caseId)).toEqual(['only once']);
  });

  it('that were refused stay so for whoever reads the ledger at that very moment', async () => {
    const caseId = await parts.newCase();
    away = true;
    const given = { typed: { kind: 'reply' as const, text: 'Mine', attachments: [] }, draft: null };
    await deferred.act(caseId, lin, v7() as CommandId, { type: 'reply', text: masked('Mine'), attachments: [] }, given);
    const other = await new ConsoleParts(log, time).start();
    await other.act(caseId, 'agent-zhao', { type: 'accept' });
    await other.stop();
    const gate = Promise.withResolvers<void>();
    const { unknownOutbox } = parts.store.ledger;
    Object.assign(parts.store.ledger, {
      unknownOutbox: async () => {
        await gate.promise;
        return unknownOutbox();
      },
    });
    const reading = deferred.reload();
    away = false;
    await deferred.carryOut();
    gate.resolve();
    await reading;
    expect(await own()).toMatchObject([{ state: 'refused', refusal: { code: 'taken', by: 'agent-zhao' } }]);
    expect(await parts.store.ledger.drafts(lin.id)).toMatchObject([{ kind: 'reply', text: 'Mine' }]);
  });

  it('that are replies to more than the customer keep whom they go to: sealed once the engine is back, in the draft again where they are refused', async () => {
    const byMail = async (thread: string) => {
      const said = {
        channel: 'email',
        thread,
        queue: 'top-up' as QueueId,
        language: 'en',
        text: 'hello',
        attachments: [],
        contactAddress: 'li@example.com',
      } as const;
      const received = await parts.intake.receive({ ...said, commandId: v7() as CommandId });
      if (!received.ok) throw new Error(received.error.code);
      return received.value.caseId;
    };
    const addressing = { forwards: null, to: [], cc: [{ address: 'Bank@partner.example' }], bcc: [{ address: 'boss@head.example' }] };
    const answer = async (caseId: CaseId) => {
      const recipients = await parts.recipients.wish(await parts.store.cache.caseEvents(caseId), addressing, []);
      if (!recipients.ok || recipients.value === undefined) throw new Error('no recipients');
      const typed = { kind: 'reply' as const, text: 'Mine', attachments: [], addressing };
      const command = { type: 'reply' as const, text: masked('Mine'), attachments: [], recipients: recipients.value };
      return deferred.act(caseId, lin, v7() as CommandId, command, { typed, draft: null });
    };
    const [mine, taken] = [await byMail('t1'), await byMail('t2')];
    away = true;
    await answer(mine);
    await answer(taken);
    // The ledger is read anew, as after a stop.
    await deferred.reload();
    expect(await parts.store.ledger.deferredCommands()).toMatchObject([{ typed: { addressing } }, { typed: { addressing } }]);
    const other = await new ConsoleParts(log, time).start();
    await other.act(taken, 'agent-zhao', { type: 'accept' });
    await other.stop();
    comesBack();
    await deferred.carryOut();
    const sent = (await parts.store.cache.caseEvents(mine)).find(({ type }) => type === 'message.sent');
    if (sent?.type !== 'message.sent') throw new Error('not sent');
    const { recipients } = sent.content ?? {};
    expect(recipients).toMatchObject({ cc: { text: 'b***@partner.example' }, bcc: { text: 'b***@head.example' } });
    expect(recipients?.blob && (await parts.recipients.read(mine, recipients.blob))).toMatchObject({
      cc: [{ address: 'bank@partner.example' }],
      bcc: [{ address: 'boss@head.example' }],
    });
    expect(await parts.store.ledger.drafts(lin.id)).toMatchObject([{ caseId: taken, text: 'Mine', addressing }]);
    // Also where nothing waits: what the desk noted of it holds whom it went to, and goes there after a stop.
    const noted = await answer(await byMail('t3'));
    expect(noted).toMatchObject({ ok: true, value: { deferred: false } });
  });

  it('are answered with a refusal where the engine will never take them, and hold up nothing', async () => {
    const caseId = await parts.newCase();
    append = async (events, expected) => {
      if (events.some(({ type }) => type === 'case.tagged')) throw new EngineRefusal('not you');
      return log.append(events, expected);
    };
    const id = v7();
    const refused = { ok: false, error: { code: 'engine-refused' } };
    expect(await give(caseId, { type: 'tag', add: ['vip'], remove: [] }, id)).toEqual(refused);
    expect(await give(caseId, { type: 'tag', add: ['vip'], remove: [] }, id)).toEqual(refused);
    expect((await give(caseId, note('goes on'))).ok).toBe(true);
    expect(await notesOf(caseId)).toEqual(['goes on']);
  });

  it('are unknown after the ledger was restored: found where they arrived, else sent again by their author alone', async () => {
    const caseId = await parts.newCase();
    const [arrived, lost, waits, given] = [v7(), v7(), v7(), v7()] as [string, string, string, string];
    // Noted in the copy of the ledger, each; one of them had arrived by then.
    const person = lin.id;
    const words = (text: string) => ({ kind: 'note' as const, text, attachments: [] });
    await give(caseId, note('arrived'), arrived);
    const noted = (commandId: string, text: string) =>
      parts.store.ledger.putOutbox({
        commandId: commandId as CommandId,
        caseId,
        person,
        events: [],
        expected: 0,
        state: 'queued',
        answer: null,
        at: time.now,
        asked: { role: 'agent', command: note(text), typed: words(text) },
      });
    await noted(lost, 'lost');
    const second = v7();
    away = true;
    await give(caseId, note('waits'), waits);
    await deferred.act(caseId, lin, given as CommandId, note('given'), { typed: words('given'), draft: null });
    await noted(second, 'second');
    await end();
    const book = openForWriting({ file: join(folder, 'ledger.db'), key, synchronous: 'FULL', logger: null });
    doubtUnconfirmed(book, time.now);
    book.close();
    away = false;
    // One had been carried out after the copy was made.
    const since = await new ConsoleParts(log, time).start();
    await since.act(caseId, lin.id, note('waits'), waits);
    await since.stop();
    await begin();
    await deferred.carryOut();
    expect(await notesOf(caseId)).toEqual(['arrived', 'waits']);
    expect((await own()).map(({ commandId, state }) => [commandId, state])).toEqual([
      [lost, 'unknown'],
      [second, 'unknown'],
      [waits, 'unknown'],
      [given, 'unknown'],
    ]);
    expect(await deferred.sendAgain('agent-zhao' as PersonId, lost as CommandId)).toBe(false);
    for (const id of [lost, waits]) expect(await deferred.sendAgain(person, id as CommandId)).toBe(true);
    expect(await notesOf(caseId)).toEqual(['arrived', 'waits', 'lost']);
    // Said to have arrived: not sent, and its words are not kept.
    expect(await deferred.arrived(person, second as CommandId)).toBe(true);
    // Thought better of: its words are a draft.
    expect(await deferred.takeBack(person, given as CommandId)).toBe(true);
    expect(await parts.store.ledger.drafts(person)).toMatchObject([{ kind: 'note', text: 'given' }]);
    expect(await own()).toEqual([]);
    expect(await notesOf(caseId)).toEqual(['arrived', 'waits', 'lost']);
  });
});
