import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseId, CommandId, CustomerId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, SECOND } from '#shared/lib/time.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, firstFrame, refusal } from '#tests/contract/console-tab-kit.ts';

const note = (number: string | null = '137 0013 7000', commandId = v7()) => ({
  commandId: commandId as CommandId,
  direction: 'inbound' as const,
  number,
  customer: null,
  queue: 'general' as QueueId,
  language: 'en' as const,
});

const stateOf = async ({ client }: Tab, caseId: CaseId) => foldCase(undefined, (await client.cases.read({ caseId, after: 0 })).events);
const callOf = async (tab: Tab) => (await firstFrame(await tab.client.routing.follow())).call;

/** Calls: begun once, one at a time, masked, ended with an outcome and what follows. */
export function callRules(bench: Bench): void {
  it('a call opens a case that is its agent’s at once, its number masked, and a repeat opens no other', async () => {
    const lin = await bench.tab('agent-lin');
    const wish = note();
    const { caseId } = await lin.client.calls.open(wish);
    expect(await lin.client.calls.open(wish)).toEqual({ caseId });
    const state = await stateOf(lin, caseId);
    expect(state).toMatchObject({ channel: 'phone', status: 'open', owner: 'agent-lin', waitingSince: null, call: { startedAt: bench.now, endedAt: null } });
    expect(state?.call?.number).toMatchObject({ text: '137****7000', marks: [{ kind: 'phone', at: 0, length: 11 }] });
    expect(JSON.stringify(state)).not.toContain('13700137000');
    expect(await callOf(lin)).toMatchObject({ id: caseId, callSince: bench.now, preview: '137****7000' });
    const [mark] = state?.call?.number?.marks ?? [];
    if (!mark) throw new Error('the number is marked');
    expect(await lin.client.vault.reveal({ caseId, token: mark.token, reason: 'call-back', words: '' })).toMatchObject({ kind: 'phone', raw: '137 0013 7000' });
    const [found] = await lin.client.search.query({ text: '13700137000', limit: 5 });
    expect(found?.row.id).toBe(caseId);

    // While it runs there is no second, and the case stays where it is.
    expect(await refusal(lin.client.calls.open(note('13600136000')))).toMatchObject({ code: 'REFUSED', data: { code: 'on-a-call', at: bench.now } });
    expect(await refusal(lin.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' }))).toMatchObject({ data: { code: 'call-running' } });
    expect(await refusal(lin.act(caseId, { type: 'reply', text: 'hello', attachments: [] }))).toMatchObject({ data: { code: 'no-written-replies' } });

    bench.now += 192 * SECOND;
    await lin.act(caseId, { type: 'endCall', outcome: 'call-back', followUp: { kind: 'callBack', at: bench.now + HOUR } });
    expect(await stateOf(lin, caseId)).toMatchObject({
      status: 'snoozed',
      snoozedUntil: bench.now + HOUR,
      call: { seconds: 192, outcome: 'call-back', callBackAt: bench.now + HOUR },
    });
    expect(await callOf(lin)).toBeNull();

    await lin.client.calls.again({ caseId, commandId: v7() as CommandId, direction: 'outbound' });
    expect(await stateOf(lin, caseId)).toMatchObject({ status: 'open', call: { direction: 'outbound', endedAt: null, number: { text: '137****7000' } } });
    await lin.act(caseId, { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: 'solved' } });
    expect(await stateOf(lin, caseId)).toMatchObject({ status: 'resolved', disposition: 'solved' });
    await lin.client.session.signOut();
  });

  it('of two calls begun at the same moment one runs', async () => {
    const zhao = await bench.tab('agent-zhao');
    const begun = await Promise.allSettled([zhao.client.calls.open(note()), zhao.client.calls.open(note('13600136000'))]);
    expect(begun.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [ran] = begun.filter((one) => one.status === 'fulfilled');
    if (ran) await zhao.act(ran.value.caseId, { type: 'endCall', outcome: 'no-answer', followUp: { kind: 'wait' } });
    await zhao.client.session.signOut();
  });

  it('a call about a known customer carries their name and their number on file', async () => {
    const lin = await bench.tab('agent-lin');
    const [customer] = await lin.client.customers.find({ text: 'C100007' });
    const { caseId } = await lin.client.calls.open({ ...note(null), customer: 'C100007' as CustomerId });
    expect(await stateOf(lin, caseId)).toMatchObject({ customer: 'C100007', contactName: customer?.name, call: { number: { text: customer?.phone } } });
    await lin.act(caseId, { type: 'endCall', outcome: 'wrong-number', followUp: { kind: 'done', disposition: null } });
    await lin.client.session.signOut();
  });

  it('calls.open: a trainer begins none; calls.again: not on a case one may not see', async () => {
    const [trainer, sari] = [await bench.tab('trainer-tang'), await bench.tab('agent-sari')];
    expect(await codeOf(trainer.client.calls.open(note()))).toBe('NOT_ALLOWED');
    const { caseId } = await bench.newCase('top up missing');
    expect(await codeOf(trainer.client.calls.again({ caseId, commandId: v7() as CommandId, direction: 'outbound' }))).toBe('NOT_ALLOWED');
    expect(await codeOf(sari.client.calls.again({ caseId, commandId: v7() as CommandId, direction: 'outbound' }))).toBe('NOT_ALLOWED');
  });
}
