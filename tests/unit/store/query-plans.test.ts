import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import type { InboxQuery } from '#electron/store/cache-queries.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { erasedCases } from '#electron/store/projections/erasing.ts';
import {
  casesFrom,
  casesOf,
  inboxCounts,
  inboxPage,
  mergedCases,
  pageQuery,
  rowOf,
  snoozedUntil,
  splitCases,
} from '#electron/store/projections/inbox-queries.ts';
import { leavingQuery, leftAmong, leftCount, leftOf } from '#electron/store/projections/leaving.ts';
import { casesByNewest, casesByOpening, casesOfCustomers, casesOfIncidents, casesTagged } from '#electron/store/projections/search-cases.ts';
import { amountAt, candidates, hiding, newest, placesOfAmounts, placesOfCases, spanOf } from '#electron/store/projections/search-query.ts';
import { account, accountByLogin, failedSignIns } from '#electron/store/tables/account-tables.ts';
import { auditPageQuery } from '#electron/store/tables/audit-table.ts';
import { caseEvents } from '#electron/store/tables/event-table.ts';
import { outboxEntry, pendingOfCase, pendingOutbox, scopesUnder, setting, unknownOutbox } from '#electron/store/tables/ledger-tables.ts';
import { drafts, keptWords } from '#electron/store/tables/words-table.ts';
import { inboxView } from '#shared/case/inbox-row.ts';
import type { PersonId, QueueId } from '#shared/lib/ids.ts';
import { logPeople, logQueues, randomCaseLog } from '#tests/fixtures/case-log.ts';
import { asked, filledCache, planOf } from '#tests/property/store-kit.ts';

const db = filledCache(randomCaseLog(41, { cases: 300, acts: 6 }));
afterAll(() => db.close());

/** Reading all cases, events or texts is what no question may need. */
const wholeTable = /SCAN (case_row(?! USING INDEX row_(incidents|merged|split))|event|searchable|token_place)/;

const sorts: readonly InboxQuery['sort'][] = (['activeAt', 'waitingSince', 'priority', 'openedAt'] as const).flatMap((by) => [
  { by, descending: true },
  { by, descending: false },
]);
const page = (view: InboxQuery['view'], sort: InboxQuery['sort'], queues: readonly QueueId[] = logQueues): InboxQuery => ({
  view,
  sort,
  queues,
  person: logPeople[0] as PersonId,
  offset: 200,
  limit: 50,
});

