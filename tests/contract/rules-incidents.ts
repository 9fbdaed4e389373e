import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { IncidentDraft } from '#shared/case/incident.ts';
import type { BulkKind, IncidentWatch } from '#shared/contract/incident-schemas.ts';
import type { IncidentCommand } from '#shared/desk/incidents/decide-incident.ts';
import type { Incident } from '#shared/desk/incidents/incident.ts';
import type { CaseId, CommandId, IncidentId } from '#shared/lib/ids.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

/** An incident about a bank that no other test of this desk names. */
const draft = (bench: Bench, bank: string): IncidentDraft => ({
  title: { en: `${bank} top-ups are late`, 'zh-CN': `${bank}充值延迟` },
  answer: { en: `We know that ${bank} is late.`, 'zh-CN': `我们已获悉${bank}充值延迟。` },
  since: bench.now - 60_000,
  rule: { kinds: ['top-up'], parties: [bank], troubles: [], words: [], channels: [], queues: [] },
});

const change = ({ client }: Tab, command: IncidentCommand) => client.incidents.change({ command, commandId: v7() as CommandId });

/** A turn over some cases, to its end. */
async function turn({ client }: Tab, { id, position }: Incident, kind: BulkKind, cases: readonly CaseId[]) {
  const frames = await client.incidents.watch();
  const { bulk } = await client.incidents.bulk({ incident: id, position, kind, cases: [...cases] });
  const ended = ({ bulks }: IncidentWatch) => bulks.some((one) => one.id === bulk && one.state !== 'running');
  const frame = await frameThat(frames, ended);
  await frames.return?.();
  const view = frame.bulks.find((one) => one.id === bulk);
  return { bulk, outcomes: view?.outcomes ?? [] };
}

