import { expect, it } from 'vitest';
import type { CaseId, CustomerId, EventId, PersonId } from '#shared/lib/ids.ts';
import { defaultScorecard } from '#shared/review/default-scorecard.ts';
import { Playback } from '#shared/review/playback.ts';
import { foldReview } from '#shared/review/review-state.ts';
import { questionsOf } from '#shared/review/scorecard.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, refusal } from '#tests/contract/console-tab-kit.ts';

const wang = 'C100001' as CustomerId;
const lin = 'agent-lin' as PersonId;
const answers = questionsOf(defaultScorecard).map(({ id, max }) => ({ question: id, value: max }));
const scorecard = { id: defaultScorecard.id, version: defaultScorecard.version };
const reviewOf = (caseId: CaseId) => ({ caseId, agent: lin, scorecard, purpose: 'quality' as const, answers, comments: [] });

/** A case that an agent answered after a look at the account, a minute after accepting it, and closed. */
async function closedCase(bench: Bench, agent: Tab): Promise<CaseId> {
  const { caseId } = await bench.newCase('top up of 200 is missing');
  await agent.act(caseId, { type: 'accept' });
  await agent.act(caseId, { type: 'identify', customer: wang });
  bench.now += 60_000;
  await agent.client.customers.account({ caseId, customer: wang });
  bench.now += 60_000;
  await agent.act(caseId, { type: 'reply', text: 'It is on its way', attachments: [] });
  bench.now += 60_000;
  await agent.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' });
  return caseId;
}

