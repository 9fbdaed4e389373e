import { expect, it } from 'vitest';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { type EarlierEntries, wholeCase } from '#shared/case/opened-case.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { type Console, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

type Frames = AsyncIterator<CaseFrame>;

/** The next frame of events. */
async function nextEvents(frames: Frames): Promise<readonly AnyEvent[]> {
  const frame = await frameThat(frames, ({ kind }) => kind === 'events');
  return frame.kind === 'events' ? frame.events : [];
}

/** Fulfilled when a stream that is being read ends, or fails as its connection does. */
async function ended(frames: AsyncIterator<unknown>): Promise<void> {
  try {
    for (;;) if ((await frames.next()).done) return;
  } catch {
    // A connection that is gone is told as a failure.
  }
}

const streams: readonly (readonly [method: string, open: (client: Console, signal: AbortSignal) => Promise<AsyncIterator<unknown>>])[] = [
  ['host.startup', (client, signal) => client.host.startup(undefined, { signal })],
  ['host.sync', (client, signal) => client.host.sync(undefined, { signal })],
  ['engine.follow', (client, signal) => client.engine.follow(undefined, { signal })],
  ['storage.follow', (client, signal) => client.storage.follow(undefined, { signal })],
  ['routing.follow', (client, signal) => client.routing.follow(undefined, { signal })],
  ['desk.follow', (client, signal) => client.desk.follow(undefined, { signal })],
  ['inbox.follow', (client, signal) => client.inbox.follow(undefined, { signal })],
  ['deferred.follow', (client, signal) => client.deferred.follow(undefined, { signal })],
  ['incidents.follow', (client, signal) => client.incidents.follow(undefined, { signal })],
  ['demo.follow', (client, signal) => client.demo.follow(undefined, { signal })],
];

