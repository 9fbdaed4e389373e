import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { PhoneEvent } from '#shared/desk/phone-event.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { codeOf, firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';
import { PhoneSystem, signed } from '#tests/fakes/phone-system.ts';

const line = { id: 'line-1', queue: 'payment' };

/** What telephone systems tell, as the people of the desk see it; and whom they are to call back. */
export function phoneRules(bench: Bench): void {
  const tell = async (told: Pick<PhoneEvent, 'call' | 'event'> & Partial<PhoneEvent>) => {
    const { phone } = await bench.host.services;
    await phone.take(line, { from: '+8613700137001', to: '400', direction: 'inbound', at: bench.now, ...told });
  };

  it('a call rings at its agent alone, masked; a guess is told, and taking it begins the note', async () => {
    const [lin, zhao, trainer] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao'), await bench.tab('trainer-tang')];
    const customer = 'C100007' as CustomerId;
    const full = await (await bench.host.services).reveal?.revealField(customer, { kind: 'phone' });
    const from = full?.ok ? full.value : '';
    expect(from).toMatch(/\d{8}/);
    const rings = await lin.client.calls.ringing();
    expect((await rings.next()).value).toEqual([]);
    const call = v7();
    await tell({ call, event: 'ringing', agent: 'agent-lin', from });
    const [ring] = await frameThat(rings, (calls) => calls.length === 1);
    if (!ring) throw new Error('it rings');
    expect(ring).toMatchObject({ queue: 'payment', mine: true, answered: false, since: bench.now });
    expect(JSON.stringify(ring)).not.toContain(from.slice(-8));
    expect(await firstFrame(await zhao.client.calls.ringing())).toEqual([]);
    expect(await codeOf(trainer.client.calls.ringing())).toBe('NOT_ALLOWED');
    expect(await codeOf(zhao.client.calls.maybe({ call: ring.call }))).toBe('NOT_FOUND');
    expect(await refusal(zhao.client.calls.take({ call: ring.call }))).toMatchObject({ code: 'REFUSED', data: { code: 'no-call' } });
    const maybe = await lin.client.calls.maybe({ call: ring.call });
    expect(maybe.map(({ id }) => id)).toContain(customer);
    expect(JSON.stringify(maybe)).not.toContain(from.slice(-8));

    const taken = await lin.client.calls.take({ call: ring.call });
    expect(await lin.client.calls.take({ call: ring.call })).toEqual(taken);
    await frameThat(rings, (calls) => calls.length === 0);
    await rings.return?.();
    expect(await firstFrame(await lin.client.routing.follow())).toMatchObject({ call: { id: taken.caseId, customer: null, callSince: bench.now } });
    await lin.act(taken.caseId, { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: 'solved' } });
    for (const { client } of [lin, zhao, trainer]) await client.session.signOut();
  });

  it('a telephone system is an account: what it signs rings at its agent, what others sign does not', async () => {
    const [admin, lin] = [await bench.tab('administrator-zhou'), await bench.tab('agent-lin')];
    const secret = 'the-secret-of-the-hotline';
    const account = { channel: 'phone' as const, id: 'hotline', name: 'Hotline', values: { secret, queue: 'payment' } };
    await admin.client.channels.save({ account, isNew: true });
    const frame = await firstFrame(await admin.client.channels.follow());
    const shown = frame.accounts.find(({ id }) => id === 'hotline');
    expect(shown).toMatchObject({ set: ['secret'], values: { queue: 'payment' }, connection: { state: 'waiting' } });
    expect(JSON.stringify(frame)).not.toContain(secret);
    // It calls the desk; there is nobody to be asked.
    expect(await refusal(admin.client.channels.check({ id: 'hotline' }))).toMatchObject({ code: 'NOT_FOUND' });

    const address = shown?.webhook ?? '';
    const system = new PhoneSystem(address, secret, () => bench.now);
    const told = { call: v7(), agent: 'agent-lin', from: '+8613700137009' };
    const rings = await lin.client.calls.ringing();
    expect((await rings.next()).value).toEqual([]);
    const stranger = new PhoneSystem(address, 'another-secret-altogether', () => bench.now);
    expect(await stranger.tell({ ...told, event: 'ringing' })).toEqual({ status: 401, code: 'bad-signature' });
    expect(await system.tell({ ...told, event: 'ringing' })).toEqual({ status: 200, code: 'taken' });
    const [ring] = await frameThat(rings, (calls) => calls.length > 0);
    expect(ring).toMatchObject({ queue: 'payment', mine: true });
    await rings.return?.();
    const { accounts } = await firstFrame(await admin.client.channels.follow());
    expect(accounts.find(({ id }) => id === 'hotline')?.connection).toMatchObject({ state: 'connected', lastMessageAt: bench.now, fault: null });
    expect(await system.send(signed(secret, '{"call":"x"}', bench.now))).toMatchObject({ status: 400 });
    const { store } = await bench.host.services;
    expect(await store.ledger.quarantined('phone', 5)).toMatchObject([{ fault: expect.stringContaining('hotline: ') }]);

    // An account that is off is to be told again; the call that rang is over all the same once it is on.
    await admin.client.channels.switch({ id: 'hotline', on: false });
    expect((await fetch(address, { method: 'POST' })).status).toBe(503);
    await admin.client.channels.switch({ id: 'hotline', on: true });
    expect(await system.tell({ ...told, event: 'ended' })).toMatchObject({ status: 200 });
    expect(await firstFrame(await lin.client.calls.ringing())).toEqual([]);
    await admin.client.channels.remove({ id: 'hotline' });
    expect((await fetch(address, { method: 'POST' })).status).toBe(404);
    for (const { client } of [admin, lin]) await client.session.signOut();
  });

  it('a call that one lets go rings at the others', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const call = v7();
    await tell({ call, event: 'ringing', agent: 'somebody of another desk' });
    const [ring] = await firstFrame(await lin.client.calls.ringing());
    if (!ring) throw new Error('it rings');
    expect(ring.mine).toBe(false);
    await lin.client.calls.letGo({ call: ring.call });
    expect(await firstFrame(await lin.client.calls.ringing())).toEqual([]);
    expect(await firstFrame(await zhao.client.calls.ringing())).toMatchObject([{ call: ring.call }]);
    await tell({ call, event: 'ended' });
    expect(await firstFrame(await zhao.client.calls.ringing())).toEqual([]);
    for (const { client } of [lin, zhao]) await client.session.signOut();
  });

  it('who was missed is to be called back: later, by somebody else, or not at all', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const [mine, theirs] = [await lin.client.calls.callBacks(), await zhao.client.calls.callBacks()];
    const [call, from] = [v7(), '+8613700137002'];
    await tell({ call, event: 'ringing', from });
    await tell({ call, event: 'ended', from });
    const { rows } = await frameThat(mine, (frame) => frame.rows.some(({ preview }) => preview === '137****7002'));
    const missed = rows.find(({ preview }) => preview === '137****7002');
    if (!missed) throw new Error('it is to be called back');
    expect(missed).toMatchObject({ status: 'waiting', owner: null, callBackAt: bench.now });
    expect(rows.map(({ callBackAt }) => callBackAt)).toEqual(rows.map(({ callBackAt }) => callBackAt).sort((a, b) => (a ?? 0) - (b ?? 0)));

    const at = bench.now + HOUR;
    await lin.act(missed.id, { type: 'moveCallBack', at });
    const moved = await frameThat(theirs, (frame) => frame.rows.some(({ id, callBackAt }) => id === missed.id && callBackAt === at));
    expect(moved.rows.find(({ id }) => id === missed.id)).toMatchObject({ status: 'snoozed', owner: 'agent-lin', snoozedUntil: at });
    expect(await refusal(zhao.act(missed.id, { type: 'endCallBack' }))).toMatchObject({ data: { code: 'taken' } });
    await lin.act(missed.id, { type: 'giveCallBack', to: 'agent-zhao' as never });
    await frameThat(theirs, (frame) => frame.rows.some(({ id, owner, status }) => id === missed.id && owner === 'agent-zhao' && status === 'snoozed'));
    await zhao.act(missed.id, { type: 'endCallBack' });
    await frameThat(mine, (frame) => frame.rows.every(({ id }) => id !== missed.id));
    expect(await refusal(zhao.act(missed.id, { type: 'moveCallBack', at }))).toMatchObject({ data: { code: 'no-call-back' } });
    await zhao.act(missed.id, { type: 'resolve', disposition: 'solved', comment: '' });
    await mine.return?.();
    await theirs.return?.();
    for (const { client } of [lin, zhao]) await client.session.signOut();
  });

  it('calls.take, calls.maybe, calls.letGo, calls.callBacks: not for a trainer', async () => {
    const { client } = await bench.tab('trainer-tang');
    const call = v7() as never;
    const asked = [client.calls.take({ call }), client.calls.maybe({ call }), client.calls.letGo({ call }), client.calls.callBacks()];
    expect(await Promise.all(asked.map(codeOf))).toEqual(['NOT_ALLOWED', 'NOT_ALLOWED', 'NOT_ALLOWED', 'NOT_ALLOWED']);
    await client.session.signOut();
  });
}
