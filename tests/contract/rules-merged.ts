import { expect, it } from 'vitest';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CustomerId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { refusal } from '#tests/contract/console-tab-kit.ts';

/** Two cases of one person that are merged, as screens ask for it. */
export function mergedRules(bench: Bench): void {
  const stateOf = async ({ client }: Tab, caseId: CaseId): Promise<CaseState> => {
    const state = foldCase(undefined, (await client.cases.read({ caseId, after: 0 })).events);
    if (!state) throw new Error('the case is there');
    return state;
  };
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
  const twoOf = async (tab: Tab) => {
    const [one, two] = [await bench.newCase(), await bench.newCase()];
    await tab.act(one.caseId, { type: 'accept' });
    return { main: one.caseId, line: two.caseId, second: two.customer };
  };

  it('cases.act: a case is merged by a word that both are of one person, once, and both sides say so', async () => {
    const lin = await bench.tab('agent-lin');
    const { main, line } = await twoOf(lin);
    expect(await refusal(lin.act(line, { type: 'merge', into: main, confirmed: false }))).toMatchObject({ code: 'REFUSED', data: { code: 'not-confirmed' } });
    await lin.act(line, { type: 'merge', into: main, confirmed: true });
    await stateThat(lin, main, ({ lines }) => lines.length === 1);
    expect(await stateOf(lin, line)).toMatchObject({ status: 'resolved', mergedInto: { case: main } });
    const third = await bench.newCase('a third');
    expect(await refusal(lin.act(third.caseId, { type: 'merge', into: line, confirmed: true }))).toMatchObject({ data: { code: 'merged' } });
    expect(await refusal(lin.act(main, { type: 'merge', into: third.caseId, confirmed: true }))).toMatchObject({ data: { code: 'has-merged' } });
  });

  it('cases.act: who is known stays known: two known customers are never merged, and a stranger’s case becomes theirs', async () => {
    const lin = await bench.tab('agent-lin');
    const { main, line } = await twoOf(lin);
    await lin.act(main, { type: 'identify', customer: 'C100002' as CustomerId });
    await lin.act(line, { type: 'identify', customer: 'C100003' as CustomerId });
    expect(await refusal(lin.act(line, { type: 'merge', into: main, confirmed: true }))).toMatchObject({ data: { code: 'other-customer' } });
    await lin.act(line, { type: 'identify', customer: null });
    await lin.act(line, { type: 'merge', into: main, confirmed: true });
    expect(await stateOf(lin, line)).toMatchObject({ customer: 'C100002' });
    await lin.act(line, { type: 'unmerge' });
    expect(await stateOf(lin, line)).toMatchObject({ customer: null, mergedInto: null });
  });

  it('cases.act: a colleague’s case takes no line from others, and a line is answered by nobody but who has the case', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { main, line, second } = await twoOf(lin);
    expect(await refusal(zhao.act(line, { type: 'merge', into: main, confirmed: true }))).toMatchObject({ data: { code: 'taken', by: 'agent-lin' } });
    await lin.act(line, { type: 'merge', into: main, confirmed: true });
    await stateThat(lin, main, ({ lines }) => lines.length === 1);
    const foreign = { data: { code: 'taken', by: 'agent-lin' } };
    expect(await refusal(zhao.act(line, { type: 'reply', text: 'mine', attachments: [] }))).toMatchObject(foreign);
    expect(await refusal(zhao.act(line, { type: 'unmerge' }))).toMatchObject(foreign);
    await lin.act(main, { type: 'release' });
    // Nobody has it: whoever answers on the line has the case that goes on.
    await zhao.act(line, { type: 'reply', text: 'I will see to it', attachments: [] });
    expect(await stateThat(lin, main, ({ waitingSince }) => waitingSince === null)).toMatchObject({ owner: 'agent-zhao', status: 'open' });
    await second.say('thank you');
    expect(await stateThat(zhao, main, ({ unread }) => unread === 1)).toMatchObject({ preview: { text: 'thank you', from: 'customer' } });
  });

  it('cases.read: a line is read by whoever reads the case that it goes on in, and by nobody else', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    const { main, line } = await twoOf(lin);
    await lin.act(line, { type: 'merge', into: main, confirmed: true });
    const read = () => sari.client.cases.read({ caseId: line, after: 0 });
    expect((await refusal(read())).code).toBe('NOT_ALLOWED');
    await lin.act(main, { type: 'transfer', queue: 'refund' as QueueId, to: 'agent-sari' as PersonId, note: '' });
    expect((await read()).events.length).toBeGreaterThan(0);
  });

  it('erasure: a stranger is erased in all cases that are one', async () => {
    const lin = await bench.tab('agent-lin');
    const admin = await bench.tab('administrator-zhou');
    const { main, line } = await twoOf(lin);
    await lin.act(line, { type: 'merge', into: main, confirmed: true });
    await stateThat(lin, main, ({ lines }) => lines.length === 1);
    for (const caseId of [main, line]) expect((await admin.client.erasure.scope({ caseId })).cases).toBe(2);
  });

  it('search.query and inbox.page: a merged case says where it goes on, and counts among the closed', async () => {
    const lin = await bench.tab('agent-lin');
    const { main, line } = await twoOf(lin);
    await lin.act(line, { type: 'merge', into: main, confirmed: true });
    const [hit] = await lin.client.search.query({ text: line, limit: 5 });
    expect(hit?.row).toMatchObject({ id: line, status: 'resolved', mergedInto: main });
    await stateThat(lin, main, ({ lines }) => lines.length === 1);
    const page = await lin.client.inbox.page({ view: 'mine', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 50 });
    expect(page.rows.find(({ id }) => id === main)).toMatchObject({ lines: [line] });
    expect(page.rows.find(({ id }) => id === line)).toBeUndefined();
  });
}