describe('cache.db', () => {
  it.each(inboxView.options)('gives a page of %s by its windows from indexes alone: what is sorted is as long as the page reaches', (view) => {
    for (const descending of [false, true]) {
      const windows = { now: 5, ms: { wechat: 3, weibo: 2, whatsapp: 1 } };
      const plan = planOf(db, pageQuery({ ...page(view, { by: 'windowEnds', descending }), windows }, false));
      expect(plan, plan).not.toMatch(wholeTable);
      const steps = plan.split('\n');
      const following = (part: string) => steps.flatMap((step, index) => (step.includes(part) ? [steps[index + 1] ?? ''] : []));
      if (view !== 'resolved' && view !== 'mine' && view !== 'snoozed') {
        // Each channel of each queue comes in the order of its index, as far as the page reaches.
        const channels = following('USING COVERING INDEX row_by_window (queue=? AND status=? AND channel=? AND window_from>?)');
        expect(channels.length, plan).toBeGreaterThanOrEqual(3 * logQueues.length);
        expect(channels.filter((next) => next.includes('TEMP B-TREE'))).toEqual([]);
      }
      const queues = following('USING COVERING INDEX row_by_active (queue=? AND status=?');
      if (view !== 'mine' && view !== 'snoozed') expect(queues.length, plan).toBeGreaterThanOrEqual(logQueues.length);
      expect(queues.filter((next) => next.includes('TEMP B-TREE'))).toEqual([]);
    }
  });

  it.each(inboxView.options)('gives a page of %s from the indexes, and reads the rows of the page alone', (view) => {
    for (const sort of sorts) {
      const plan = planOf(db, pageQuery(page(view, sort), false));
      const label = `${view} by ${sort.by}\n${plan}`;
      expect(plan, label).not.toMatch(wholeTable);
      expect(plan, label).toMatch(/USING (COVERING )?INDEX row_/);
      // The rows themselves are read for the page alone, by their ids.
      expect(plan, label).toMatch(/SEARCH case_row USING (PRIMARY KEY|INDEX sqlite_autoindex_case_row_1) \(id=\?\)/);
    }
  });

  it.each(['active', 'all', 'resolved'] as const)('sorts no queue of %s: what may be without end comes in the order of an index', (view) => {
    for (const sort of sorts) {
      const steps = planOf(db, pageQuery(page(view, sort), false)).split('\n');
      const queues = steps.flatMap((step, index) => (step.includes('(queue=? AND status=?') ? [steps[index + 1]] : []));
      expect(queues.length).toBeGreaterThanOrEqual(logQueues.length);
      expect(
        queues.filter((next) => next?.includes('TEMP B-TREE')),
        `${sort.by} ${sort.descending}`,
      ).toEqual([]);
    }
  });

  it.each(inboxView.options)('reads %s along one index of its order where it holds most cases, and sorts nothing', (view) => {
    for (const sort of sorts) {
      const plan = planOf(db, pageQuery(page(view, sort), true));
      const label = `${view} by ${sort.by} ${sort.descending}\n${plan}`;
      expect(plan, label).toMatch(/(SCAN|SEARCH) case_row USING COVERING INDEX row_in_/);
      expect(plan, label).not.toMatch(/COVERING INDEX row_(by|owner|intended)|MULTI-INDEX/);
      // What is sorted for cases that nobody waits for are the two ends of the page alone.
      expect(plan, label).not.toMatch(/INDEX row_in_.*\n.*TEMP B-TREE/);
    }
  });

  it('stays off the cases for a desk of more queues than can be merged', () => {
    const queues = Array.from({ length: 80 }, (_, index) => `queue-${index}` as QueueId);
    for (const sort of sorts) expect(planOf(db, pageQuery(page('all', sort, queues), false)), sort.by).not.toMatch(wholeTable);
  });

  it('counts from the tally, never from the cases', () => {
    const queries = [
      ...asked((spy) => inboxCounts(spy, 'agent-1', logQueues)),
      ...asked((spy) => inboxPage(spy, page('all', { by: 'activeAt', descending: true }))).slice(0, 1),
    ];
    expect(queries).toHaveLength(2);
    for (const query of queries) {
      expect(planOf(db, query)).toContain('tally');
      expect(planOf(db, query)).not.toContain('case_row');
    }
  });

  it.each([
    ['a row', () => asked((spy) => rowOf(spy, 'c')), /PRIMARY KEY|autoindex/],
    ['a customer’s cases', () => asked((spy) => casesOf(spy, 'C1', 50)), /INDEX row_customer \(customer=\?\)/],
    ['the cases of a contact', () => asked((spy) => casesFrom(spy, 'wechat o1', 50)), /INDEX row_contact \(contact=\?\)/],
    ['cases that others were split off from', () => asked((spy) => splitCases(spy, 50)), /SCAN case_row USING INDEX row_split/],
    ['cases that are merged', () => asked((spy) => mergedCases(spy, 50)), /SCAN case_row USING INDEX row_merged/],
    ['what is due', () => asked((spy) => snoozedUntil(spy, 5)), /INDEX row_snoozed \(snoozed_until<\?\)/],
    ['a case’s events', () => asked((spy) => caseEvents(spy, 'c', 7)), /INDEX event_case \(case_id=\? AND position>\?\)/],
    ['what leaves', () => [leavingQuery(5, 9, 50)], /SEARCH case_row USING INDEX row_resolved \(active_at<\?\)/],
    ['a customer’s cases that left', () => asked((spy) => leftOf(spy, 'C1', 50)), /INDEX left_customer \(customer=\?\)/],
    ['which of some cases left', () => asked((spy) => leftAmong(spy, ['c'])), /SEARCH left_case USING PRIMARY KEY \(id=\?\)/],
    ['how many left', () => asked((spy) => leftCount(spy, 'lin', ['q'])), /left_queue \(queue=\?\)[\s\S]*left_owner \(owner=\?\)/],
    ['what is to be erased yet', () => asked((spy) => erasedCases(spy, true)), /erased_left/],
    ['words', () => [candidates('"a"'), candidates('"a"', { from: 5, to: 9 })], /word VIRTUAL TABLE INDEX/],
    ['a stretch of the log', () => [newest({ from: 5, to: 9 })], /SEARCH searchable USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/],
    ['the times of a stretch', () => [spanOf(3)], /SEARCH searchable USING COVERING INDEX searchable_time \(<expr>=\?\)/],
    ['the places of cases', () => [placesOfCases(['c'])], /SEARCH searchable USING COVERING INDEX searchable_case \(case_id=\?\)/],
    ['places with an amount', () => [placesOfAmounts({ least: 1, most: 2 }, 5)], /SEARCH amount_place USING PRIMARY KEY \(minor>\? AND minor<\?\)/],
    ['a place’s amounts', () => [amountAt(3, { least: 1, most: null })], /SEARCH amount_place USING (COVERING )?INDEX amount_place_position \(position=\?/],
    ['cases by their openings', () => [casesByOpening('"a"', 5)], /word VIRTUAL TABLE INDEX/],
    ['cases of customers', () => [casesOfCustomers(['C1', 'C2'], 5)], /SEARCH case_row USING (COVERING )?INDEX row_customer \(customer=\?\)/],
    ['cases of incidents', () => [casesOfIncidents(['i', 'j'], 5)], /SCAN case_row USING INDEX row_incidents/],
    ['cases with a tag', () => [casesTagged('vip', 5)], /SEARCH case_tag USING PRIMARY KEY \(tag=\?\)/],
    [
      'the newest cases',
      () => [
        casesByNewest([{ queue: 'a', status: 'open' }]),
        casesByNewest([
          { queue: 'a', status: 'open' },
          { queue: 'b', status: 'open' },
        ]),
      ],
      /SEARCH case_row USING COVERING INDEX row_by_active \(queue=\? AND status=\?\)/,
    ],
    ['tokens', () => [hiding(['t1', 't2'])], /token_place USING (COVERING INDEX|PRIMARY KEY)/],
  ])('finds %s by an index, in its order', (_what, queries, by) => {
    const all = queries();
    expect(all.length).toBeGreaterThan(0);
    for (const query of all) {
      const plan = planOf(db, query);
      expect(plan, plan).toMatch(by);
      expect(plan, plan).not.toMatch(wholeTable);
      // A token's places are told once each; what sorts them is a short list.
      if (_what !== 'tokens') expect(plan, plan).not.toContain('TEMP B-TREE');
    }
  });
});

describe('ledger.db', () => {
  const book = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
  migrate(book, ledgerMigrations);
  afterAll(() => book.close());

  it.each([
    [{}, /SCAN audit$/],
    [{ before: 90 }, /SEARCH audit USING INTEGER PRIMARY KEY \(rowid<\?\)/],
    [{ actor: 'agent-1' }, /SEARCH audit USING INDEX audit_actor/],
    [{ customer: 'C1', before: 90 }, /SEARCH audit USING INDEX audit_customer/],
    [{ kind: 'value.revealed', before: 90 }, /SEARCH audit USING INDEX audit_kind/],
    [{ actor: 'agent-1', kind: 'value.revealed' }, /SEARCH audit USING INDEX audit_(actor|kind) /],
  ] as const)('gives a page of the audit in its order, newest first, without reading what does not fit: %o', (filter, how) => {
    const plan = planOf(book, auditPageQuery({ actor: null, customer: null, kind: null, before: null, limit: 50, ...filter }));
    expect(plan).toMatch(how);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('counts what was done within a time by reading that time alone', () => {
    const filter = { actor: null, customer: null, kind: 'value.revealed', before: null, limit: 5, since: 90 } as const;
    expect(planOf(book, auditPageQuery({ ...filter, actor: 'agent-1', outcome: 'done' }))).toMatch(
      /SEARCH audit USING INDEX audit_kind_at \(<expr>=\? AND <expr>>\?\)/,
    );
    expect(planOf(book, auditPageQuery(filter))).toMatch(/USING INDEX audit_kind_at \(<expr>=\? AND <expr>>\?\)/);
  });

  it('answers from its indexes: it is written at every key, and grows for ever', () => {
    const queries = [
      ...asked((spy) => drafts(spy, 'agent-1')),
      ...asked((spy) => outboxEntry(spy, 'c1')),
      ...asked((spy) => setting(spy, 's')),
      ...asked((spy) => pendingOutbox(spy)),
      ...asked((spy) => pendingOfCase(spy, 'c1')),
      ...asked((spy) => unknownOutbox(spy)),
      ...asked((spy) => keptWords(spy, 'agent-1')),
      ...asked((spy) => scopesUnder(spy, 's')),
    ];
    const plans = queries.map((query) => planOf(book, query));
    expect(plans).toHaveLength(8);
    expect(plans[7]).toMatch(/SEARCH setting USING PRIMARY KEY \(scope>\? AND scope<\?\)/);
    expect(plans[0]).toContain('SEARCH draft USING PRIMARY KEY (person=?)');
    expect(plans[1]).toMatch(/SEARCH outbox USING INDEX/);
    expect(plans[2]).toContain('SEARCH setting USING PRIMARY KEY');
    // Only what is queued is in this index.
    expect(plans[3]).toContain('SCAN outbox USING INDEX outbox_queued');
    expect(plans[4]).toContain('SEARCH outbox USING INDEX outbox_queued_case (case_id=?)');
    expect(plans[5]).toContain('SCAN outbox USING INDEX outbox_unknown');
    expect(plans[6]).toContain('SEARCH kept USING INDEX kept_person (person=?)');
    expect(plans[6]).not.toContain('TEMP B-TREE');
  });

  it('finds an account, and what failed before, by its key', () => {
    const queries = [...asked((spy) => account(spy, 'agent-1')), ...asked((spy) => accountByLogin(spy, 'lin')), ...asked((spy) => failedSignIns(spy, 'd'))];
    const plans = queries.map((query) => planOf(book, query));
    expect(plans[0]).toContain('SEARCH account USING PRIMARY KEY (person=?)');
    expect(plans[1]).toMatch(/SEARCH account USING INDEX .*\(login=\?\)/);
    expect(plans[2]).toContain('SEARCH failed_sign_in USING PRIMARY KEY');
  });
});