/** Streams: from a cursor on, through lost connections, until they are let go. */
export function streamRules(bench: Bench): void {
  it('cases.follow gives what there is, then what comes, in order and once', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId, customer } = await bench.newCase();
    const frames = await tab.client.cases.follow({ caseId, after: 0 });
    const seen = [...(await nextEvents(frames))];
    await customer.say('one');
    await tab.act(caseId, { type: 'reply', text: 'two', attachments: [] });
    while (seen.length < 5) seen.push(...(await nextEvents(frames)));
    const { events } = await tab.client.cases.read({ caseId, after: 0 });
    expect(seen).toEqual(events);
    await frames.return?.();
  });

  it('cases.follow with the newest entries gives the case as it stands, then what comes, in order and once; cases.rest gives what stands before', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId, customer } = await bench.newCase();
    await tab.act(caseId, { type: 'accept' });
    for (const word of ['one', 'two', 'three']) await customer.say(word);
    await tab.act(caseId, { type: 'reply', text: 'four', attachments: [] });
    const before = foldCase(undefined, (await tab.client.cases.read({ caseId, after: 0 })).events);
    const frames = await tab.client.cases.follow({ caseId, after: 0, newest: 2 });
    const opened = await frameThat(frames, ({ kind }) => kind !== 'viewers');
    if (opened.kind !== 'opened' || !before) throw new Error('the opening comes before any event');
    expect(opened.state).toEqual({ ...before, entries: before.entries.slice(-2), delivery: opened.state.delivery });
    expect(opened.earlier).toBe(before.entries.length - 2);
    // More comes before the rest is asked for, which is of the moment of the opening all the same.
    await customer.say('five');
    await tab.act(caseId, { type: 'addNote', text: 'six' });
    const position = opened.state.position;
    const asked = { caseId, newest: 2, position };
    const rest = JSON.parse((await tab.client.cases.rest(asked)).text) as EarlierEntries;
    expect(wholeCase(opened.state, rest)).toEqual(before);
    await customer.say('seven');
    const { events } = await tab.client.cases.read({ caseId, after: 0 });
    const since = events.filter((event) => event.position > position);
    const seen: AnyEvent[] = [];
    while (seen.length < since.length) {
      const frame = await frameThat(frames, ({ kind }) => kind !== 'viewers' && kind !== 'typing');
      if (frame.kind !== 'events') throw new Error('a case is opened once');
      seen.push(...frame.events);
    }
    expect(seen).toEqual(since);
    expect(foldCase(wholeCase(opened.state, rest), seen)).toEqual(foldCase(undefined, events));
    await frames.return?.();
    // A position that the case was never at is that of no opening.
    const none = refusal(tab.client.cases.rest({ ...asked, position: 0 }));
    expect(await none).toEqual({ code: 'NOT_FOUND', data: { what: 'case' } });
  });

  it('cases.follow with more entries than a case has gives the whole of it at once', async () => {
    const { client } = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const frames = await client.cases.follow({ caseId, after: 0, newest: 100 });
    const opened = await frameThat(frames, ({ kind }) => kind !== 'viewers');
    await frames.return?.();
    const state = foldCase(undefined, (await client.cases.read({ caseId, after: 0 })).events);
    expect(opened).toEqual({ kind: 'opened', state, earlier: 0 });
  });

  it('routing.follow tells how one stands, what rings and how much is open, and nothing of others', async () => {
    const [tab, lin] = [await bench.tab('agent-chen'), await bench.tab('agent-lin')];
    // Signed in before and rung, Chen may be away by now.
    await tab.client.session.setState({ state: 'available', reason: null });
    const frames = await tab.client.routing.follow();
    // One that rings at nobody else, whatever the others of this desk are doing.
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'transfer', queue: 'general' as QueueId, to: 'agent-chen' as PersonId, note: '' });
    const ringing = await frameThat(frames, ({ ring }) => ring !== null);
    const load = ringing.load;
    expect(ringing).toMatchObject({ me: { person: { id: 'agent-chen' }, state: 'available' }, ring: { row: { status: 'waiting' } } });
    const row = ringing.ring?.row;
    if (!row) throw new Error('a case rings');
    await tab.act(row.id, { type: 'accept' });
    const taken = await frameThat(frames, ({ ring }) => ring?.row.id !== row.id);
    expect(taken.load.chat).toBe((load.chat ?? 0) + 1);
    await tab.client.session.setState({ state: 'busy', reason: 'meeting' });
    expect(await frameThat(frames, ({ me }) => me.reason === 'meeting')).toMatchObject({ ring: null, me: { state: 'busy' } });
    await frames.return?.();
    await tab.act(row.id, { type: 'release' });
  });

  it('cases.follow tells who types and who looks, oneself left out', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId, customer } = await bench.newCase();
    const frames = await lin.client.cases.follow({ caseId, after: 0 });
    expect((await frames.next()).value).toEqual({ kind: 'viewers', people: [] });
    await nextEvents(frames);
    await lin.client.cases.typing({ caseId });
    await customer.client.typing();
    expect((await frames.next()).value).toEqual({ kind: 'typing', from: 'customer', at: bench.now });
    await zhao.client.cases.typing({ caseId, over: true });
    expect((await frames.next()).value).toEqual({ kind: 'typing', from: 'agent-zhao', at: bench.now, over: true });
    const theirs = await zhao.client.cases.follow({ caseId, after: 0 });
    expect((await theirs.next()).value).toEqual({ kind: 'viewers', people: ['agent-lin'] });
    expect((await frames.next()).value).toEqual({ kind: 'viewers', people: ['agent-zhao'] });
    await theirs.return?.();
    expect((await frames.next()).value).toEqual({ kind: 'viewers', people: [] });
    await frames.return?.();
  });

  it('cases.follow goes on from its cursor on the next connection, without a gap or a double', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId, customer } = await bench.newCase();
    await tab.act(caseId, { type: 'accept' });
    const before = await tab.client.cases.follow({ caseId, after: 0 });
    const seen = [...(await nextEvents(before))];
    const cut = ended(before);
    await tab.drop();
    await customer.say('while you were away');
    await cut;
    await tab.reconnect();
    const after = await tab.client.cases.follow({ caseId, after: seen.at(-1)?.position ?? 0 });
    seen.push(...(await nextEvents(after)));
    await customer.say('and now');
    seen.push(...(await nextEvents(after)));
    expect(seen).toEqual((await tab.client.cases.read({ caseId, after: 0 })).events);
    await after.return?.();
  });

  it('a lost connection closes its views: colleagues see that one looks no more', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    const theirs = await zhao.client.cases.follow({ caseId, after: 0 });
    await nextEvents(theirs);
    const mine = await lin.client.cases.follow({ caseId, after: 0 });
    await nextEvents(mine);
    expect((await theirs.next()).value).toEqual({ kind: 'viewers', people: ['agent-lin'] });
    const cut = ended(mine);
    await lin.drop();
    await cut;
    expect((await theirs.next()).value).toEqual({ kind: 'viewers', people: [] });
    await theirs.return?.();
  });

  it.each(streams)('%s ends when it is let go, and at an abort', async (_method, open) => {
    const { client } = await bench.tab('agent-lin');
    const abort = new AbortController();
    const one = await open(client, abort.signal);
    expect((await one.next()).done).toBe(false);
    const over = ended(one);
    abort.abort();
    await over;
    const other = await open(client, new AbortController().signal);
    await other.next();
    await other.return?.();
    expect((await other.next()).done).toBe(true);
  });

  it('inbox.follow and cases.follow end when the person signs out, and show the next one nothing', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const inbox = await tab.client.inbox.follow();
    const frames = await tab.client.cases.follow({ caseId, after: 0 });
    await inbox.next();
    await nextEvents(frames);
    const over = Promise.all([ended(inbox), ended(frames)]);
    await tab.client.session.signOut();
    await over;
    expect((await inbox.next()).done).toBe(true);
  });

  it('cases.follow ends at an abort, on both sides', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    const theirs = await zhao.client.cases.follow({ caseId, after: 0 });
    await nextEvents(theirs);
    const abort = new AbortController();
    const mine = await lin.client.cases.follow({ caseId, after: 0 }, { signal: abort.signal });
    await nextEvents(mine);
    expect((await theirs.next()).value).toEqual({ kind: 'viewers', people: ['agent-lin'] });
    const over = ended(mine);
    abort.abort();
    await over;
    expect((await theirs.next()).value).toEqual({ kind: 'viewers', people: [] });
    await theirs.return?.();
  });
}
