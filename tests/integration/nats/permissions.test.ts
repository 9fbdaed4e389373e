import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NatsConnection } from '@nats-io/nats-core';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { PassedCalls } from '#electron/desk/calls/passed-calls.ts';
import { RingingCalls } from '#electron/desk/calls/ringing-calls.ts';
import { IncidentBook } from '#electron/desk/incidents/incident-book.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import { directoryEntry } from '#electron/engine/nats/registry/desk-facts.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { runPermissions } from '#electron/host/engine/permissions-command.ts';
import type { IncidentRule } from '#shared/case/incident.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { CaseId, CommandId, GroupId, IncidentId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { aboutCase, Collector, event, everything, wallet } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { SecuredDesk, type UserName, users } from '#tests/integration/nats/secured-desk.ts';

const by = (id: string, kind = 'agent') => ({ actor: { kind, id } as never });
const desk = new SecuredDesk();
beforeAll(() => desk.start(), 30_000);
afterAll(() => desk.stop());

describe('What each role may do', () => {
  it.each(['ling', 'he', 'zhou', 'chat', 'hall'] as const)('%s works cases of the group', async (name) => {
    const { engine, refused } = await desk.engine(name);
    const role = users.find((user) => user.name === name)?.role ?? '';
    const actor = role === 'gateway' || role === 'host' ? by('c1', 'customer') : by(name, role);
    const id = `works-${name}`;
    const one = event(id, actor);
    expect((await engine.append([one], 0)).ok).toBe(true);
    expect((await engine.read(aboutCase(id))).map((read) => read.id)).toEqual([one.id]);
    expect((await engine.append([event(id, actor)], 0)).ok).toBe(false);
    expect((await everything(engine, [wallet])).ids).toContain(one.id);
    expect(await engine.hold(id as CaseId, name, 5_000)).toBe(true);
    await engine.unhold(id as CaseId, name);
    await engine.announce({ person: name, state: 'available', at: 1 }, 60_000);
    expect((await engine.present()).map(({ person }) => person)).toContain(name);
    expect(await engine.dataKey(aboutCase(id), true)).toHaveLength(32);
    const hash = await engine.putBlob(Buffer.from(`sealed ${name}`));
    expect(Buffer.from((await engine.getBlob(hash)) ?? []).toString()).toBe(`sealed ${name}`);
    expect(await engine.bindThread('chat', id, id as CaseId)).toBe(id);
    await engine.append([event('t', { about: { kind: 'trail', id }, group: 'desk-trail' as GroupId, type: 'trail.replayed', body: {}, ...actor })]);
    expect(refused).toEqual([]);
    expect(engine.health().troubles.filter(({ detail }) => !detail.includes('desk-trail'))).toEqual([]);
  });

  it.each(['he', 'zhou'] as const)('%s directs incidents, and an agent’s console has them as they are', async (name) => {
    const [director, agent] = [await desk.engine(name), await desk.engine('ling')];
    const role = users.find((user) => user.name === name)?.role ?? '';
    const parts = { clock: Date.now, newId: v7, logger: recordingLogger() };
    const bookOf = (engine: QueueEngine) => new IncidentBook({ ...parts, log: new EventLog(engine, () => undefined) });
    const [here, there] = [bookOf(director.engine), bookOf(agent.engine)];
    there.start();
    const incident = `late-${name}` as IncidentId;
    const both = { en: 'x', 'zh-CN': 'x' };
    const rule: IncidentRule = { kinds: ['top-up'], parties: ['ICBC'], troubles: [], words: [], channels: [], queues: [] };
    const opened = await here.change(
      { kind: role as 'supervisor', id: name },
      { type: 'open', incident, draft: { title: both, answer: both, since: 1, rule } },
      v7() as CommandId,
    );
    expect(opened.ok).toBe(true);
    for await (const incidents of there.incidents.follow(undefined)) if (incidents.has(incident)) break;
    expect(there.get(incident)).toEqual(here.get(incident));
    await there.stop();
  });

  it('what a gateway says of a call is heard where its group works, and read by those who work there', async () => {
    const about = aboutCase('a call that rings');
    const { engine: chat } = await desk.engine('chat');
    const sealed = await new EventLog(chat, () => undefined).sealWords(about, 'who calls', 'bound');
    const say = (group?: GroupId) => chat.signal({ about, kind: 'call', from: 'chat', at: 1, sealed, ...(group && { group }) });
    const heard = async (name: UserName, count: number) => {
      const { engine } = await desk.engine(name);
      const groups: (string | undefined)[] = [];
      const all = Promise.withResolvers<void>();
      engine.onSignal((signal) => {
        expect(signal).toMatchObject({ about, sealed });
        if (groups.push(signal.group) === count) all.resolve();
      });
      // Its listening is known to the server once that has answered something else.
      await engine.announce({ person: name, state: 'available', at: 1 }, 60_000);
      return { groups, all: all.promise, words: () => new EventLog(engine, () => undefined).openWords(about, sealed, 'bound') };
    };
    const [ling, tang, omar] = [await heard('ling', 2), await heard('tang', 2), await heard('omar', 1)];
    say(wallet);
    // To everybody, last: by then the other would have come.
    say();
    await Promise.all([ling.all, tang.all, omar.all]);
    expect([ling.groups, tang.groups, omar.groups]).toEqual([[wallet, undefined], [wallet, undefined], [undefined]]);
    expect(await ling.words()).toBe('who calls');
    expect(await tang.words().catch(() => 'not allowed')).not.toBe('who calls');
  });

  it('an agent of another group, who may make the keys of all cases, makes no call ring at this group, and silences none', async () => {
    const queue = 'payment' as QueueId;
    const [call, forged] = [v7() as CaseId, v7() as CaseId];
    const host = async (name: UserName) => {
      const { engine } = await desk.engine(name);
      const log = new EventLog(engine, () => undefined);
      const person = { id: 'ling', name: 'Ling', role: 'agent', queues: [queue], active: true } as never;
      const sessions = { person: () => person, standing: () => ({ state: 'available' }) as never, onChange: () => () => undefined };
      const ringing = new RingingCalls({ sessions, clock: Date.now });
      const passed = new PassedCalls({
        ...{ ringing, log, self: name, clock: Date.now, setTimer: () => null, clearTimer: () => undefined, logger: recordingLogger() },
        hub: { onIngested: () => () => undefined, state: async () => undefined },
        groupOf: (id) => (id === queue ? wallet : id === 'exchange' ? ('other' as GroupId) : DESK_GROUP),
      });
      passed.start();
      onTestFinished(() => passed.stop());
      const heard: [string, GroupId][] = [];
      engine.onSignal(({ from }, by) => heard.push([from, by]));
      await engine.announce({ person: name, state: 'available', at: 1 }, 60_000);
      const rings = () => ringing.of('ling' as PersonId).map((one) => one.call);
      return { ringing, heard, rings, readsKey: (id: CaseId) => log.openWords(aboutCase(id), { iv: '', data: '' }, '') };
    };
    const [chat, chen, zhou, hall] = [await host('chat'), await host('chen'), await host('zhou'), await host('hall')];
    const hosts = [chat, chen, zhou, hall];
    const all = (rings: readonly CaseId[]) => vi.waitFor(() => expect(hosts.map((one) => one.rings())).toEqual(hosts.map(() => rings)), { timeout: 10_000 });

    const omar = new EventLog((await desk.engine('omar')).engine, () => undefined);
    const raw = await desk.raw('omar');
    onTestFinished(() => raw.close());
    const now = Date.now();
    const forge = async (id: CaseId, words: object) => {
      const about = aboutCase(id);
      const sealed = await omar.sealWords(about, JSON.stringify(words), JSON.stringify(['call', about.kind, id, 'omar', now]));
      // Whatever it says of itself: the group is what the server let it come by.
      const text = JSON.stringify(['omar', { about, kind: 'call', from: 'omar', at: now, group: wallet, sealed }]);
      for (const group of [DESK_GROUP, 'other']) raw.publish(`signal.${group}`, text);
      await raw.flush();
    };
    /** Fulfilled when so many of the stranger's words were heard, and looked into, where they are to be heard. */
    const heard = async (count: number, id: CaseId) => {
      for (const one of hosts) {
        const groups = one === zhou || one === hall ? [DESK_GROUP, 'other'] : [DESK_GROUP];
        await vi.waitFor(() => expect(one.heard.filter(([from]) => from === 'omar')).toHaveLength(count * groups.length), { timeout: 10_000 });
        expect(new Set(one.heard.filter(([from]) => from === 'omar').map(([, by]) => by))).toEqual(new Set(groups));
        await one.readsKey(id).catch(() => null);
      }
    };
    const ring = { word: 'rings', raw: '+8613800138000', queue, agent: 'ling', age: 0, answered: false, asOf: now };
    await forge(forged, ring);
    await heard(1, forged);
    await all([]);

    chat.ringing.put({ call, raw: null, queue, agent: null, since: now, answered: false, asOf: now });
    await all([call]);
    await forge(call, { word: 'ended' });
    await forge(call, { ...ring, agent: 'nobody', asOf: now + 1 });
    await heard(3, call);
    await all([call]);
    // One who works there ends it for all.
    chen.ringing.end(call);
    await all([]);
  });

  it('a trainer reads what was shared, and nothing of the log', async () => {
    const { engine: ling } = await desk.engine('ling');
    const { engine: tang, refused } = await desk.engine('tang');
    const [first, second, unshared] = [event('taught', by('ling')), event('taught', by('ling')), event('private', by('ling'))];
    await ling.append([first], 0);
    await ling.append([unshared], 0);
    const key = await ling.dataKey(aboutCase('taught'), true);
    await ling.dataKey(aboutCase('private'), true);
    const look = event('x', { about: { kind: 'trail', id: 'taught' }, group: 'desk-trail' as GroupId, type: 'trail.replayed', body: {}, ...by('ling') });
    await ling.append([look]);
    const collector = new Collector();
    tang.follow([wallet], null, collector);
    await ling.shareForTraining('taught' as CaseId);
    await ling.append([second]);
    await ling.shareForTraining('taught' as CaseId);
    await collector.has(2);
    expect(collector.ids).toEqual([first.id, second.id]);
    expect((await tang.read(aboutCase('taught'))).map(({ id }) => id)).toEqual([first.id, second.id]);
    expect((await tang.read({ kind: 'trail', id: 'taught' })).map(({ id }) => id)).toEqual([look.id]);
    expect(await tang.read(aboutCase('private'))).toEqual([]);
    expect(Buffer.from((await tang.dataKey(aboutCase('taught'), false)) ?? [])).toEqual(Buffer.from(key ?? []));
    expect(await tang.dataKey(aboutCase('private'), false)).toBeNull();
    const review = event('r', {
      about: { kind: 'review', id: 'taught' },
      group: 'desk-reviews' as GroupId,
      type: 'review.opened',
      body: {},
      ...by('tang', 'trainer'),
    });
    await tang.append([review], 0);
    const { engine: he } = await desk.engine('he');
    expect((await he.read({ kind: 'review', id: 'taught' })).map(({ id }) => id)).toEqual([review.id]);
    expect(refused).toEqual([]);
    await ling.dropKey(aboutCase('taught'));
    expect(await tang.dataKey(aboutCase('taught'), false)).toBeNull();
  });
});

