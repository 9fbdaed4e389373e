import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wasTold } from '#shared/case/decide.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { IncidentId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const incident = 'incident-1' as IncidentId;
const text = { text: 'We know of it.', marks: [] };
const answer = (table: CaseTable, words: 'known' | 'solved' = 'known', who = 'he') =>
  table.ask({ type: 'answerIncident', answers: { incident, words }, text }, who, 'supervisor');

describe('An incident’s words to one of its many', () => {
  it('link the case, take it from nobody and leave it where it waits, with nobody kept waiting', () => {
    const table = new CaseTable();
    table.customer('ICBC top-up is missing');
    expect(answer(table)).toEqual(['case.incidentLinked', 'message.sent']);
    expect(table.state).toMatchObject({ status: 'waiting', owner: null, waitingSince: null, incidents: [incident], sentSinceCustomer: 1 });
    const at = table.now;
    table.customer('and now?');
    expect(table.state?.waitingSince).toBeGreaterThan(at);
  });

  it('go out once each, and again only where they were taken back', () => {
    const table = new CaseTable({ rules: { ...defaultReplyRules.chat, undoMs: 5_000 } });
    expect(answer(table)).toEqual(['case.incidentLinked', 'message.sent']);
    expect(answer(table)).toBe('incident-answered');
    expect(answer(table, 'known', 'zhou')).toBe('incident-answered');
    expect(answer(table, 'solved')).toEqual(['message.sent']);
    expect(table.ask({ type: 'withdraw', message: table.sent }, 'he', 'supervisor')).toEqual(['message.withdrawn']);
    expect(answer(table, 'solved')).toEqual(['message.sent']);
  });

  it('go to no case that a colleague has, that is closed, that cannot be written to, or whose window is over', () => {
    const taken = new CaseTable();
    taken.ask({ type: 'accept' });
    expect(answer(taken)).toBe('taken');
    taken.ask({ type: 'resolve', disposition: null, comment: '' });
    expect(answer(taken)).toBe('already-resolved');
    expect(answer(new CaseTable({ channel: 'phone' }))).toBe('no-written-replies');
    const late = new CaseTable({ channel: 'wechat' });
    late.customer('hello');
    late.now += 49 * HOUR;
    expect(answer(late)).toBe('window-closed');
    expect(late.state?.incidents).toEqual([]);
  });

  it('are a supervisor’s to send; an agent links their own case alone', () => {
    const table = new CaseTable();
    expect(table.ask({ type: 'answerIncident', answers: { incident, words: 'known' }, text })).toBe('not-allowed');
    expect(table.ask({ type: 'linkIncident', incident })).toEqual(['case.incidentLinked']);
    expect(table.ask({ type: 'linkIncident', incident })).toEqual([]);
    table.ask({ type: 'accept' }, 'agent-2');
    expect(table.ask({ type: 'unlinkIncident', incident })).toBe('not-yours');
    expect(table.ask({ type: 'unlinkIncident', incident }, 'agent-2')).toEqual(['case.incidentUnlinked']);
    expect(table.state?.incidents).toEqual([]);
  });

  it('stand at most once each in a case, whatever is done to it', () => {
    const step = fc.constantFrom('known', 'solved', 'customer', 'withdraw', 'accept', 'release', 'unlink', 'resolve', 'reopen');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = new CaseTable({ rules: { ...defaultReplyRules.chat, undoMs: 3_000 } });
        for (const one of steps) {
          if (one === 'known' || one === 'solved') answer(table, one);
          else if (one === 'customer') table.customer('hm');
          else if (one === 'accept' || one === 'reopen') table.ask({ type: one });
          else if (one === 'release') table.ask({ type: 'release', reason: 'agent' });
          else if (one === 'unlink') table.ask({ type: 'unlinkIncident', incident }, 'he', 'supervisor');
          else if (one === 'resolve') table.ask({ type: 'resolve', disposition: null, comment: '' });
          else {
            const last = table.state?.entries.findLast((entry) => entry.kind === 'sent');
            if (last) table.ask({ type: 'withdraw', message: last.id }, 'he', 'supervisor');
          }
          for (const words of ['known', 'solved'] as const) {
            const told = (table.state?.entries ?? []).filter((entry) => entry.kind === 'sent' && entry.answers?.words === words).length;
            expect(told).toBeLessThanOrEqual(1);
            expect(table.state && wasTold(table.state, { incident, words })).toBe(told === 1);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
