import { afterEach, beforeEach, expect, it } from 'vitest';
import { RevealLimit } from '#electron/desk/access/reveal-limit.ts';
import type { AuditNote } from '#electron/desk/audit/audit.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { appendAudit, auditPage } from '#electron/store/tables/audit-table.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Person } from '#shared/desk/person.ts';
import { REVEALS_AN_HOUR } from '#shared/desk/reasons.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';

const lin = { id: 'agent-lin' as PersonId, role: 'agent' } as Person;
const he = { id: 'supervisor-he' as PersonId, role: 'supervisor' } as Person;

let now: number;
let ledger: WriteDb;
let limit: RevealLimit;

/** As the audit puts a note at the chain's end. */
async function record(actor: Actor, { kind, outcome = 'done', reason = null, facts = {} }: AuditNote): Promise<void> {
  const nobody = { caseId: null, customer: null, fields: [], words: null };
  appendAudit(ledger, { id: `a${now}`, at: now, ticks: 0, actor, kind, ...nobody, reason, outcome, facts });
}
const reveal = () => limit.take(lin, () => record({ kind: 'agent', id: lin.id }, { kind: 'value.revealed' }));

beforeEach(() => {
  now = 1_790_000_000_000;
  ledger = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
  migrate(ledger, ledgerMigrations);
  limit = new RevealLimit({ book: { page: async (query) => auditPage(ledger, query) }, audit: { record }, onReached: () => undefined, clock: () => now });
});
afterEach(() => ledger.close());

it('holds however often it is run against', async () => {
  for (let count = 0; count < REVEALS_AN_HOUR; count += 1) expect((await reveal()).ok).toBe(true);
  const refused = { ok: false, error: { until: now + HOUR } };
  for (let count = 0; count < 501; count += 1) expect(await reveal()).toEqual(refused);
  // By and by one may see again what one could an hour ago.
  now += HOUR;
  expect((await reveal()).ok).toBe(true);
});

it('is lifted by another, from then on and for that person', async () => {
  for (let count = 0; count < REVEALS_AN_HOUR; count += 1) await reveal();
  expect(await limit.lift(lin, lin.id)).toBe(false);
  await limit.lift(he, he.id);
  await limit.lift({ ...he, id: 'supervisor-ma' as PersonId }, 'agent-chen' as PersonId);
  expect((await reveal()).ok).toBe(false);
  await limit.lift(he, lin.id);
  now += MINUTE;
  for (let count = 0; count < REVEALS_AN_HOUR; count += 1) expect((await reveal()).ok).toBe(true);
  expect(await limit.reached(lin.id)).toBe(now + HOUR);
});
