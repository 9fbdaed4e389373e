import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId, EventId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { refusal } from '#tests/contract/console-tab-kit.ts';

/** A case from which a second matter is split off, as screens ask for it. */
export function splitRules(bench: Bench): void {
  /** The case's state once it is as it should be, by what the desk tells whoever follows. */
  const stateThat = async (tab: Tab, caseId: CaseId, is: (state: CaseState) => boolean): Promise<CaseState> => {
    const stop = new AbortController();
    let state: CaseState | undefined;
    for await (const frame of await tab.client.cases.follow({ caseId, after: 0 }, { signal: stop.signal })) {
      if (frame.kind === 'events') state = foldCase(state, frame.events);
      if (state !== undefined && is(state)) break;
    }
    stop.abort();
    if (state === undefined) throw new Error('the case is there');
    return state;
  };
  /** Once it is opened: until then there is no such case. */
  const opened = async (tab: Tab, caseId: CaseId): Promise<CaseState> => {
    const stop = new AbortController();
    for await (const frame of await tab.client.inbox.follow({}, { signal: stop.signal })) {
      if (frame.rows.some(({ id }) => id === caseId)) break;
      if (
        await tab.client.cases.read({ caseId, after: 0 }).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    stop.abort();
    return stateThat(tab, caseId, () => true);
  };
  const splitOf = async (tab: Tab, queue = 'refund', keeps = true) => {
    const { caseId: origin, customer } = await bench.newCase();
    await customer.say('and another thing');
    const before = await stateThat(tab, origin, ({ entries }) => entries.filter(({ kind }) => kind === 'received').length > 1);
    const from = before.entries.findLast(({ kind }) => kind === 'received')?.id as EventId;
    await tab.act(origin, { type: 'split', from, queue: queue as QueueId, keeps });
    const { splitOff } = await stateThat(tab, origin, (state) => state.splitOff.length === 1);
    const split = splitOff[0]?.case as CaseId;
    await opened(tab, split);
    return { origin, split, from, customer };
  };

  it('cases.act: from a message on it is a case of its own, once, with its own queue and owner', async () => {
    const lin = await bench.tab('agent-lin');
    const { origin, split, from } = await splitOf(lin);
    expect(await stateThat(lin, split, ({ status }) => status === 'open')).toMatchObject({
      queue: 'refund',
      owner: 'agent-lin',
      splitFrom: { case: origin, from },
      preview: { text: 'and another thing' },
    });
    const again = lin.act(origin, { type: 'split', from, queue: 'refund' as QueueId, keeps: true });
    expect(await refusal(again)).toMatchObject({ code: 'REFUSED', data: { code: 'already-split' } });
    expect(await refusal(lin.act(split, { type: 'reply', text: 'here', attachments: [] }))).toMatchObject({ data: { code: 'answered-there' } });
    const [hit] = await lin.client.search.query({ text: split, limit: 5 });
    expect(hit?.row).toMatchObject({ id: split, splitFrom: origin });
  });

  it('cases.act: of chosen messages a case is made that names exactly those, and shows the newest of them in the lists', async () => {
    const lin = await bench.tab('agent-lin');
    const { caseId: origin, customer } = await bench.newCase();
    for (const words of ['my card is blocked', 'and the refund', 'the card, please']) await customer.say(words);
    const before = await stateThat(lin, origin, ({ entries }) => entries.filter(({ kind }) => kind === 'received').length > 3);
    const said = before.entries.flatMap((entry) => (entry.kind === 'received' ? [{ id: entry.id, text: entry.text }] : []));
    const idOf = (text: string) => said.find((one) => one.text === text)?.id as EventId;
    const [from, last] = [idOf('my card is blocked'), idOf('the card, please')];
    await lin.act(origin, { type: 'split', from, messages: [from, last], queue: 'refund' as QueueId, keeps: true });
    const { splitOff } = await stateThat(lin, origin, (state) => state.splitOff.length === 1);
    expect(splitOff).toMatchObject([{ from, messages: [from, last] }]);
    const state = await opened(lin, splitOff[0]?.case as CaseId);
    expect(state).toMatchObject({ splitFrom: { case: origin, from, messages: [from, last] } });
    expect(await stateThat(lin, state.id, ({ preview }) => preview !== null)).toMatchObject({ preview: { text: 'the card, please' } });
    const other = lin.act(origin, { type: 'split', from: last, messages: [last], queue: 'refund' as QueueId, keeps: true });
    expect(await refusal(other)).toMatchObject({ code: 'REFUSED', data: { code: 'already-split' } });
  });

  it('cases.act: it is answered on its thread by who has it, whoever has the thread, and by nobody else', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { origin, split } = await splitOf(lin);
    await stateThat(lin, split, ({ status }) => status === 'open');
    await zhao.act(origin, { type: 'accept' });
    const answer: AgentCommand = { type: 'reply', text: 'about the other thing', attachments: [], for: split };
    expect(await refusal(zhao.act(origin, answer))).toMatchObject({ data: { code: 'taken', by: 'agent-lin' } });
    await lin.act(origin, answer);
    expect(await stateThat(lin, split, ({ waitingSince }) => waitingSince === null)).toMatchObject({
      preview: { text: 'about the other thing', from: 'desk' },
    });
    expect(await stateThat(zhao, origin, ({ entries }) => entries.some((entry) => entry.kind === 'sent' && entry.for === split))).toMatchObject({
      owner: 'agent-zhao',
      status: 'open',
    });
    expect(await refusal(lin.act(origin, { ...answer, for: origin }))).toMatchObject({ data: { code: 'not-split' } });
  });

  it('cases.act: a colleague’s case is not split, and nobody’s split case becomes theirs who answers it', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { origin, split, from } = await splitOf(lin, 'top-up', false);
    expect(await stateThat(lin, split, () => true)).toMatchObject({ status: 'waiting', owner: null });
    await lin.act(origin, { type: 'accept' });
    expect(await refusal(zhao.act(origin, { type: 'split', from, queue: 'refund' as QueueId, keeps: true }))).toMatchObject({
      data: { code: 'taken', by: 'agent-lin' },
    });
    await zhao.act(origin, { type: 'reply', text: 'mine now', attachments: [], for: split });
    expect(await stateThat(zhao, split, ({ waitingSince }) => waitingSince === null)).toMatchObject({ owner: 'agent-zhao', status: 'open' });
  });

  it('cases.read: its thread is read by whoever reads it, and by nobody else', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    const { origin, split } = await splitOf(lin, 'top-up');
    const read = () => sari.client.cases.read({ caseId: origin, after: 0 });
    expect((await refusal(read())).code).toBe('NOT_ALLOWED');
    await lin.act(split, { type: 'transfer', queue: 'refund' as QueueId, to: 'agent-sari' as PersonId, note: '' });
    expect((await read()).events.length).toBeGreaterThan(0);
    await sari.act(origin, { type: 'reply', text: 'I have it now', attachments: [], for: split });
    expect(await stateThat(sari, split, ({ waitingSince }) => waitingSince === null)).toMatchObject({ owner: 'agent-sari', status: 'open' });
  });

  it('cases.act: it is joined again by a merge, and erasure reaches both', async () => {
    const lin = await bench.tab('agent-lin');
    const admin = await bench.tab('administrator-zhou');
    const { origin, split } = await splitOf(lin);
    for (const caseId of [origin, split]) expect((await admin.client.erasure.scope({ caseId })).cases).toBe(2);
    await lin.act(split, { type: 'merge', into: origin, confirmed: true });
    expect(await stateThat(lin, origin, ({ lines }) => lines.length === 1)).toMatchObject({ lines: [{ case: split }] });
    expect(await refusal(lin.act(origin, { type: 'reply', text: 'x', attachments: [], for: split }))).toMatchObject({ data: { code: 'merged' } });
  });
}
