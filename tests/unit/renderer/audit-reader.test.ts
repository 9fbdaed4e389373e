import { expect, test } from 'vitest';
import { AUDIT_PAGE, AuditReader, type AuditShown } from '#renderer/features/settings/audit-reader.ts';
import type { AuditView } from '#shared/contract/guard-schemas.ts';
import type { AuditFilter } from '#shared/desk/audit.ts';

const nothing = { actor: null, customer: null, kind: null };
const page = (from: number, count: number) => ({ entries: Array.from({ length: count }, (_, index) => ({ n: from - index }) as AuditView) });

/** A host whose answers are given by hand. */
function byHand() {
  const asked: { readonly filter: AuditFilter; readonly signal: AbortSignal; readonly answer: PromiseWithResolvers<{ entries: AuditView[] }> }[] = [];
  const ask = (filter: AuditFilter, signal: AbortSignal) => {
    const answer = Promise.withResolvers<{ entries: AuditView[] }>();
    asked.push({ filter, signal, answer });
    return answer.promise;
  };
  return { asked, ask };
}

/** Until everything that was answered has been heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a page that comes after its filter was left is told to nobody', async () => {
  const { asked, ask } = byHand();
  const told: AuditShown[] = [];
  const left = new AuditReader(nothing, ask, (shown) => told.push(shown));
  left.start();
  asked[0]?.answer.resolve(page(100, AUDIT_PAGE));
  await settled();
  void left.readMore();
  left.stop();
  expect(asked[1]?.signal.aborted).toBe(true);
  const next = new AuditReader({ ...nothing, kind: 'key.recoveryUsed' }, ask, (shown) => told.push(shown));
  next.start();
  asked[2]?.answer.resolve(page(7, 1));
  await settled();
  asked[1]?.answer.resolve(page(50, AUDIT_PAGE));
  await settled();
  expect(told.at(-1)?.entries?.map(({ n }) => n)).toEqual([7]);
  expect(told).toHaveLength(2);
});

test('an older page is asked for once, however often one presses', async () => {
  const { asked, ask } = byHand();
  const told: AuditShown[] = [];
  const reader = new AuditReader(nothing, ask, (shown) => told.push(shown));
  reader.start();
  asked[0]?.answer.resolve(page(100, AUDIT_PAGE));
  await settled();
  void reader.readMore();
  void reader.readMore();
  expect(asked.map(({ filter }) => filter.before)).toEqual([null, 51]);
  asked[1]?.answer.resolve(page(50, 3));
  await settled();
  expect(told.at(-1)).toMatchObject({ fault: false, more: false });
  expect(told.at(-1)?.entries).toHaveLength(AUDIT_PAGE + 3);
});

test('a page that did not come is told, with what was there, and asked for again', async () => {
  const { asked, ask } = byHand();
  const told: AuditShown[] = [];
  const reader = new AuditReader(nothing, ask, (shown) => told.push(shown));
  reader.start();
  asked[0]?.answer.reject(new Error('gone'));
  await settled();
  expect(told.at(-1)).toEqual({ entries: null, fault: true, more: false });
  void reader.readMore();
  asked[1]?.answer.resolve(page(100, AUDIT_PAGE));
  await settled();
  void reader.readMore();
  asked[2]?.answer.reject(new Error('gone'));
  await settled();
  expect(told.at(-1)).toMatchObject({ fault: true, more: true });
  expect(told.at(-1)?.entries).toHaveLength(AUDIT_PAGE);
  void reader.readMore();
  expect(asked[3]?.filter.before).toBe(51);
});
