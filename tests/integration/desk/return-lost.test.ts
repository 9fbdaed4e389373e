import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { ReturnLost } from '#electron/desk/routing/return-lost.ts';
import { Workload } from '#electron/desk/routing/workload.ts';
import { Sessions } from '#electron/desk/session/sessions.ts';
import { deskRules } from '#electron/desk/settings/desk-rules.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { Position } from '#shared/case/envelope.ts';
import { newEvent } from '#shared/case/envelope.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { CaseId, CommandId, EventId, PersonId } from '#shared/lib/ids.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const lin = 'agent-lin' as PersonId;
const GRACE = 10 * MINUTE;

/** One host on an engine that others share, with its own sessions and cache. */
async function host(engine: EmbeddedEngine, clock: () => number) {
  const logger = recordingLogger();
  const store = new SqliteStore({ memory: true, key: Buffer.alloc(32), logger });
  await store.start();
  const log = new EventLog(engine, () => undefined);
  const configurationDesk = new ConfigurationDesk({ log, openCases: async () => new Map(), clock, newId: v7 });
  await configurationDesk.load(demoDesk);
  const { configuration } = configurationDesk;
  const hub = new CaseHub({ log, cache: store.cache, groups: configurationDesk.groups(), clock, logger });
  await hub.start();
  const desk = new CaseDesk({ hub, log, ledger: store.ledger, rules: deskRules(configuration), clock, newId: v7, logger });
  const sessions = new Sessions({ log, configuration, group: DESK_GROUP, clock, newId: v7 });
  const workload = new Workload({ hub, cache: store.cache, configuration });
  await workload.start();
  const returnLost = new ReturnLost({ hub, log, desk, sessions, workload, configuration, clock, logger });
  const stop = async () => {
    workload.stop();
    await hub.stop();
    await store.stop();
  };
  return {
    log,
    hub,
    desk,
    sessions,
    returnLost,
    stop,
    act: (caseId: CaseId, command: Parameters<CaseDesk['act']>[3]) => desk.act(caseId, { kind: 'agent', id: lin }, v7() as CommandId, command),
  };
}

describe('A console that is lost', () => {
  let now = 1_800_000_000_000;
  let engine: EmbeddedEngine;
  let theirs: Awaited<ReturnType<typeof host>>;
  let others: Awaited<ReturnType<typeof host>>[];

  const caseOf = async (): Promise<CaseId> => {
    const id = v7() as CaseId;
    const [queue] = demoDesk.queues;
    if (!queue) throw new Error('the demo desk has a queue');
    const head = { id: v7() as EventId, about: { kind: 'case' as const, id }, group: queue.group, at: now, actor: { kind: 'customer' as const, id: 'c' } };
    const opened = newEvent(head, 'case.opened', { channel: 'chat', queue: queue.id, language: 'en', priority: 0, thread: id }, {});
    const appended = await engine.append(await theirs.log.seal([opened]), 0);
    if (!appended.ok) throw new Error('it is new');
    const seen = async (position: Position) => {
      for (const { hub } of [theirs, ...others]) await hub.reached(position);
    };
    await seen(appended.value[0] ?? (1 as Position));
    await theirs.act(id, { type: 'accept' });
    // The others know whose it is before anybody is lost.
    await seen((await theirs.log.read({ kind: 'case', id })).at(-1)?.position ?? (1 as Position));
    return id;
  };
  const typesOf = async (id: CaseId) => (await theirs.log.read({ kind: 'case', id })).map(({ type }) => type);
  const lookAll = () => Promise.all(others.map(({ returnLost }) => returnLost.look()));

  beforeEach(async () => {
    engine = new EmbeddedEngine({ memory: true, key: Buffer.alloc(32), clock: () => now, newId: v7, logger: recordingLogger() });
    await engine.start();
    theirs = await host(engine, () => now);
    others = [await host(engine, () => now), await host(engine, () => now)];
    await theirs.sessions.signIn('tab', lin);
  });
  afterEach(async () => {
    for (const one of [theirs, ...others]) await one.stop();
    await engine.stop();
  });

  it('keeps its cases for the queue’s grace time, and then they wait again, each thing on record once', async () => {
    const id = await caseOf();
    now += 59 * SECOND;
    await lookAll();
    now += 2 * SECOND;
    await lookAll();
    expect((await theirs.log.read({ kind: 'agent', id: lin })).filter(({ type }) => type === 'agent.signedOut')).toMatchObject([
      { actor: { kind: 'system' }, at: now },
    ]);
    now += GRACE - SECOND;
    await lookAll();
    expect(await typesOf(id)).toEqual(['case.opened', 'case.claimed']);
    now += SECOND;
    await lookAll();
    await lookAll();
    expect(await typesOf(id)).toEqual(['case.opened', 'case.claimed', 'case.released']);
    expect(await theirs.hub.freshState(id)).toMatchObject({ status: 'waiting', owner: null });
  });

  it('that comes back in time keeps them', async () => {
    const id = await caseOf();
    now += 61 * SECOND;
    await lookAll();
    now += GRACE - SECOND;
    await theirs.sessions.signOut('tab');
    await theirs.sessions.signIn('tab', lin);
    await lookAll();
    now += 50 * SECOND;
    await lookAll();
    expect(await typesOf(id)).toEqual(['case.opened', 'case.claimed']);
  });

  it('is not one whose person signed out, and not one that snoozed the case', async () => {
    const [left, snoozed] = [await caseOf(), await caseOf()];
    await theirs.act(snoozed, { type: 'snooze', until: now + 10 * GRACE });
    await theirs.sessions.signOut('tab');
    now += 2 * GRACE;
    await lookAll();
    expect(await typesOf(left)).toEqual(['case.opened', 'case.claimed']);
    await theirs.sessions.signIn('tab', lin);
    const newest = (await theirs.log.read({ kind: 'agent', id: lin })).at(-1);
    for (const { hub } of others) if (newest) await hub.reached(newest.position);
    now += 61 * SECOND;
    await lookAll();
    now += GRACE;
    await lookAll();
    expect(await typesOf(left)).toContain('case.released');
    expect(await typesOf(snoozed)).toEqual(['case.opened', 'case.claimed', 'case.snoozed']);
  });
});
