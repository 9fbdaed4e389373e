import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeferredCommands } from '#electron/desk/cases/deferred-commands.ts';
import { Erasure } from '#electron/desk/erasure/erasure.ts';
import { Retention } from '#electron/desk/retention/retention.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { isMessage } from '#shared/case/state.ts';
import { type Configuration, emptyConfiguration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import { searchForWords } from '#shared/desk/search-query.ts';
import type { CaseId, CommandId, CustomerId, PersonId } from '#shared/lib/ids.ts';
import { DAY } from '#shared/lib/time.ts';
import { decryptedPages, foundIn } from '#tests/fixtures/decrypted-pages.ts';
import { ConsoleParts, engineIn, key, masked, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const zhou = { id: 'administrator-zhou', role: 'administrator' } as Person;

/** Two consoles over one log, each with what it keeps in a folder of its own. */
describe('What leaves a console', () => {
  const time: Time = { now: 0 };
  let root: string;
  let engine: QueueEngine;
  let here: ConsoleParts;
  let there: ConsoleParts;
  const stops: (() => Promise<void>)[] = [];

  const begin = async (name: string, over: QueueEngine = engine) => {
    const parts = await new ConsoleParts(over, time, mkdtempSync(join(root, name))).start();
    stops.push(() => parts.stop());
    return parts;
  };
  const erasureOf = async (parts: ConsoleParts) => {
    const { hub, log, desk, store, vault, logger } = parts;
    const deferred = new DeferredCommands({
      desk,
      engine: parts.engine,
      ledger: store.ledger,
      holds: async () => true,
      address: (...asked) => parts.address(...asked),
      clock: () => time.now,
      random: Math.random,
      setTimer: (work, ms) => setTimeout(work, ms),
      clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
      logger,
      onWords: () => undefined,
    });
    const told = Promise.withResolvers<readonly CaseId[]>();
    const mail = { addressOf: async () => null, forgetThread: async () => undefined };
    const erasure = new Erasure({ hub, log, desk, store, vault, deferred, mail, onErased: async (cases) => told.resolve(cases), logger });
    await erasure.start();
    stops.push(() => erasure.stop());
    return { erasure, told: told.promise };
  };
  const closed = async (text: string, thread?: string) => {
    const caseId = await here.newCase(text, thread);
    await here.act(caseId, 'lin', { type: 'accept' });
    await here.act(caseId, 'lin', { type: 'resolve', disposition: 'solved', comment: '' });
    return caseId;
  };
  const textsOf = async (parts: ConsoleParts, caseId: CaseId) => (await parts.hub.state(caseId))?.entries.filter(isMessage).map(({ text }) => text);
  const arrived = (parts: ConsoleParts, caseId: CaseId, type: string) =>
    new Promise<void>((resolve) => {
      parts.hub.onIngested(({ events }) => {
        if (events.some((event) => event.about.id === caseId && event.type === type)) resolve();
      });
    });

  beforeEach(async () => {
    time.now = 1_790_000_000_000;
    root = mkdtempSync(join(tmpdir(), 'leaving-'));
    engine = engineIn(null, time);
    await engine.start();
    stops.push(() => engine.stop());
    here = await begin('here-');
    there = await begin('there-');
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
    rmSync(root, { recursive: true, force: true });
  });

  it('closed cases leave after the desk’s own time, and are read from the engine when somebody opens them', async () => {
    const configuration = new Topic<Configuration>({ ...emptyConfiguration, retention: [{ id: 'cache', days: 3 }] });
    const retention = new Retention({ hub: here.hub, cache: here.store.cache, configuration, clock: () => time.now, logger: here.logger });
    const old = await closed('linnetword of long ago');
    const waiting = await here.newCase('waits for long');
    await here.act(old, 'lin', { type: 'identify', customer: 'C1' as CustomerId, how: 'agent' });
    time.now += 3 * DAY;
    const young = await closed('closed just now');
    expect(await retention.sweep()).toBe(0);
    time.now += 1;
    expect(await retention.sweep()).toBe(1);
    expect(await retention.sweep()).toBe(0);
    const { cache } = here.store;
    expect([await cache.row(old), await cache.caseEvents(old), await cache.search({ query: searchForWords('linnetword'), tokens: null }, 5)]).toEqual([
      null,
      [],
      [],
    ]);
    expect(await cache.leftOf('C1' as CustomerId, 5)).toEqual([old]);
    expect([(await cache.row(waiting))?.status, (await cache.row(young))?.status]).toEqual(['waiting', 'resolved']);
    const counts = await cache.inboxCounts('lin' as PersonId, ['top-up' as never]);
    expect([counts.all, counts.resolved, await cache.leftCount('lin' as PersonId, ['top-up' as never])]).toEqual([2, 1, 1]);
    const file = join(root, readdirSync(root).find((name) => name.startsWith('here-')) ?? '', 'cache.db');
    expect(foundIn(decryptedPages(file, key), ['linnetword'])).toEqual([]);
    expect(foundIn(decryptedPages(file, key), ['closed just now'])).toEqual(['closed just now']);
    expect(await textsOf(here, old)).toEqual(['linnetword of long ago']);
    expect((await cache.search({ query: searchForWords('linnetword'), tokens: null }, 5)).map(({ row }) => row.id)).toEqual([old]);
    // Looked at just now it stays for some hours, and goes again.
    expect(await retention.sweep()).toBe(0);
    time.now += DAY;
    expect(await retention.sweep()).toBe(1);
    // Filled again the cache holds all there ever was, and keeps to the window as soon as it is live.
    retention.start();
    const gone = new Promise<readonly CaseId[]>((resolve) => here.hub.onLeft(resolve));
    here.hub.refill('asked for');
    expect(await gone).toEqual([old]);
    await retention.stop();
    expect([await cache.row(old), (await cache.row(young))?.status]).toEqual([null, 'resolved']);
    // A longer time is not made up for: what left stays away until it is opened.
    configuration.set({ ...emptyConfiguration, retention: [{ id: 'cache', days: 3650 }] });
    const longer = new Retention({ hub: here.hub, cache, configuration, clock: () => time.now, logger: here.logger });
    expect(await longer.sweep()).toBe(0);
    expect(await there.store.cache.row(old)).not.toBeNull();
  });

  it('a customer who writes in a case that left finds it as it was, and it is whole again', async () => {
    const caseId = await closed('first words', 'thread-1');
    await here.hub.leave(time.now + 1, time.now + 1);
    expect(await here.store.cache.row(caseId)).toBeNull();
    time.now += 10;
    expect((await here.say('thread-1', 'second words')).ok).toBe(true);
    expect(await textsOf(here, caseId)).toEqual(['first words', 'second words']);
    expect((await here.store.cache.row(caseId))?.status).toBe('waiting');
    expect(await here.store.cache.leftAmong([caseId])).toEqual([]);
  });

  it('what others do in a case that left here comes with all that was before', async () => {
    const caseId = await closed('first words', 'thread-2');
    await there.hub.reached((await here.hub.state(caseId))?.position ?? (1 as never));
    await there.hub.leave(time.now + 1, time.now + 1);
    expect(await there.store.cache.row(caseId)).toBeNull();
    const came = arrived(there, caseId, 'case.reopened');
    await here.act(caseId, 'lin', { type: 'reopen' });
    await came;
    expect((await there.store.cache.row(caseId))?.status).toBe('open');
    expect(await there.store.cache.caseEvents(caseId)).toEqual(await here.store.cache.caseEvents(caseId));
  });

  it('a person erased on one console is gone from the others too: cache, waiting commands, drafts, values', async () => {
    const [mine, theirs] = [await erasureOf(here), await erasureOf(there)];
    const caseId = await closed('call dunlinword at 13911229900', 'thread-3');
    await here.act(caseId, 'lin', { type: 'identify', customer: 'C7' as CustomerId, how: 'agent' });
    const left = await closed('dunlinword of long ago');
    await here.act(left, 'lin', { type: 'identify', customer: 'C7' as CustomerId, how: 'agent' });
    await here.hub.leave(time.now + 1, time.now + 1);
    const token = await there.vault.put('phone', '13911229900');
    const own = await here.vault.match('phone', '13911229900');
    await there.store.ledger.saveDraft({ caseId, person: 'si' as PersonId, kind: 'note', text: 'dunlinword', attachments: [], savedAt: time.now });
    const actor = { kind: 'agent' as const, id: 'si' as PersonId };
    const waits = {
      commandId: v7() as CommandId,
      caseId,
      actor,
      command: { type: 'addNote' as const, text: masked('dunlinword') },
      typed: null,
      at: time.now,
      refusal: null,
      doubtful: false,
    };
    await there.store.ledger.deferCommand(waits);
    expect(own).not.toBeNull();
    const done = await mine.erasure.erase(zhou, caseId, 'asked', v7() as CommandId);
    expect(done).toEqual({ ok: true, value: { cases: 2 } });
    expect(new Set(await mine.told)).toEqual(new Set([caseId, left]));
    await theirs.told;
    for (const parts of [here, there]) {
      expect(await textsOf(parts, caseId)).toEqual([null]);
      expect(await parts.store.cache.search({ query: searchForWords('dunlinword'), tokens: null }, 5)).toEqual([]);
    }
    expect(await there.store.ledger.drafts('si' as PersonId)).toEqual([]);
    expect(await there.store.ledger.deferredCommands()).toEqual([]);
    expect(await here.vault.match('phone', '13911229900')).toBeNull();
    // Each vault has tokens of its own: a value that no case's text led to is not known to be the person's.
    expect((await there.vault.reveal(token))?.raw).toBe('13911229900');
    expect(await textsOf(here, left)).toEqual([null]);
    for (const id of [caseId, left]) expect(await engine.dataKey({ kind: 'case', id }, false)).toBeNull();
    // The same thread goes on as a case of its own.
    const again = await here.say('thread-3', 'it is me again');
    expect(again.ok && again.value.caseId).not.toBe(caseId);
  });

  it('while the engine cannot be reached nothing is erased, and the reason is told', async () => {
    const away = new Proxy(engine, {
      get: (target, name) => {
        if (name === 'health') return () => ({ ...engine.health(), state: 'disconnected' });
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const caseId = await closed('stays: plover');
    const parts = await begin('away-', away);
    const { erasure } = await erasureOf(parts);
    await expect(erasure.erase(zhou, caseId, 'asked', v7() as CommandId)).rejects.toMatchObject({ name: 'EngineUnreachable' });
    expect(await textsOf(parts, caseId)).toEqual(['stays: plover']);
    expect(await here.logged(caseId)).not.toContain('case.erased');
  });

  it('an erasure that was cut short after it was put on record is finished by the next start', async () => {
    const caseId = await closed('ruffword');
    await here.desk.act(caseId, { kind: 'administrator', id: 'z' }, v7() as CommandId, { type: 'erase', reason: 'law', tokens: [] });
    expect(await engine.dataKey({ kind: 'case', id: caseId }, false)).not.toBeNull();
    expect(await here.store.cache.erasedCases(true)).toEqual([caseId]);
    const { told } = await erasureOf(here);
    expect(await told).toEqual([caseId]);
    expect(await engine.dataKey({ kind: 'case', id: caseId }, false)).toBeNull();
    expect([await here.store.cache.erasedCases(true), await here.store.cache.erasedCases(false)]).toEqual([[], [caseId]]);
  });

  it('a value that another person’s text hides as well stays for them', async () => {
    const { erasure } = await erasureOf(here);
    const caseId = await closed('my agent is 13911228811, I am 13911228822');
    await here.newCase('so is mine: 13911228811');
    await erasure.erase(zhou, caseId, 'asked', v7() as CommandId);
    expect(await here.vault.match('phone', '13911228811')).not.toBeNull();
    expect(await here.vault.match('phone', '13911228822')).toBeNull();
  });
});
