import type { ReadDb } from '#electron/sqlite/db.ts';
import { type Query, sql } from '#electron/sqlite/sql.ts';
import { type Conditions, customerIds } from '#electron/store/projections/search-conditions.ts';
import { channelTerm, openingTerm } from '#electron/store/projections/search-facets.ts';
import { allTerms, soughtWords } from '#electron/store/projections/search-terms.ts';

/** SQLite merges at most 500 selects; desks of more queues sort instead. */
const MOST_MERGED = 400;

interface Id {
  readonly id: string;
}

const idsOf = (rows: readonly Id[], most: number): readonly string[] | null => (rows.length > most ? null : rows.map(({ id }) => id));

/** Cases whose openings have all terms. */
export const casesByOpening = (match: string, limit: number): Query =>
  sql`SELECT case_id AS id FROM word CROSS JOIN searchable ON searchable.position = word.rowid WHERE word MATCH ${match} LIMIT ${limit}`;
export const casesOfCustomers = (ids: readonly string[], limit: number): Query =>
  sql`SELECT id FROM case_row WHERE customer IN (${sql.list(ids)}) LIMIT ${limit}`;
export const casesTagged = (tag: string, limit: number): Query => sql`SELECT case_id AS id FROM case_tag WHERE tag = ${tag} LIMIT ${limit}`;
/** Of the few cases that are linked to incidents at all, those of some. */
export const casesOfIncidents = (ids: readonly string[], limit: number): Query =>
  sql`SELECT DISTINCT case_row.id AS id FROM case_row CROSS JOIN json_each(case_row.json, '$.incidents') AS one
      WHERE json_extract(case_row.json, '$.incidents') IS NOT NULL AND one.value IN (${sql.list(ids)}) LIMIT ${limit}`;

interface Stand {
  readonly queue: string;
  readonly status: string;
  readonly cases: number;
}

/** In which queue and status the asked cases may stand, of those where there are any. */
function stands(db: ReadDb, { asked, leftOut }: Conditions): readonly Stand[] {
  const all = db.all<Stand>(sql`SELECT queue, status, sum(cases) AS cases FROM tally GROUP BY queue, status`);
  return all.filter(
    ({ queue, status }) =>
      (asked.queue.length === 0 || asked.queue.some((clause) => clause.queue === queue)) &&
      (asked.status.length === 0 || asked.status.some((clause) => clause.status === status)) &&
      !leftOut.some((clause) => (clause.kind === 'queue' && clause.queue === queue) || (clause.kind === 'status' && clause.status === status)),
  );
}

const arm = ({ queue, status }: Stand): Query => sql`SELECT id, active_at FROM case_row WHERE queue = ${queue} AND status = ${status}`;

/** Cases of certain queues and statuses, the newest message first, as the list tells their times; read no further than asked. */
export function casesByNewest(where: readonly Pick<Stand, 'queue' | 'status'>[]): Query {
  if (where.length === 0) return sql`SELECT id FROM case_row WHERE FALSE`;
  if (where.length <= MOST_MERGED) {
    return sql`${sql.join(
      where.map((stand) => arm({ ...stand, cases: 0 })),
      ' UNION ALL ',
    )} ORDER BY active_at DESC, id DESC`;
  }
  const [queues, statuses] = [[...new Set(where.map(({ queue }) => queue))], [...new Set(where.map(({ status }) => status))]];
  return sql`SELECT id FROM case_row WHERE queue IN (${sql.list(queues)}) AND status IN (${sql.list(statuses)}) ORDER BY active_at DESC, id DESC`;
}

function byContact(db: ReadDb, value: string, limit: number): readonly Id[] {
  const name = soughtWords(value, true);
  const known = db.all<Id>(casesOfCustomers(customerIds(value), limit));
  if (!name) return known;
  const match = [allTerms([openingTerm, ...name.terms]), ...(name.begun === null ? [] : [`"${name.begun}"*`])].join(' AND ');
  return [...known, ...db.all<Id>(casesByOpening(match, limit))];
}

/** Whether any case's customer may be meant by a name or number. */
export const isContact = (db: ReadDb, value: string): boolean => byContact(db, value, 1).length > 0;

/** Ids of cases, the newest message first. */
export const orderedCases = (ids: readonly string[]): Query =>
  sql`SELECT case_row.id AS id FROM json_each(${JSON.stringify(ids)}) AS one CROSS JOIN case_row ON case_row.id = one.value ORDER BY case_row.active_at DESC, case_row.id DESC`;

/** The names of which every fitting place's case must have one; none where people of the desk may be meant as well. */
function contactsAsked({ asked }: Conditions): readonly (readonly string[])[] {
  const sides = [asked.from, asked.to].filter(
    (group) => group.length > 0 && group.every(({ who }) => who.contact !== null && who.people.length === 0 && who.anybody === null),
  );
  return [asked.customer.map(({ text }) => text), ...sides.map((group) => group.flatMap(({ who }) => who.contact ?? []))].filter(({ length }) => length > 0);
}

/** A list that has every case which may fit, where one can be had that is short; the shortest of them. `mostStanding` is the most of those that queues, statuses and channels choose. */
export function gatherCases(
  db: ReadDb,
  conditions: Conditions,
  { most, mostStanding }: { readonly most: number; readonly mostStanding: number },
): readonly string[] | null {
  const { asked, leftOut } = conditions;
  const lists: (readonly string[] | null)[] = [];
  for (const names of contactsAsked(conditions)) {
    const ids = [...new Set(names.flatMap((name) => byContact(db, name, most + 1)).map(({ id }) => id))];
    lists.push(ids.length > most ? null : ids);
  }
  for (const { tag } of asked.tag) lists.push(idsOf(db.all<Id>(casesTagged(tag, most + 1)), most));
  for (const { incidents } of asked.incident) lists.push(idsOf(db.all<Id>(casesOfIncidents(incidents, most + 1)), most));
  const [queue, status] = [asked.queue, asked.status];
  if (queue.length > 0 || status.length > 0 || leftOut.some(({ kind }) => kind === 'queue' || kind === 'status')) {
    const where = stands(db, conditions);
    const count = where.reduce((sum, { cases }) => sum + cases, 0);
    lists.push(count > mostStanding ? null : idsOf(db.all<Id>(casesByNewest(where)), mostStanding));
  }
  if (!conditions.ofMessages && asked.channel.length > 0) {
    const rows = asked.channel.flatMap(({ channel }) => db.all<Id>(casesByOpening(allTerms([openingTerm, channelTerm(channel)]), mostStanding + 1)));
    lists.push(idsOf(rows, mostStanding));
  }
  return lists.reduce((shortest, list) => (list !== null && (shortest === null || list.length < shortest.length) ? list : shortest), null);
}

/** Ids of all cases that may fit, the newest message first; read no further than asked. */
export function* casesInOrder(db: ReadDb, conditions: Conditions, bounds: Parameters<typeof gatherCases>[2]): Generator<string> {
  const gathered = gatherCases(db, conditions, bounds);
  for (const { id } of db.iterate<Id>(gathered === null ? casesByNewest(stands(db, conditions)) : orderedCases(gathered))) yield id;
}