/** What befalls many customers at once, and what is done about all of them. */
export function incidentRules(bench: Bench): void {
  it('an incident is told to everybody, and counts the open cases that it fits as they come', async () => {
    const [he, lin] = [await bench.tab('supervisor-he'), await bench.tab('agent-lin')];
    const told = await lin.client.incidents.follow();
    const id = v7() as IncidentId;
    const about = draft(bench, 'Permata');
    await change(he, { type: 'open', incident: id, draft: about });
    const { incidents } = await frameThat(told, (frame) => frame.incidents.some((one) => one.id === id));
    expect(incidents.find((one) => one.id === id)).toMatchObject({ ...about, closed: null });
    const frames = await he.client.incidents.watch();
    const counts = (matching: number) => frameThat(frames, (frame) => frame.counts[id]?.matching === matching);
    await counts(0);
    const { caseId } = await bench.newCase('My Permata top-up has not arrived');
    await counts(1);
    await bench.newCase('My Danamon top-up has not arrived');
    expect(await he.client.incidents.count({ since: about.since, rule: about.rule })).toMatchObject({ matching: 1, reading: false, rows: [{ id: caseId }] });
    await lin.act(caseId, { type: 'linkIncident', incident: id });
    expect(await frameThat(frames, (frame) => frame.counts[id]?.linked === 1)).toMatchObject({ counts: { [id]: { matching: 0 } } });
    expect(await refusal(lin.act(caseId, { type: 'linkIncident', incident: v7() as IncidentId }))).toEqual({ code: 'NOT_FOUND', data: { what: 'incident' } });
    await Promise.all([told.return?.(), frames.return?.()]);
  });

  it('a turn answers each customer once in their language, passes over a colleague’s case, and says so', async () => {
    const [he, lin] = [await bench.tab('supervisor-he'), await bench.tab('agent-lin')];
    const incident = await change(he, { type: 'open', incident: v7() as IncidentId, draft: draft(bench, 'Maybank') });
    const [one, other, taken] = [
      await bench.newCase('My Maybank top-up has not arrived'),
      await bench.newCase('Maybank top-up of 300 still pending'),
      await bench.newCase('Where is my Maybank top-up?'),
    ];
    await lin.act(taken.caseId, { type: 'accept' });
    const { cases, total } = await he.client.incidents.cases({ incident: incident.id, kind: 'known' });
    expect(total).toBe(3);
    expect(Object.fromEntries(cases.map(({ row, refusal: why }) => [row.id, why?.code ?? null]))).toEqual({
      [one.caseId]: null,
      [other.caseId]: null,
      [taken.caseId]: 'taken',
    });
    const { outcomes, bulk } = await turn(he, incident, 'known', [one.caseId, taken.caseId, one.caseId, other.caseId]);
    expect(outcomes.map(({ caseId, outcome, refusal: why }) => [caseId, outcome, why?.code ?? null])).toEqual([
      [one.caseId, 'done', null],
      [taken.caseId, 'refused', 'taken'],
      [other.caseId, 'done', null],
    ]);
    // A chat has no time in which a message could be taken back.
    expect(await he.client.incidents.undoBulk({ bulk })).toEqual({ takenBack: 0 });
    expect(await he.client.incidents.stopBulk({ bulk })).toEqual({});
    const again = await turn(he, incident, 'known', [one.caseId]);
    expect(again.outcomes).toMatchObject([{ outcome: 'refused', refusal: { code: 'incident-answered' } }]);
    const { events } = await lin.client.cases.read({ caseId: one.caseId, after: 0 });
    expect(events.filter(({ type }) => type === 'message.sent')).toMatchObject([{ actor: { id: 'supervisor-he' }, content: { text: incident.answer.en } }]);
    const closed = await change(he, { type: 'close', incident: incident.id, closing: { en: 'It is over.', 'zh-CN': '已恢复。' } });
    const refused = { code: 'INCIDENT_REFUSED', data: { code: 'already-closed' } };
    expect(await refusal(he.client.incidents.bulk({ incident: incident.id, position: closed.position, kind: 'known', cases: [one.caseId] }))).toMatchObject(
      refused,
    );
    const solved = await turn(he, closed, 'solved', [one.caseId, other.caseId]);
    expect(solved.outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  });

  it('what was changed meanwhile, closed, or is not there is refused by its code', async () => {
    const he = await bench.tab('supervisor-he');
    const id = v7() as IncidentId;
    const first = await change(he, { type: 'open', incident: id, draft: draft(bench, 'Citibank') });
    const second = await change(he, { type: 'change', incident: id, draft: { ...draft(bench, 'Citibank'), since: 1 }, basedOn: first.position });
    const overtaken = { code: 'INCIDENT_REFUSED', data: { code: 'changed-meanwhile' } };
    expect(await refusal(change(he, { type: 'change', incident: id, draft: draft(bench, 'Citi'), basedOn: first.position }))).toMatchObject(overtaken);
    const cases = [v7() as CaseId];
    expect(await refusal(he.client.incidents.bulk({ incident: id, position: first.position, kind: 'link', cases }))).toMatchObject(overtaken);
    expect((await turn(he, second, 'link', cases)).outcomes).toMatchObject([{ outcome: 'refused', refusal: { code: 'no-such-case' } }]);
    const none = v7() as IncidentId;
    expect(await refusal(he.client.incidents.cases({ incident: none, kind: 'link' }))).toEqual({ code: 'NOT_FOUND', data: { what: 'incident' } });
    expect(await codeOf(he.client.incidents.bulk({ incident: none, position: 1, kind: 'link', cases }))).toBe('INCIDENT_REFUSED');
  });

  it('five customers who write about the same within an hour are told to who directs, until an incident has them', async () => {
    const he = await bench.tab('supervisor-he');
    const frames = await he.client.incidents.watch();
    const texts = ['HSBC top-up is missing', 'topped up 100 from HSBC, not arrived', '汇丰充值没到账', 'My HSBC top-up failed', 'HSBC top up still pending'];
    const told = ({ alike }: IncidentWatch) => alike.find(({ bank }) => bank === '汇丰');
    const cases: CaseId[] = [];
    for (const text of texts) cases.push((await bench.newCase(text)).caseId);
    const frame = await frameThat(frames, (one) => told(one) !== undefined);
    expect(told(frame)).toMatchObject({ kind: 'top-up', customers: 5, cases: [...cases].sort() });
    await change(he, { type: 'open', incident: v7() as IncidentId, draft: draft(bench, 'HSBC') });
    await frameThat(frames, (one) => told(one) === undefined);
    await frames.return?.();
  });
}