/** What the server says to one request of a bare client: its answer, or that it refuses. */
async function asked(connection: NatsConnection, subject: string, payload: unknown = ''): Promise<string> {
  const refusedOf = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') return `refused: ${status.error.message}`;
    return 'closed';
  })();
  const answer = connection.request(subject, typeof payload === 'string' ? payload : JSON.stringify(payload), { timeout: 3_000 }).then(
    (message) => `answered: ${message.string().slice(0, 200)}`,
    (cause: unknown) => `refused: ${cause instanceof Error ? `${cause.message} ${cause.cause instanceof Error ? cause.cause.message : ''}` : ''}`,
  );
  return Promise.race([refusedOf, answer]);
}

describe('What the server refuses', () => {
  const reader = (filter: string) => ({
    stream_name: 'CASES',
    config: { name: 'x', filter_subject: filter, ack_policy: 'none', deliver_policy: 'all', mem_storage: true },
  });
  const forbidden: readonly (readonly [string, UserName, string, unknown?])[] = [
    ['writing a case of another group', 'ling', 'case.other.k1', '[]'],
    ['writing copies of another group', 'ling', 'training.other.k1', '[]'],
    ['a reader of another group', 'ling', '$JS.API.CONSUMER.CREATE.CASES.x.case.other.>', reader('case.other.>')],
    ['a reader of all groups', 'ling', '$JS.API.CONSUMER.CREATE.CASES.x.case.>', reader('case.>')],
    ['a reader without a filter', 'ling', '$JS.API.CONSUMER.CREATE.CASES.x', reader('case.wallet.>')],
    ['the older way to make a reader', 'ling', '$JS.API.CONSUMER.CREATE.CASES', reader('case.other.>')],
    ['the oldest way to make a reader', 'ling', '$JS.API.CONSUMER.DURABLE.CREATE.CASES.x', reader('case.other.>')],
    ['the reviews of agents', 'ling', '$JS.API.CONSUMER.CREATE.CASES.x.case.desk-reviews.>', reader('case.desk-reviews.>')],
    ['who looked at what', 'ling', '$JS.API.CONSUMER.CREATE.CASES.x.case.desk-trail.>', reader('case.desk-trail.>')],
    ['a message by its number', 'ling', '$JS.API.STREAM.MSG.GET.CASES', { seq: 1 }],
    ['a message by its number, directly', 'ling', '$JS.API.DIRECT.GET.CASES', { seq: 1 }],
    ['the newest message of another group, directly', 'ling', '$JS.API.DIRECT.GET.CASES.case.other.k1'],
    ['deleting the stream', 'ling', '$JS.API.STREAM.DELETE.CASES'],
    ['purging the stream', 'ling', '$JS.API.STREAM.PURGE.CASES'],
    ['changing the stream', 'ling', '$JS.API.STREAM.UPDATE.CASES', { name: 'CASES', subjects: ['case.>'] }],
    ['taking a message out', 'ling', '$JS.API.STREAM.MSG.DELETE.CASES', { seq: 1 }],
    ['a stream of one’s own over the same subjects', 'ling', '$JS.API.STREAM.CREATE.MINE', { name: 'MINE', subjects: ['signal.>'] }],
    ['the names of others’ readers', 'ling', '$JS.API.CONSUMER.NAMES.CASES'],
    ['entering a key', 'ling', `$KV.DESK.key.U`, '{}'],
    ['making the desk open', 'ling', '$KV.DESK.desk', '{}'],
    ['changing the desk’s configuration', 'ling', 'case.desk.desk.configuration', '[]'],
    ['telling an account’s templates, as an agent', 'ling', 'case.desk.desk.templates', '[]'],
    ['the desk’s configuration, as a gateway', 'chat', 'case.desk.desk.configuration', '[]'],
    ['changing how a colleague stands', 'ling', 'case.desk.agent.chen', '[]'],
    ['directing an incident', 'ling', 'case.desk.incident.i1', '[]'],
    ['directing an incident, as a trainer', 'tang', 'case.desk.incident.i1', '[]'],
    ['saying something to another group', 'ling', 'signal.other', '[]'],
    ['writing a review', 'ling', 'case.desk-reviews.review.k1', '[]'],
    ['the log, as a trainer', 'tang', '$JS.API.CONSUMER.CREATE.CASES.x.case.wallet.>', reader('case.wallet.>')],
    ['the log directly, as a trainer', 'tang', '$JS.API.DIRECT.GET.CASES.case.wallet.works-ling'],
    ['the keys of cases, as a trainer', 'tang', '$JS.API.STREAM.MSG.GET.KV_KEYS', { last_by_subj: '$KV.KEYS.case.private' }],
    ['writing a case, as a trainer', 'tang', 'case.wallet.k1', '[]'],
    ['sharing a key, as a trainer', 'tang', '$KV.TRAINING_KEYS.case.k1', 'x'],
    ['the desk’s configuration, as a supervisor', 'he', 'case.desk.desk.configuration', '[]'],
    ['reviews, as a gateway', 'chat', '$JS.API.CONSUMER.CREATE.CASES.x.case.desk-reviews.>', reader('case.desk-reviews.>')],
  ];
  it.each(forbidden as unknown as [string, UserName, string, unknown][])('%s', async (_what, name, subject, payload) => {
    const connection = await desk.raw(name);
    expect(await asked(connection, subject, payload ?? '')).toMatch(/^refused: .*permissions violation/i);
    await connection.close();
  });

  it.each([
    ['the answers to others', (): string => `_INBOX.${desk.key('chen').publicKey}.>`],
    ['everything', (): string => '>'],
    ['what is written as it is written', (): string => 'case.>'],
    ['what others write into buckets', (): string => '$KV.>'],
  ])('listening to %s', async (_what, subject) => {
    const connection = await desk.raw('ling');
    const told = Promise.withResolvers<string>();
    connection.subscribe(subject(), { callback: (error) => told.resolve(error?.message ?? 'heard something') });
    expect(await told.promise).toMatch(/permissions violation/i);
    await connection.close();
  });

  it('a filter in the request that is not the one in its subject', async () => {
    const connection = await desk.raw('ling');
    expect(await asked(connection, '$JS.API.CONSUMER.CREATE.CASES.x.case.wallet.>', reader('case.other.>'))).toMatch(/^answered: .*"error"/);
    await connection.close();
  });

  it('not whether one’s reader is still there, which the client asks after each break', async () => {
    for (const [name, stream] of [
      ['ling', 'CASES'],
      ['hall', 'CASES'],
      ['tang', 'TRAINING'],
    ] as const) {
      const raw = await desk.raw(name);
      const answer = await raw.request(`$JS.API.CONSUMER.INFO.${stream}.nobody`, '', { timeout: 5_000 });
      expect(answer.json()).toMatchObject({ error: { description: 'consumer not found' } });
      await raw.close();
    }
  });

  it('a key that is in no configuration', async () => {
    const strange = new SecuredDesk();
    onTestFinished(() => rmSync(strange.folder, { recursive: true }));
    writeFileSync(path.join(strange.folder, 'users.json'), JSON.stringify(users));
    runPermissions(['--users', path.join(strange.folder, 'users.json'), '--out', strange.folder], Date.now());
    strange.cluster = desk.cluster;
    await expect(strange.raw('ling')).rejects.toThrow(/authorization/i);
  });
});

