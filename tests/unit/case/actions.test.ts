import { describe, expect, it } from 'vitest';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { CustomerId, PersonId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const customer = 'C1' as CustomerId;
const words = { text: '', marks: [] };
const key = 'wish-000000000001';

function request(table: CaseTable, more: Partial<Extract<CaseCommand, { type: 'requestAction' }>> = {}): CaseCommand {
  const claims = {
    action: 'refund' as const,
    customer,
    target: 'T1',
    amount: null,
    caseId: null,
    caseStanding: 'mine' as const,
    nonce: 'n'.repeat(16),
    person: 'agent-1' as PersonId,
    role: 'agent' as const,
    strength: 'step-up' as const,
    authTime: 1,
    issuedAt: 1,
    seen: '1',
    approves: null,
  };
  return {
    type: 'requestAction',
    key,
    action: 'refund',
    customer,
    target: 'T1',
    amount: { minor: 5_000, currency: 'CNY' },
    reason: 'customer-asked',
    seen: '1',
    host: 'h',
    approvalUntil: table.now + 30 * MINUTE,
    words,
    tell: null,
    phone: null,
    proof: { claims, key: 'k', signature: 'c2ln' },
    ...more,
  };
}

/** A case that agent-1 has, whose customer is known. */
function owned(): CaseTable {
  const table = new CaseTable();
  table.ask({ type: 'accept' });
  table.ask({ type: 'identify', customer, how: 'agent' });
  return table;
}
const approve = (seen = '1'): CaseCommand => ({ type: 'approveAction', key, seen, host: 'h2' });

describe('asking for an action', () => {
  it('is for whoever has the case, and for supervisors; about its customer; in an open case', () => {
    const table = owned();
    expect(table.ask(request(table), 'agent-2')).toBe('taken');
    expect(table.ask(request(table), 't', 'trainer')).toBe('not-allowed');
    expect(table.ask(request(table, { customer: 'C2' as CustomerId }))).toBe('other-customer');
    expect(table.ask(request(table), 'supervisor-1', 'supervisor')).toEqual(['action.requested']);
    const waiting = new CaseTable();
    waiting.ask({ type: 'identify', customer, how: 'agent' });
    expect(waiting.ask(request(waiting))).toBe('not-yours');
    const closed = owned();
    closed.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(closed.ask(request(closed))).toBe('already-resolved');
  });

  it('waits for one answer at a time: same target, same action', () => {
    const table = owned();
    table.ask(request(table));
    expect(table.ask(request(table, { key: 'wish-000000000002' }))).toBe('action-pending');
    expect(table.ask(request(table, { key: 'wish-000000000003', target: 'T2' }))).toEqual(['action.requested']);
    table.now += 31 * MINUTE;
    // What nobody approved in time is in nobody's way.
    expect(table.ask(request(table, { key: 'wish-000000000004' }))).toEqual(['action.requested']);
    expect(table.ask(request(table))).toBe('action-pending');
  });
});

describe('the second person', () => {
  it('is another one who may, in time, who saw the account as it was', () => {
    const table = owned();
    table.ask(request(table), 'supervisor-1', 'supervisor');
    expect(table.ask(approve(), 'supervisor-1', 'supervisor')).toBe('same-person');
    expect(table.ask(approve(), 'agent-2')).toBe('not-allowed');
    expect(table.ask(approve('2'), 'supervisor-2', 'supervisor')).toBe('account-changed');
    expect(table.ask(approve(), 'supervisor-2', 'supervisor')).toEqual(['action.approved']);
    expect(table.ask(approve(), 'supervisor-3', 'supervisor')).toBe('not-pending');
    expect(table.state?.actions).toMatchObject([{ state: 'sent', by: 'supervisor-1', secondPerson: 'supervisor-2', host: 'h2' }]);
  });

  it('comes too late after its time, for a closed case, or for somebody else’s', () => {
    const late = owned();
    late.ask(request(late));
    late.now += 30 * MINUTE;
    expect(late.ask(approve(), 's', 'supervisor')).toBe('time-passed');
    const closed = owned();
    closed.ask(request(closed));
    closed.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(closed.ask(approve(), 's', 'supervisor')).toBe('already-resolved');
    const other = owned();
    other.ask(request(other));
    other.ask({ type: 'identify', customer: 'C2' as CustomerId, how: 'agent' });
    expect(other.ask(approve(), 's', 'supervisor')).toBe('other-customer');
  });

  it('or whoever asked ends the waiting otherwise', () => {
    const table = owned();
    table.ask(request(table));
    expect(table.ask({ type: 'withdrawAction', key }, 'agent-2')).toBe('not-yours');
    expect(table.ask({ type: 'rejectAction', key, words }, 's', 'supervisor')).toEqual(['action.rejected']);
    expect(table.ask({ type: 'withdrawAction', key })).toBe('not-pending');
  });
});

describe('the end', () => {
  const settle = (end: Extract<CaseCommand, { type: 'settleAction' }>['end']): CaseCommand => ({ type: 'settleAction', key, end });
  const system = ['wallet', 'system'] as const;

  it('is what came first; what is unknown or in hand comes to another', () => {
    const table = owned();
    table.ask(request(table, { approvalUntil: null }));
    expect(table.ask(settle({ state: 'unknown', cause: 'no-answer' }), ...system)).toEqual(['action.unknown']);
    expect(table.ask(settle({ state: 'unknown', cause: 'no-answer' }), ...system)).toEqual([]);
    expect(table.ask(settle({ state: 'begun', transaction: 'R1' }), ...system)).toEqual(['action.completed']);
    expect(table.ask(settle({ state: 'completed', transaction: 'R1' }), ...system)).toEqual(['action.completed']);
    expect(table.ask(settle({ state: 'failed', reason: 'wrong-state' }), ...system)).toEqual([]);
    expect(table.state?.actions).toMatchObject([{ state: 'completed', transaction: 'R1', failure: null }]);
  });

  it('what only waits is never unknown', () => {
    const table = owned();
    table.ask(request(table));
    expect(table.ask(settle({ state: 'unknown', cause: 'interrupted' }), ...system)).toEqual([]);
    expect(table.ask(settle({ state: 'failed', reason: 'expired' }), ...system)).toEqual(['action.failed']);
  });
});
