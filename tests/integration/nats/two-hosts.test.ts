import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ORPCError } from '@orpc/client';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { frameThat, refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

describe('Two hosts on different folders, one desk on a cluster', () => {
  let cluster: NatsCluster;
  let folder: string;
  let here: Bench;
  let there: Bench;

  beforeAll(async () => {
    cluster = await startNats(1);
    folder = mkdtempSync(path.join(tmpdir(), 'two-hosts-'));
    const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
    if (!options.ok) throw new Error(options.error);
    expect((await runSetUp(options.value)).ok).toBe(true);
    expect(await runDemo(options.value, () => undefined)).toEqual({ ok: true, value: 'filled' });
    expect(await runDemo(options.value, () => undefined)).toEqual({ ok: true, value: 'was filled already' });
    const engine = { servers: [...cluster.urls], desk: 'wallet' };
    for (const name of ['here', 'there']) mkdirSync(path.join(folder, name));
    here = new Bench(memory, { folder: path.join(folder, 'here'), engine });
    there = new Bench(memory, { folder: path.join(folder, 'there'), engine });
    await here.start();
    await there.start();
  }, 180_000);
  afterAll(async () => {
    await here?.stop();
    await there?.stop();
    await cluster.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Fulfilled when a tab sees an event of a case, which may yet have to come from the other host. */
  const sees = async (tab: Tab, caseId: CaseId, type: string) => {
    const inbox = await tab.client.inbox.follow();
    for (;;) {
      await inbox.next();
      try {
        const stream = await tab.client.cases.follow({ caseId, after: 0 });
        await frameThat(stream, (frame) => 'events' in frame && frame.events.some((event) => event.type === type));
        break;
      } catch (cause) {
        if (!(cause instanceof ORPCError && cause.code === 'NOT_FOUND')) throw cause;
      }
    }
    await inbox.return?.(undefined);
  };

  it('a person who is erased on one is gone from the other: contents, search, key', async () => {
    const [admin, other] = [await here.tab('administrator-zhou'), await there.tab('administrator-zhou')];
    const { caseId } = await here.newCase('words to be erased: gannetword');
    await sees(other, caseId, 'message.received');
    expect((await other.client.search.query({ text: 'gannetword', limit: 5 })).map(({ row }) => row.id)).toEqual([caseId]);
    const { confirm } = await admin.client.erasure.scope({ caseId });
    expect(await admin.client.erasure.erase({ caseId, reason: 'asked', confirm, commandId: v7() as CommandId })).toEqual({ cases: 1 });
    await sees(other, caseId, 'case.erased');
    for (const { client } of [admin, other]) {
      const { events } = await client.cases.read({ caseId, after: 0 });
      expect(events.map((event) => ('content' in event ? event.content : null)).every((content) => content === null)).toBe(true);
      expect(await client.search.query({ text: 'gannetword', limit: 5 })).toEqual([]);
    }
    // Filled again from the cluster it is as it is here.
    const sync = await other.client.host.sync();
    await sync.next();
    const back = frameThat(sync, ({ state }) => state === 'catching-up').then(() => frameThat(sync, ({ state }) => state === 'live'));
    await other.client.cache.rebuild();
    await back;
    await sync.return?.();
    expect(await other.client.cases.read({ caseId, after: 0 })).toEqual(await admin.client.cases.read({ caseId, after: 0 }));
    await Promise.all([admin, other].map(({ client }) => client.session.signOut()));
  });

  it('show the same desk, filled once', async () => {
    const tabs = [await here.tab('supervisor-he'), await there.tab('supervisor-he')];
    const [a, b] = await Promise.all(tabs.map((tab) => tab.client.inbox.counts()));
    expect(a?.active).toBeGreaterThan(0);
    expect(b?.all).toBe(a?.all);
  });

  it('a customer of one is answered at the other, and reads it', async () => {
    const { caseId, customer } = await here.newCase();
    const zhao = await there.tab('agent-zhao');
    await sees(zhao, caseId, 'message.received');
    await zhao.act(caseId, { type: 'reply', text: 'Good day, I am looking into it.', attachments: [] });
    const stream = await customer.client.follow({ after: null });
    await frameThat(stream, (frame) => JSON.stringify(frame).includes('Good day, I am looking into it.'));
  });

  it('a case that two accept at once has one owner, and the other is told who', async () => {
    const { caseId } = await here.newCase();
    const [lin, zhao] = [await here.tab('agent-lin'), await there.tab('agent-zhao')];
    await sees(zhao, caseId, 'message.received');
    const answers = await Promise.allSettled([lin.act(caseId, { type: 'accept' }), zhao.act(caseId, { type: 'accept' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    expect(events.filter(({ type }) => type === 'case.claimed')).toHaveLength(1);
  });

  it('refuses by name what cannot wait while the server is gone, keeps what can be read, and goes on when it is back', async () => {
    const { caseId } = await here.newCase();
    const lin = await here.tab('agent-lin');
    await lin.act(caseId, { type: 'accept' });
    const [server] = cluster.servers;
    await server?.kill();
    expect(await refusal(lin.act(caseId, { type: 'decline' }))).toMatchObject({ code: 'UNAVAILABLE', data: { part: 'engine' } });
    expect((await lin.client.inbox.counts()).mine).toBeGreaterThan(0);
    await frameThat(await lin.client.host.sync(), ({ state }) => state === 'lost');
    await server?.start();
    await frameThat(await lin.client.engine.follow(), ({ state }) => state === 'connected');
    await lin.act(caseId, { type: 'tag', add: ['vip'], remove: [] });
    const zhao = await there.tab('agent-zhao');
    await sees(zhao, caseId, 'case.tagged');
  });
});
