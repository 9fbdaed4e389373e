import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import type { CommandId, CustomerId } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { codeOf, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

/** What a host keeps of the log: filled again, read from the engine where it is too old, and emptied of a person. */
export function cacheRules(bench: Bench): void {
  const commandId = () => v7() as CommandId;

  it.each(['agent-lin', 'supervisor-he', 'trainer-tang'] as const)('%s may neither erase anybody nor empty the cache', async (person) => {
    const { client } = await bench.tab(person);
    const { caseId } = await bench.newCase();
    expect(await codeOf(client.erasure.scope({ caseId }))).toBe('NOT_ALLOWED');
    expect(await codeOf(client.erasure.erase({ caseId, reason: 'asked', confirm: caseId.slice(-6), commandId: commandId() }))).toBe('NOT_ALLOWED');
    expect(await codeOf(client.cache.rebuild())).toBe('NOT_ALLOWED');
  });

  it('erasure.erase: a stranger’s case goes alone, once its number is confirmed; a repeat answers the same', async () => {
    const admin = await bench.tab('administrator-zhou');
    const { caseId, customer } = await bench.newCase('words of a stranger: velvetword');
    expect(await refusal(admin.client.erasure.scope({ caseId: v7() as never }))).toEqual({ code: 'NOT_FOUND', data: { what: 'case' } });
    const scope = await admin.client.erasure.scope({ caseId });
    expect(scope).toEqual({ customer: null, cases: 1, open: 1, confirm: caseId.slice(-6) });
    const asked = { caseId, reason: 'mistake' as const, commandId: commandId() };
    expect(await refusal(admin.client.erasure.erase({ ...asked, confirm: 'yes' }))).toEqual({
      code: 'BAD_INPUT',
      data: { place: 'confirm', fault: 'differs' },
    });
    expect(await admin.client.erasure.erase({ ...asked, confirm: ` ${scope.confirm} ` })).toEqual({ cases: 1 });
    expect(await admin.client.erasure.erase({ ...asked, confirm: scope.confirm })).toEqual({ cases: 1 });
    const { events } = await admin.client.cases.read({ caseId, after: 0 });
    expect(JSON.stringify(events)).not.toContain('velvetword');
    expect(events.filter(({ type }) => type === 'case.erased')).toHaveLength(1);
    expect(foldCase(undefined, events)).toMatchObject({ status: 'resolved', erasedAt: bench.now });
    expect(await admin.client.search.query({ text: 'velvetword', limit: 5 })).toEqual([]);
    // Who writes again begins anew.
    await customer.say('it is me again: satinword');
    const [again] = await admin.client.search.query({ text: 'satinword', limit: 5 });
    expect(again?.row.status).toBe('waiting');
    expect(again?.row.id).not.toBe(caseId);
    expect(await codeOf(admin.act(caseId, { type: 'reopen' }))).toBe('REFUSED');
  });

  it('erasure.erase: a case that somebody is on the phone about waits until the call has ended', async () => {
    const [admin, lin] = [await bench.tab('administrator-zhou'), await bench.tab('agent-lin')];
    const call = { commandId: commandId(), direction: 'inbound' as const, number: null, customer: null, queue: 'general' as never, language: 'en' as const };
    const { caseId } = await lin.client.calls.open(call);
    const { confirm } = await admin.client.erasure.scope({ caseId });
    const erase = () => admin.client.erasure.erase({ caseId, reason: 'asked', confirm, commandId: commandId() });
    expect(await refusal(erase())).toMatchObject({ code: 'REFUSED', data: { code: 'call-running' } });
    await lin.act(caseId, { type: 'endCall', outcome: 'solved', followUp: { kind: 'wait' } });
    expect(await erase()).toEqual({ cases: 1 });
  });

  it('cache.rebuild: the desk is filled again and is what it was; who looks on is told how far it is', async () => {
    const [admin, lin] = [await bench.tab('administrator-zhou'), await bench.tab('agent-lin')];
    const { caseId } = await bench.newCase('cordurword before');
    await lin.client.drafts.save({ caseId, kind: 'reply', text: 'kept while it is filled', attachments: [] });
    const before = { counts: await lin.client.inbox.counts(), read: await lin.client.cases.read({ caseId, after: 0 }) };
    const sync = await admin.client.host.sync();
    await sync.next();
    const back = frameThat(sync, ({ state }) => state === 'catching-up').then(() => frameThat(sync, ({ state }) => state === 'live'));
    expect(await admin.client.cache.rebuild()).toEqual({});
    await back;
    await sync.return?.();
    expect({ counts: await lin.client.inbox.counts(), read: await lin.client.cases.read({ caseId, after: 0 }) }).toEqual(before);
    expect((await lin.client.search.query({ text: 'cordurword', limit: 5 })).map(({ row }) => row.id)).toEqual([caseId]);
    expect((await lin.client.drafts.list()).map(({ text }) => text)).toContain('kept while it is filled');
  });

  it('inbox.older, cases.readOlder: where nothing is too old, nothing is read; what is not one’s own is not', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    expect(await lin.client.inbox.older()).toEqual({ cases: 0 });
    const { caseId } = await bench.newCase();
    const customer = 'C100003' as CustomerId;
    await lin.act(caseId, { type: 'identify', customer });
    expect(await lin.client.cases.readOlder({ customer })).toEqual({ read: 0 });
    expect(await codeOf(sari.client.cases.readOlder({ customer: 'C999999' as CustomerId }))).toBe('NOT_ALLOWED');
  });
}