describe('Writing permissions again', () => {
  it('keeps the seeds, ends who is gone, and says what changed', () => {
    const seed = readFileSync(desk.seedFile('ling'), 'utf8');
    const fewer = path.join(desk.folder, 'fewer.json');
    writeFileSync(
      fewer,
      JSON.stringify(users.filter(({ name }) => name !== 'omar').map((user) => (user.name === 'chen' ? { ...user, groups: ['other'] } : user))),
    );
    const copy = path.join(desk.folder, 'users.json');
    const again = runPermissions(['--users', copy, '--out', desk.folder], 5 as never);
    expect(again.ok && again.value.lines.filter((line) => !line.startsWith('wrote'))).toEqual([]);
    const changed = runPermissions(['--users', fewer, '--out', desk.folder], 7 as never);
    expect(changed.ok && changed.value.lines.slice(0, 2)).toEqual(['changed chen (agent)', 'ended   omar (agent)']);
    expect(readFileSync(desk.seedFile('ling'), 'utf8')).toBe(seed);
    const directory = JSON.parse(readFileSync(path.join(desk.folder, 'directory.json'), 'utf8')) as Record<string, unknown>;
    expect(directoryEntry.parse(directory[desk.key('omar').publicKey])).toMatchObject({ name: 'omar', until: 7 });
    expect(readFileSync(path.join(desk.folder, 'nats-users.conf'), 'utf8')).not.toContain(desk.key('omar').publicKey);
  });

  it.each([
    ['not json', '{', /is not JSON/],
    ['nobody', [], /users\.json: : /],
    ['a role that is none', [{ name: 'a', role: 'boss' }], /0\.role/],
    ['an agent of nobody', [{ name: 'a', role: 'agent' }], /0\.person: says whom/],
    ['a name that is a path', [{ name: '../a', role: 'host' }], /0\.name/],
    ['a group that is a wildcard', [{ name: 'a', role: 'host', groups: ['>'] }], /0\.groups\.0/],
    [
      'somebody twice',
      [
        { name: 'a', role: 'host' },
        { name: 'a', role: 'gateway' },
      ],
      /a: is there twice/,
    ],
  ])('refuses %s by place', (_what, value, message) => {
    const file = path.join(desk.folder, 'bad-users.json');
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    const refused = runPermissions(['--users', file, '--out', path.join(desk.folder, 'bad')], 1 as never);
    expect(refused.ok ? '' : refused.error).toMatch(message);
  });
});
