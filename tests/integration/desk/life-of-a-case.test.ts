import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, CustomerId, EventId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, frameThat } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';

/** Reads a case's frames until an event of a type comes; answers it. */
async function eventOf(frames: AsyncIterator<CaseFrame>, type: AnyEvent['type']): Promise<AnyEvent> {
  let found: AnyEvent | undefined;
  await frameThat(frames, (frame) => {
    found = frame.kind === 'events' ? frame.events.find((event) => event.type === type) : undefined;
    return found !== undefined;
  });
  if (!found) throw new Error(`${type} comes`);
  return found;
}

/** A case as it is now. */
async function stateOf({ client }: Tab, caseId: CaseId): Promise<CaseState> {
  const state = foldCase(undefined, (await client.cases.read({ caseId, after: 0 })).events);
  if (!state) throw new Error('the case is there');
  return state;
}

describe('A case on the demo desk', () => {
  const bench = new Bench(memory);
  let lin: Tab;
  let zhao: Tab;

  beforeAll(async () => {
    await bench.start();
    lin = await bench.tab('agent-lin');
    zhao = await bench.tab('agent-zhao');
  });
  afterAll(() => bench.stop());

  it('comes in, rings in the inbox, is accepted, answered, delivered and read', async () => {
    const inbox = await lin.client.inbox.follow();
    await inbox.next();
    const { caseId, customer } = await bench.newCase('I topped up 200 and it is not there');
    const ring = await frameThat(inbox, ({ arrived }) => arrived.includes(caseId));
    expect(ring.rows.find(({ id }) => id === caseId)).toMatchObject({ status: 'waiting', waitingSince: bench.now, unread: 1, owner: null });

    const frames = await lin.client.cases.follow({ caseId, after: 0 });
    const page = await customer.client.follow({ after: null });
    bench.now += 20 * SECOND;
    await lin.act(caseId, { type: 'accept' });
    expect(await frameThat(page, (frame) => frame.kind === 'status' && frame.status === 'open')).toMatchObject({
      agentName: { en: 'Lin Xia', 'zh-CN': '林夏' },
    });
    bench.now += 10 * SECOND;
    await lin.act(caseId, { type: 'reply', text: 'Let me look', attachments: [] });
    const shown = await frameThat(page, (frame) => frame.kind === 'messages' && frame.messages.some(({ from }) => from === 'agent'));
    const [message] = shown.kind === 'messages' ? shown.messages : [];
    expect(message).toMatchObject({ from: 'agent', text: 'Let me look', at: bench.now });
    const asked = (await stateOf(lin, caseId)).entries.find(({ kind }) => kind === 'received')?.id;
    expect(await frameThat(page, ({ kind }) => kind === 'read')).toEqual({ kind: 'read', upTo: asked });

    const sent = message?.id as EventId;
    expect((await eventOf(frames, 'message.delivery')).body).toEqual({ message: sent, state: 'delivered' });
    await customer.client.read({ upTo: sent });
    expect((await eventOf(frames, 'message.read')).body).toEqual({ by: 'customer', upTo: sent });
    expect(await stateOf(lin, caseId)).toMatchObject({
      status: 'open',
      owner: 'agent-lin',
      waitingSince: null,
      unread: 0,
      firstResponseAt: bench.now,
      readByCustomerUpTo: sent,
      delivery: { [sent]: { state: 'delivered' } },
    });
    await Promise.all([inbox.return?.(), frames.return?.(), page.return?.()]);
  });

  it('is resolved with a disposition, waits again for its agent when the customer writes, and is told to the customer', async () => {
    const { caseId, customer } = await bench.newCase();
    await lin.act(caseId, { type: 'accept' });
    await lin.act(caseId, { type: 'resolve', disposition: 'traced', comment: 'asked the bank' });
    expect(await stateOf(lin, caseId)).toMatchObject({ status: 'resolved', disposition: 'traced', resolvedAt: bench.now });
    const { rows } = await lin.client.inbox.page({ view: 'resolved', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 5 });
    expect(rows.map(({ id }) => id)).toContain(caseId);

    const inbox = await zhao.client.inbox.follow();
    await inbox.next();
    bench.now += MINUTE;
    await customer.say('it came back');
    const ring = await frameThat(inbox, ({ arrived }) => arrived.includes(caseId));
    expect(ring.rows.find(({ id }) => id === caseId)).toMatchObject({ status: 'waiting', intendedFor: 'agent-lin', waitingSince: bench.now });
    expect(await stateOf(lin, caseId)).toMatchObject({ disposition: null, resolvedAt: null });
    await inbox.return?.();
  });

  it('handed over waits in the other queue for whom it names, who alone is told by name', async () => {
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'accept' });
    const inbox = await zhao.client.inbox.follow();
    await inbox.next();
    await lin.act(caseId, { type: 'transfer', queue: 'refund' as QueueId, to: 'agent-zhao' as PersonId, note: 'wants a refund' });
    const ring = await frameThat(inbox, ({ arrived }) => arrived.includes(caseId));
    expect(ring.rows.find(({ id }) => id === caseId)).toMatchObject({ queue: 'refund', intendedFor: 'agent-zhao', owner: null });
    await zhao.act(caseId, { type: 'accept' });
    const step = (await stateOf(zhao, caseId)).entries.find((entry) => entry.kind === 'step' && entry.step.type === 'case.transferred');
    expect(step).toMatchObject({ actor: { id: 'agent-lin' }, step: { content: { note: 'wants a refund' } } });
    await inbox.return?.();
  });

  it('snoozed sleeps until it is due, and then wakes by itself', async () => {
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'snooze', until: bench.now + HOUR });
    const { position } = await stateOf(lin, caseId);
    const frames = await lin.client.cases.follow({ caseId, after: position });
    bench.now += HOUR - 1;
    await lin.act(caseId, { type: 'addNote', text: 'not yet' });
    expect(await stateOf(lin, caseId)).toMatchObject({ status: 'snoozed' });
    bench.now += 1;
    expect(await eventOf(frames, 'case.woken')).toMatchObject({ at: bench.now, actor: { kind: 'system' }, body: { reason: 'due' } });
    expect(await stateOf(lin, caseId)).toMatchObject({ status: 'open', owner: 'agent-lin', snoozedUntil: null, waitingSince: bench.now });
    await frames.return?.();
  });

  it('snoozed wakes at once when the customer writes', async () => {
    const { caseId, customer } = await bench.newCase();
    await lin.act(caseId, { type: 'snooze', until: bench.now + HOUR });
    await customer.say('any news?');
    expect(await stateOf(lin, caseId)).toMatchObject({ status: 'open', owner: 'agent-lin', unread: 2 });
  });

  it('is seen by a trainer, who may not act, reveal or be handed anything by mistake', async () => {
    const trainer = await bench.tab('trainer-tang');
    const { caseId } = await bench.newCase('top up, call me on 13800138111');
    const { entries } = await stateOf(trainer, caseId);
    const mark = entries.flatMap((entry) => ('marks' in entry ? entry.marks : []))[0];
    if (!mark) throw new Error('the number is masked');
    expect(await codeOf(trainer.act(caseId, { type: 'accept' }))).toBe('NOT_ALLOWED');
    expect(await codeOf(trainer.client.vault.reveal({ caseId, token: mark.token, reason: 'verify', words: 'curious' }))).toBe('NOT_ALLOWED');
    expect((await stateOf(trainer, caseId)).entries).toHaveLength(entries.length);
  });

  it('is told to a screen that reads slowly: what came between two frames is in the next', async () => {
    const { customer } = await bench.newCase();
    const { client } = await bench.tab('agent-chen');
    await customer.say('one');
    const frames = await client.host.sync();
    await frames.next();
    bench.now += SECOND;
    await customer.say('two');
    // Nothing comes after this: what was missed would not be told.
    expect((await frames.next()).value).toMatchObject({ state: 'live', upTo: bench.now });
    await frames.return?.();
  });
});

describe('A desk without a chat page', () => {
  const bench = new Bench(memory, { chat: false });
  beforeAll(() => bench.start());
  afterAll(() => bench.stop());

  it('has no link to one', async () => {
    const { client } = await bench.tab('agent-lin');
    expect((await client.host.info()).chatUrl).toBeNull();
    expect(await codeOf(client.customers.demoChatLink({ customer: 'C100001' as CustomerId }))).toBe('NOT_ALLOWED');
  });
});
