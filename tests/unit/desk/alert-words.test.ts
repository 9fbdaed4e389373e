import { expect, test } from 'vitest';
import { Alerts } from '#electron/desk/access/alerts.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';

const now = 1_790_000_000_000;

/** The alerts over a log that a test writes. */
function alertsOf() {
  let ingest: (batch: { readonly events: readonly object[] }) => void = () => undefined;
  const hub = {
    onIngested: (listener: typeof ingest) => {
      ingest = listener;
      return () => undefined;
    },
  } as unknown as Pick<CaseHub, 'onIngested'>;
  const alerts = new Alerts({ hub, clock: () => now });
  alerts.start();
  return { alerts, ingest: (...events: readonly object[]) => ingest({ events }) };
}

const broken = (id: string, caseId: string) => ({
  id,
  at: now,
  type: 'case.glassBroken',
  about: { kind: 'case', id: caseId },
  body: { by: 'agent-sari', reason: 'urgent', until: now + 1 },
});
const erased = (caseId: string) => ({ id: `erased ${caseId}`, at: now, type: 'case.erased', about: { kind: 'case', id: caseId }, body: {} });

test('supervisors read the words of a reason beside it; those said elsewhere are not known here', () => {
  const { alerts, ingest } = alertsOf();
  alerts.said('e1' as Parameters<Alerts['said']>[0], 'waits at the counter');
  ingest(broken('e1', 'c1'), broken('e2', 'c2'));
  expect(alerts.list.value.map(({ id, words }) => [id, words])).toEqual([
    ['e1', 'waits at the counter'],
    ['e2', null],
  ]);
});

test('the words go with the case that they are about, and no others', () => {
  const { alerts, ingest } = alertsOf();
  for (const id of ['e1', 'e2']) alerts.said(id as Parameters<Alerts['said']>[0], `words of ${id}`);
  ingest(broken('e1', 'c1'), broken('e2', 'c2'));
  ingest(erased('c1'));
  expect(alerts.list.value.map(({ id, words }) => [id, words])).toEqual([
    ['e1', null],
    ['e2', 'words of e2'],
  ]);
});