/** Closed cases played again, and reviews. */
export function replayRules(bench: Bench): void {
  it('an agent can neither play a case again nor review one', async () => {
    const agent = await bench.tab('agent-lin');
    const caseId = await closedCase(bench, agent);
    const { replay } = agent.client;
    const calls = [
      replay.cases({ queue: null, offset: 0, limit: 5 }),
      replay.open({ caseId }),
      replay.seen({ caseId, blob: 'ab'.repeat(32) as never }),
      replay.keepDraft({ caseId, part: 'review', draft: '{}' }),
      replay.save(reviewOf(caseId)),
      replay.note({ caseId, at: bench.now, event: null, question: null, mark: 'good', text: 'well done' }),
      replay.changeNote({ caseId, note: 'n' as EventId, mark: 'good', text: 'well done' }),
      replay.removeNote({ caseId, note: 'n' as EventId }),
    ];
    for (const call of calls) expect(await codeOf(call)).toBe('NOT_ALLOWED');
  });

  it('a closed case is played as it went: the customer’s panel stands as the agent saw it, and not before', async () => {
    const [agent, trainer] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang')];
    const caseId = await closedCase(bench, agent);
    const { rows } = await trainer.client.replay.cases({ queue: null, offset: 0, limit: 200 });
    expect(rows.map(({ id }) => id)).toContain(caseId);
    expect(rows.every(({ status }) => status === 'resolved')).toBe(true);
    const { events, trail } = await trainer.client.replay.open({ caseId });
    const playback = new Playback(events, trail);
    const { seen, next } = playback.seenAt('account', playback.to);
    if (!seen) throw new Error('the account was looked at');
    expect(playback.seenAt('account', seen.at - 1)).toEqual({ seen: null, next: seen.at });
    expect(next).toBeNull();
    expect(playback.seenAt('timeline', playback.to).seen).toBeNull();
    const { shown } = await trainer.client.replay.seen({ caseId, blob: seen.body.blob });
    expect(shown).toMatchObject({ id: wang, phone: expect.stringMatching(/^\d{3}\*{4}\d{4}$/) });
    expect(playback.stateAt(seen.at)?.entries.some(({ kind }) => kind === 'sent')).toBe(false);
    expect(await refusal(trainer.client.replay.seen({ caseId, blob: 'ab'.repeat(32) as never }))).toEqual({ code: 'NOT_FOUND', data: { what: 'shown' } });
  });

  it('closed cases are found by text, agent, outcome, channel, time, reopening, and whether somebody reviewed them', async () => {
    const [agent, trainer] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang')];
    const began = bench.now;
    const caseId = await closedCase(bench, agent);
    await trainer.client.replay.save(reviewOf(caseId));
    const other = await closedCase(bench, agent);
    const find = async (filter: object) => {
      const { rows } = await trainer.client.replay.cases({ closedFrom: began, ...filter, offset: 0, limit: 200 } as never);
      return rows.map(({ id }) => id).filter((id) => id === caseId || id === other);
    };
    const both = [other, caseId];
    expect(await find({})).toEqual(both);
    expect(await find({ text: 'top up of 200' })).toEqual(both);
    expect(await find({ text: 'nothing of the kind' })).toEqual([]);
    expect(await find({ text: caseId })).toEqual([caseId]);
    expect(await find({ owner: 'agent-lin' })).toEqual(both);
    expect(await find({ owner: 'agent-zhao' })).toEqual([]);
    expect(await find({ disposition: 'solved' })).toEqual(both);
    expect(await find({ disposition: 'spam' })).toEqual([]);
    expect(await find({ channel: 'chat' })).toEqual(both);
    expect(await find({ channel: 'email' })).toEqual([]);
    expect(await find({ reopened: true })).toEqual([]);
    expect(await find({ reopened: false })).toEqual(both);
    expect(await find({ reviewed: true })).toEqual([caseId]);
    expect(await find({ reviewed: false })).toEqual([other]);
    expect(await find({ closedFrom: bench.now + 1 })).toEqual([]);
    expect(await find({ closedBefore: began })).toEqual([]);
    const { rows } = await trainer.client.replay.cases({ reviewed: true, text: caseId, offset: 0, limit: 5 });
    expect(rows.map(({ id, reviewedBy }) => [id, reviewedBy])).toEqual([[caseId, ['trainer-tang']]]);
  });

  it('a case that still runs cannot be played', async () => {
    const trainer = await bench.tab('trainer-tang');
    const { caseId } = await bench.newCase();
    expect(await refusal(trainer.client.replay.open({ caseId }))).toEqual({ code: 'NOT_FOUND', data: { what: 'closed-case' } });
  });

  it('a scorecard is kept while it is filled, saved once, and scored again by a later save; two reviewers are both kept', async () => {
    const [agent, trainer, supervisor] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang'), await bench.tab('supervisor-he')];
    const caseId = await closedCase(bench, agent);
    await trainer.client.replay.keepDraft({ caseId, part: 'review', draft: '{"half":true}' });
    expect((await trainer.client.replay.open({ caseId })).drafts).toEqual({ review: '{"half":true}', note: null });
    expect((await supervisor.client.replay.open({ caseId })).drafts).toEqual({ review: null, note: null });
    await trainer.client.replay.save({ ...reviewOf(caseId), comments: [{ question: 'tone', text: 'call 13800138000 back' }] });
    await supervisor.client.replay.save(reviewOf(caseId));
    const { reviews } = await trainer.client.replay.save(reviewOf(caseId));
    expect(JSON.stringify(reviews)).not.toContain('13800138000');
    const of = (id: string) =>
      foldReview(
        undefined,
        reviews.filter(({ actor }) => actor.id === id),
      );
    expect(of('trainer-tang')).toMatchObject({ saves: 2, saved: { agent: lin } });
    expect(of('supervisor-he')).toMatchObject({ saves: 1 });
    expect((await trainer.client.replay.open({ caseId })).drafts.review).toBeNull();
  });

  it('a review that does not fit is refused, with its place and fault', async () => {
    const [agent, trainer] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang')];
    const caseId = await closedCase(bench, agent);
    const { caseId: running } = await bench.newCase();
    const first = questionsOf(defaultScorecard)[0]?.id;
    const faults: readonly (readonly [object, string, string])[] = [
      [{ agent: 'agent-zhao' }, 'agent', 'not-their-case'],
      [{ agent: 'trainer-tang' }, 'agent', 'own-work'],
      [{ caseId: running }, 'caseId', 'not-resolved'],
      [{ scorecard: { id: 'other', version: 1 } }, 'scorecard', 'unknown-scorecard'],
      [{ scorecard: { ...scorecard, version: 9 } }, 'scorecard', 'unknown-scorecard'],
      [{ answers: answers.slice(1) }, `answers.${first}`, 'unanswered'],
      [{ answers: [...answers, { question: first, value: 1 }] }, `answers.${first}`, 'answered-twice'],
    ];
    for (const [change, place, fault] of faults) {
      const refused = await refusal(trainer.client.replay.save({ ...reviewOf(caseId), ...change } as never));
      expect(refused, fault).toEqual({ code: 'BAD_INPUT', data: { place, fault } });
    }
  });

  it('a note stands at its moment', async () => {
    const [agent, trainer] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang')];
    const caseId = await closedCase(bench, agent);
    const { events } = await trainer.client.replay.open({ caseId });
    const at = events.at(-1)?.at ?? 0;
    const event = events.at(-1)?.id as EventId;
    const { reviews } = await trainer.client.replay.note({ caseId, at, event, question: null, mark: 'training', text: 'listen to this' });
    expect(foldReview(undefined, reviews)?.notes).toMatchObject([{ at, event, mark: 'training', text: { text: 'listen to this' } }]);
  });

  it('a note is kept while it is written, for its writer alone, until it is pinned; a scorecard that is saved leaves it', async () => {
    const [agent, trainer, supervisor] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang'), await bench.tab('supervisor-he')];
    const caseId = await closedCase(bench, agent);
    const { replay } = trainer.client;
    const draft = '{"text":"half a thought"}';
    await replay.keepDraft({ caseId, part: 'note', draft });
    await replay.save(reviewOf(caseId));
    expect((await replay.open({ caseId })).drafts).toEqual({ review: null, note: draft });
    await supervisor.client.replay.note({ caseId, at: bench.now, event: null, question: null, mark: 'good', text: 'well done' });
    expect((await supervisor.client.replay.open({ caseId })).drafts.note).toBeNull();
    expect((await replay.open({ caseId })).drafts.note).toBe(draft);
    await replay.note({ caseId, at: bench.now, event: null, question: null, mark: 'poor', text: 'half a thought' });
    expect((await replay.open({ caseId })).drafts.note).toBeNull();
  });

  it('a note is changed and removed by its author alone', async () => {
    const [agent, trainer, supervisor] = [await bench.tab('agent-lin'), await bench.tab('trainer-tang'), await bench.tab('supervisor-he')];
    const caseId = await closedCase(bench, agent);
    const { replay } = trainer.client;
    const pinned = foldReview(undefined, (await replay.note({ caseId, at: bench.now, event: null, question: null, mark: 'poor', text: 'too late' })).reviews);
    const note = pinned?.notes[0]?.id;
    if (!note) throw new Error('the note is pinned');
    const change = { caseId, note, mark: 'good', text: 'in time after all, call 13800138000' } as const;
    for (const call of [supervisor.client.replay.changeNote(change), supervisor.client.replay.removeNote({ caseId, note })]) {
      expect(await refusal(call)).toEqual({ code: 'BAD_INPUT', data: { place: 'note', fault: 'not-own-note' } });
    }
    const { reviews } = await replay.changeNote(change);
    expect(foldReview(undefined, reviews)?.notes).toMatchObject([{ id: note, mark: 'good', text: { text: expect.stringContaining('in time after all') } }]);
    expect(JSON.stringify(reviews)).not.toContain('13800138000');
    expect(foldReview(undefined, (await replay.removeNote({ caseId, note })).reviews)?.notes).toEqual([]);
    expect(await refusal(replay.removeNote({ caseId, note }))).toEqual({ code: 'BAD_INPUT', data: { place: 'note', fault: 'no-such-note' } });
  });
}
