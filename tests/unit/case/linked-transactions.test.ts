import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TransactionId } from '#shared/lib/ids.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const t1 = 'T1' as TransactionId;

it('a transaction is linked once, unlinked once, and what happened stays among the entries', () => {
  const table = new CaseTable();
  expect(table.ask({ type: 'unlinkTransaction', transaction: t1 })).toEqual([]);
  expect(table.ask({ type: 'linkTransaction', transaction: t1 })).toEqual(['transaction.linked']);
  expect(table.ask({ type: 'linkTransaction', transaction: t1 })).toEqual([]);
  expect(table.state?.transactions).toEqual([t1]);
  expect(table.ask({ type: 'unlinkTransaction', transaction: t1 })).toEqual(['transaction.unlinked']);
  expect(table.state?.transactions).toEqual([]);
  expect(table.state?.entries.map((entry) => (entry.kind === 'step' ? entry.step.type : entry.kind))).toEqual(['transaction.linked', 'transaction.unlinked']);
});

it('any row of links and their undoing leaves what a set would hold, in the order of linking', () => {
  const acts = fc.array(fc.tuple(fc.boolean(), fc.constantFrom('T1', 'T2', 'T3')), { maxLength: 30 });
  fc.assert(
    fc.property(acts, (row) => {
      const table = new CaseTable();
      const kept = new Set<string>();
      for (const [link, id] of row) {
        table.ask({ type: link ? 'linkTransaction' : 'unlinkTransaction', transaction: id as TransactionId });
        if (link) kept.add(id);
        else kept.delete(id);
      }
      expect(table.state?.transactions).toEqual([...kept]);
    }),
    { numRuns: 100 },
  );
});
