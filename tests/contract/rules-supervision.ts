import { expect, it } from 'vitest';
import type { BoardFrame } from '#shared/contract/board-schemas.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { codeOf, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

const topUp = 'top-up' as QueueId;
const queueOf = (frame: BoardFrame) => frame.board.queues.find(({ queue }) => queue === topUp);
const waitingIn = (frame: BoardFrame) => queueOf(frame)?.figures.waiting.numerator ?? -1;
const agentOf = (frame: BoardFrame, id: string) => frame.board.agents.find(({ agent }) => agent === id);

/** The live board, and what a supervisor does about what it shows. */
export function supervisionRules(bench: Bench): void {
  it.each(['agent-lin', 'trainer-tang'] as const)('the board, the cases behind it, others’ states and reassigning are closed to %s', async (who) => {
    const tab = await bench.tab(who);
    const { caseId } = await bench.newCase();
    const { supervision } = tab.client;
    const stream = await refusal((async () => (await supervision.follow()).next())());
    expect(stream.code).toBe('NOT_ALLOWED');
    expect(await codeOf(supervision.cases({ place: { queue: null, figure: 'waiting' }, part: 'numerator' }))).toBe('NOT_ALLOWED');
    expect(await codeOf(supervision.setState({ person: 'agent-lin' as PersonId, state: 'break', reason: null }))).toBe('NOT_ALLOWED');
    expect(await codeOf(tab.act(caseId, { type: 'assign', to: 'agent-zhao' as PersonId }))).toBe('NOT_ALLOWED');
    const silent = await refusal((async () => (await tab.client.cases.follow({ caseId, after: 0, silent: true })).next())());
    expect(silent.code).toBe('NOT_ALLOWED');
  });

  it('the board counts a case as it waits, is accepted, and is closed', async () => {
    const [supervisor, lin] = [await bench.tab('supervisor-he'), await bench.tab('agent-lin')];
    const frames = await supervisor.client.supervision.follow();
    const before = await frameThat(frames, ({ live }) => live);
    const { caseId } = await bench.newCase('top up of 200 is missing');
    const waits = await frameThat(frames, (frame) => waitingIn(frame) === waitingIn(before) + 1);
    expect(queueOf(waits)?.figures.entered.numerator).toBe((queueOf(before)?.figures.entered.numerator ?? 0) + 1);
    const { rows } = await supervisor.client.supervision.cases({ place: { queue: topUp, figure: 'waiting' }, part: 'numerator' });
    expect(rows.map(({ id }) => id)).toContain(caseId);
    await lin.act(caseId, { type: 'accept' });
    const taken = await frameThat(frames, (frame) => waitingIn(frame) === waitingIn(before));
    expect(queueOf(taken)?.figures.active.numerator).toBe((queueOf(before)?.figures.active.numerator ?? 0) + 1);
    expect(queueOf(taken)?.figures.serviceLevel.numerator).toBe((queueOf(before)?.figures.serviceLevel.numerator ?? 0) + 1);
    await lin.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' });
    await frameThat(frames, (frame) => queueOf(frame)?.figures.resolved.numerator === (queueOf(before)?.figures.resolved.numerator ?? 0) + 1);
    await frames.return?.();
  });

  it('a supervisor changes how an agent stands: the agent hears it, the board shows it, the log says who', async () => {
    const [supervisor, sari] = [await bench.tab('supervisor-he'), await bench.tab('agent-sari')];
    const [board, work] = [await supervisor.client.supervision.follow(), await sari.client.routing.follow()];
    await supervisor.client.supervision.setState({ person: 'agent-sari' as PersonId, state: 'break', reason: 'lunch' });
    expect(await frameThat(work, ({ me }) => me.state === 'break')).toMatchObject({ me: { reason: 'lunch' } });
    await frameThat(board, (frame) => agentOf(frame, 'agent-sari')?.state === 'break');
    await Promise.all([board.return?.(), work.return?.()]);
    expect(await refusal(supervisor.client.supervision.setState({ person: 'agent-nobody' as PersonId, state: 'busy', reason: null }))).toEqual({
      code: 'NOT_FOUND',
      data: { what: 'person' },
    });
  });

  it('a supervisor gives a case to somebody else, or back to its queue', async () => {
    const [supervisor, lin] = [await bench.tab('supervisor-he'), await bench.tab('agent-lin')];
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'accept' });
    const { events: given } = await supervisor.act(caseId, { type: 'assign', to: 'agent-zhao' as PersonId });
    expect(given).toMatchObject([{ type: 'case.claimed', actor: { kind: 'supervisor', id: 'supervisor-he' }, body: { by: 'agent-zhao' } }]);
    expect((await refusal(lin.act(caseId, { type: 'reply', text: 'still me', attachments: [] }))).data).toMatchObject({ code: 'taken', by: 'agent-zhao' });
    const { events: back } = await supervisor.act(caseId, { type: 'release' });
    expect(back).toMatchObject([{ type: 'case.released', body: { reason: 'supervisor' } }]);
  });

  it('a silent look is told to nobody, an open one is', async () => {
    const [supervisor, lin] = [await bench.tab('supervisor-he'), await bench.tab('agent-lin')];
    const { caseId } = await bench.newCase();
    const frames = await lin.client.cases.follow({ caseId, after: 0 });
    expect((await frames.next()).value).toEqual({ kind: 'viewers', people: [] });
    const looking = await supervisor.client.cases.follow({ caseId, after: 0, silent: true });
    await frameThat(looking, ({ kind }) => kind === 'events');
    const open = await supervisor.client.cases.follow({ caseId, after: 0 });
    await frameThat(open, ({ kind }) => kind === 'events');
    // Of both looks only the open one is told.
    const told = await frameThat(frames, ({ kind }) => kind === 'viewers');
    expect(told).toEqual({ kind: 'viewers', people: ['supervisor-he'] });
    await Promise.all([frames.return?.(), looking.return?.(), open.return?.()]);
  });
}
