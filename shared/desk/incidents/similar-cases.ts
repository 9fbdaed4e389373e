import type { CaseFacts, Matter } from '#shared/desk/incidents/case-facts.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

/** From so many different customers on, like cases are one event (Tenpay's own rules: a group event is five people or more). */
export const ALIKE = 5;
/** How far back like cases are counted. */
export const ALIKE_WITHIN = HOUR;

/** Cases that are about the same: a kind of transaction at one bank. */
export interface SimilarCases {
  readonly kind: string;
  /** The bank's key among the known names. */
  readonly bank: string;
  readonly cases: readonly CaseId[];
  /** How many different customers they are. */
  readonly customers: number;
  /** When the first of them began. */
  readonly since: Instant;
}

const topicsOfMatter = ({ kinds, banks, troubles }: Matter): readonly string[] =>
  troubles.length === 0 ? [] : banks.flatMap((bank) => kinds.map((kind) => `${kind} ${bank}`));

/** What a case may be counted under: what it is linked to says it best, else the customer's words taken together. */
function topicsOf({ said, linked }: CaseFacts): ReadonlySet<string> {
  const ofLinked = linked.flatMap(topicsOfMatter);
  if (ofLinked.length > 0) return new Set(ofLinked);
  const all = <T>(of: (matter: Matter) => readonly T[]) => said.flatMap(of);
  return new Set(
    topicsOfMatter({
      at: 0,
      text: '',
      parties: [],
      kinds: all(({ kinds }) => kinds),
      banks: all(({ banks }) => banks),
      troubles: all(({ troubles }) => troubles),
    }),
  );
}

interface Lot {
  readonly topic: string;
  readonly cases: readonly CaseFacts[];
  readonly people: number;
}

/** The topic that most different customers share; of two the first by name, so that the order of cases does not matter. */
function largest(open: ReadonlyMap<CaseId, { readonly facts: CaseFacts; readonly topics: ReadonlySet<string> }>): Lot | null {
  const lots = new Map<string, CaseFacts[]>();
  for (const { facts, topics } of open.values()) {
    for (const topic of topics) {
      const lot = lots.get(topic);
      if (lot) lot.push(facts);
      else lots.set(topic, [facts]);
    }
  }
  let best: Lot | null = null;
  for (const [topic, cases] of lots) {
    const people = new Set(cases.map(({ person }) => person)).size;
    if (best === null || people > best.people || (people === best.people && topic < best.topic)) best = { topic, cases, people };
  }
  return best;
}

/**
 * Where five or more different customers opened cases about the same within the last hour, the largest first. A case
 * counts once, under the topic that most share; what is linked to an incident, and questions without any trouble, do not.
 */
export function similarCases(cases: Iterable<CaseFacts>, now: Instant): readonly SimilarCases[] {
  const open = new Map<CaseId, { facts: CaseFacts; topics: ReadonlySet<string> }>();
  for (const facts of cases) {
    if (facts.openedAt < now - ALIKE_WITHIN || facts.incidents.length > 0) continue;
    const topics = topicsOf(facts);
    if (topics.size > 0) open.set(facts.id, { facts, topics });
  }
  const found: SimilarCases[] = [];
  for (let lot = largest(open); lot !== null && lot.people >= ALIKE; lot = largest(open)) {
    const [kind = '', ...bank] = lot.topic.split(' ');
    const ids = lot.cases.map(({ id }) => id).sort();
    found.push({ kind, bank: bank.join(' '), cases: ids, customers: lot.people, since: Math.min(...lot.cases.map(({ openedAt }) => openedAt)) });
    for (const id of ids) open.delete(id);
  }
  return found;
}
