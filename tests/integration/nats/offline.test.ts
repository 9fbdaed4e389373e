import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';
import type { CaseId, CommandId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { TcpProxy } from '#tests/fakes/tcp-proxy.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

describe('A host that cannot reach its engine', () => {
  let cluster: NatsCluster;
  let proxy: TcpProxy;
  let folder: string;
  let here: Bench;
  let there: Bench;

  beforeAll(async () => {
    cluster = await startNats(1);
    const [server] = cluster.servers;
    proxy = new TcpProxy(server?.port ?? 0);
    await proxy.start();
    folder = mkdtempSync(path.join(tmpdir(), 'offline-'));
    const options = readOperatorOptions(['--servers', cluster.urls.join(',')]);
    if (!options.ok) throw new Error(options.error);
    expect((await runSetUp(options.value)).ok).toBe(true);
    expect(await runDemo(options.value, () => undefined)).toEqual({ ok: true, value: 'filled' });
    for (const name of ['here', 'there']) mkdirSync(path.join(folder, name));
    here = new Bench(memory, { folder: path.join(folder, 'here'), engine: { servers: [proxy.url], desk: 'wallet' } });
    there = new Bench(memory, { folder: path.join(folder, 'there'), engine: { servers: [...cluster.urls], desk: 'wallet' } });
    await here.start();
    await there.start();
  });
  afterAll(async () => {
    await here?.stop();
    await there?.stop();
    await proxy?.stop();
    await cluster?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const cutOff = async (tab: Tab) => {
    await proxy.stop();
    await frameThat(await tab.client.engine.follow(), ({ state }) => state !== 'connected');
  };
  const back = async (tab: Tab) => {
    await proxy.start();
    await frameThat(await tab.client.engine.follow(), ({ state }) => state === 'connected');
  };
  const nothingWaits = async (tab: Tab) => frameThat(await tab.client.deferred.follow(), (commands) => commands.every(({ refusal }) => refusal !== null));
  const typesOf = async (tab: Tab, caseId: CaseId) => (await tab.client.cases.read({ caseId, after: 0 })).events.map(({ type }) => type);

  it('keeps what is asked, shows it as waiting, and does each once and in order when it is back', async () => {
    const { caseId, customer } = await here.newCase();
    const lin = await here.tab('agent-lin');
    await lin.act(caseId, { type: 'accept' });
    const before = (await typesOf(lin, caseId)).length;
    await cutOff(lin);
    const reply = v7();
    const given = [
      await lin.act(caseId, { type: 'reply', text: 'I am looking into it.', attachments: [] }, reply),
      await lin.act(caseId, { type: 'addNote', text: 'bank asked' }),
      await lin.act(caseId, { type: 'tag', add: ['vip'], remove: [] }),
      await lin.act(caseId, { type: 'resolve', disposition: 'resolved', comment: '' }),
      await lin.act(caseId, { type: 'reply', text: 'I am looking into it.', attachments: [] }, reply),
    ];
    expect(given).toEqual(given.map(() => ({ events: [], deferred: true })));
    expect(await firstFrame(await lin.client.deferred.follow())).toMatchObject([
      { commandId: reply, caseId, row: { id: caseId }, type: 'reply', words: { kind: 'reply', text: 'I am looking into it.' }, state: 'queued', refusal: null },
      { type: 'addNote', words: { kind: 'note', text: 'bank asked' }, state: 'queued' },
      { type: 'tag', words: null },
      { type: 'resolve' },
    ]);
    // Decided on what was asked before: a resolved case cannot be resolved.
    expect(await codeOf(lin.act(caseId, { type: 'resolve', disposition: 'resolved', comment: '' }))).toBe('REFUSED');
    expect(await typesOf(lin, caseId)).toHaveLength(before);
    await proxy.start();
    await nothingWaits(lin);
    const types = (await typesOf(lin, caseId)).slice(before);
    expect(types.filter((type) => ['message.sent', 'note.added', 'case.tagged', 'case.resolved'].includes(type))).toEqual([
      'message.sent',
      'note.added',
      'case.tagged',
      'case.resolved',
    ]);
    await frameThat(await customer.client.follow({ after: null }), (frame) => JSON.stringify(frame).includes('I am looking into it.'));
  });

  it('tells what was decided otherwise meanwhile; the words and files are a draft again, beside a newer one where there is one', async () => {
    const { caseId } = await here.newCase();
    const [lin, zhao] = [await here.tab('agent-lin'), await there.tab('agent-zhao')];
    const inbox = await zhao.client.inbox.follow();
    while ((await codeOf(zhao.client.cases.read({ caseId, after: 0 })).catch(() => null)) === 'NOT_FOUND') await inbox.next();
    const { upload } = await lin.client.attachments.begin({ caseId, name: 'hello.txt', size: 5 });
    await lin.client.attachments.chunk({ upload, data: Buffer.from('hello').toString('base64') });
    const file = await lin.client.attachments.finish({ upload });
    await lin.client.drafts.save({ caseId, kind: 'reply', text: 'Mine, I think: 13800138000', attachments: [file], base: null });
    await cutOff(lin);
    const [commandId, second] = [v7(), v7()];
    expect(await lin.act(caseId, { type: 'reply', text: 'Mine, I think: 13800138000', attachments: [file] }, commandId)).toEqual({
      events: [],
      deferred: true,
    });
    const mine = async () => (await lin.client.drafts.list()).filter((draft) => draft.caseId === caseId);
    // Its words wait with it; what is typed now is another draft.
    expect(await mine()).toEqual([]);
    expect((await lin.act(caseId, { type: 'reply', text: 'And this', attachments: [] }, second)).deferred).toBe(true);
    await zhao.act(caseId, { type: 'accept' });
    await proxy.start();
    const commands = await frameThat(await lin.client.deferred.follow(), (all) => all.length === 2 && all.every(({ state }) => state === 'refused'));
    expect(commands).toMatchObject([
      { commandId, words: { text: 'Mine, I think: 13800138000', attachments: [file] }, refusal: { code: 'taken', by: 'agent-zhao' } },
      { commandId: second, words: { text: 'And this' }, refusal: { code: 'taken', by: 'agent-zhao' } },
    ]);
    // As it was typed, and not as it would have gone into the log.
    expect(await mine()).toMatchObject([{ kind: 'reply', text: 'Mine, I think: 13800138000', attachments: [file] }]);
    const { kept } = await firstFrame(await lin.client.drafts.follow());
    expect(kept).toMatchObject([{ id: second, caseId, kind: 'reply', text: 'And this', refusal: { code: 'taken', by: 'agent-zhao' } }]);
    expect(await typesOf(zhao, caseId)).not.toContain('message.sent');
    // Nobody else sees it, or can take it.
    expect(await firstFrame(await (await here.tab('agent-sari')).client.deferred.follow())).toEqual([]);
    expect(await zhao.client.deferred.takeBack({ commandId: commandId as CommandId })).toEqual({ taken: false });
    for (const id of [commandId, second]) expect(await lin.client.deferred.takeBack({ commandId: id as CommandId })).toEqual({ taken: true });
    expect(await firstFrame(await lin.client.deferred.follow())).toEqual([]);
    expect(await lin.client.deferred.takeBack({ commandId: commandId as CommandId })).toEqual({ taken: false });
    // Read, it is gone from the list; the words stay.
    expect(await mine()).toHaveLength(1);
  });

  it('takes a reply back while it waits, and refuses at once, with the part that is gone, what may only be done on record or cannot wait', async () => {
    const { caseId, customer } = await here.newCase('call me at 13900139000');
    const lin = await here.tab('agent-lin');
    await lin.act(caseId, { type: 'accept' });
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    const said = events.find(({ type }) => type === 'message.received');
    const token = said?.type === 'message.received' ? said.content?.marks[0]?.token : undefined;
    if (token === undefined) throw new Error('the number is masked');
    await cutOff(lin);
    const commandId = v7() as CommandId;
    await lin.act(caseId, { type: 'reply', text: 'Not this', attachments: [] }, commandId);
    expect(await lin.client.deferred.takeBack({ commandId })).toEqual({ taken: true });
    expect((await lin.client.drafts.list()).filter((draft) => draft.caseId === caseId)).toMatchObject([{ text: 'Not this' }]);
    const began = performance.now();
    const gone = { code: 'UNAVAILABLE', data: { part: 'engine' } };
    expect(await refusal(lin.client.vault.reveal({ caseId, token, reason: 'verify', words: '' }))).toEqual(gone);
    expect(await refusal(lin.act(caseId, { type: 'movePrivate', line: null }))).toEqual(gone);
    // Not after some patience.
    expect(performance.now() - began).toBeLessThan(5_000);
    // Reading and searching go on.
    expect(await typesOf(lin, caseId)).toContain('case.claimed');
    expect((await lin.client.search.query({ text: 'call me', limit: 50 })).some(({ row }) => row.id === caseId)).toBe(true);
    await back(lin);
    await nothingWaits(lin);
    expect((await lin.act(caseId, { type: 'addNote', text: 'afterwards' })).deferred).toBe(false);
    const types = await typesOf(lin, caseId);
    expect(types).toContain('note.added');
    expect(types).not.toContain('message.sent');
    expect(await lin.client.vault.reveal({ caseId, token, reason: 'verify', words: '' })).toMatchObject({ raw: '13900139000' });
    customer.close();
  });

  it('does what waited when the host was stopped, and started again with the engine back', async () => {
    const { caseId } = await here.newCase();
    const lin = await here.tab('agent-lin');
    await lin.act(caseId, { type: 'accept' });
    await cutOff(lin);
    expect((await lin.act(caseId, { type: 'addNote', text: 'written in the dark' })).deferred).toBe(true);
    await here.stop();
    await proxy.start();
    here = new Bench(memory, { folder: path.join(folder, 'here'), engine: { servers: [proxy.url], desk: 'wallet' } });
    await here.start();
    const again = await here.tab('agent-lin');
    await nothingWaits(again);
    expect((await typesOf(again, caseId)).filter((type) => type === 'note.added')).toHaveLength(1);
  });
});
