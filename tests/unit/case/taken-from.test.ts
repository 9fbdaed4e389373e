import { expect, it } from 'vitest';
import { takenFrom } from '#shared/case/taken-from.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const [lin, zhao, he] = ['agent-1' as PersonId, 'agent-2' as PersonId, 'he' as PersonId];
const from = (table: CaseTable, person: PersonId) => table.state && takenFrom(table.state, person);

it('a case that a supervisor gave to a colleague was taken from who had it, until they have it again', () => {
  const table = new CaseTable();
  table.customer('my money');
  table.ask({ type: 'accept' });
  expect(from(table, lin)).toBeNull();
  expect(table.ask({ type: 'assign', to: zhao }, he, 'supervisor')).toEqual(['case.claimed']);
  expect(from(table, lin)).toEqual({ to: zhao, by: { kind: 'supervisor', id: he }, at: table.now });
  // Nobody took it from whoever has it, or never had it.
  expect(from(table, zhao)).toBeNull();
  expect(from(table, he)).toBeNull();
  table.ask({ type: 'assign', to: lin }, he, 'supervisor');
  expect(from(table, lin)).toBeNull();
  expect(from(table, zhao)).toMatchObject({ to: lin });
});

it('a case that was put back for somebody is a colleague’s once they took it; what was handed on is not told', () => {
  const table = new CaseTable();
  table.customer('my money');
  table.ask({ type: 'accept' });
  expect(table.ask({ type: 'release', reason: 'console-lost' }, 'console', 'system')).toEqual(['case.released']);
  expect(from(table, lin)).toBeNull();
  table.ask({ type: 'accept' }, zhao);
  expect(from(table, lin)).toEqual({ to: zhao, by: { kind: 'agent', id: zhao }, at: table.now });
  expect(table.ask({ type: 'transfer', queue: 'refunds' as QueueId, note: 'please' }, zhao)).toEqual(['case.transferred']);
  table.ask({ type: 'accept' }, 'agent-3');
  expect(from(table, zhao)).toBeNull();
});
