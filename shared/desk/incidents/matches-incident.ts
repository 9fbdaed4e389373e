import type { IncidentRule } from '#shared/case/incident.ts';
import type { CaseFacts, Matter } from '#shared/desk/incidents/case-facts.ts';
import type { Instant } from '#shared/lib/time.ts';
import { foldWidth } from '#shared/wallet/masking.ts';
import { namedParties } from '#shared/wallet/party-names.ts';

/** What an incident asks of a case. */
export interface Matching {
  readonly since: Instant;
  readonly rule: IncidentRule;
}

const any = <T>(asked: readonly T[], fits: (one: T) => boolean): boolean => asked.length === 0 || asked.some(fits);

const folded = (word: string): string => foldWidth(word).toLowerCase();

/** How a word of the rule names a party of a matter: by any of its known names, or else as it stands. */
function namedBy(word: string): (matter: Matter) => boolean {
  const known = namedParties(foldWidth(word)).map(({ key }) => key);
  const plain = folded(word);
  return known.length > 0 ? ({ parties }) => known.some((key) => parties.includes(key)) : ({ text }) => text.includes(plain);
}

/**
 * The test whether a case is one of an incident's many, pure and to be made once for many cases: channel and queue fit;
 * kinds, parties and troubles fit either what the customer wrote since it began, or one linked transaction that is no
 * older; and one of the words was written.
 */
export function incidentTest({ since, rule }: Matching): (facts: CaseFacts) => boolean {
  const parties = rule.parties.map(namedBy);
  const sought = rule.words.map(folded);
  /** What the customer wrote is taken together: one message names the bank, the next what is wrong. */
  const fits = (matters: readonly Matter[]): boolean =>
    any(rule.kinds, (kind) => matters.some(({ kinds }) => kinds.includes(kind))) &&
    any(parties, (names) => matters.some(names)) &&
    any(rule.troubles, (trouble) => matters.some(({ troubles }) => troubles.includes(trouble)));
  return ({ channel, queue, said: all, linked }) => {
    if (!any(rule.channels, (one) => one === channel) || !any(rule.queues, (one) => one === queue)) return false;
    const said = (all[0]?.at ?? since) >= since ? all : all.filter(({ at }) => at >= since);
    if (!any(sought, (word) => said.some(({ text }) => text.includes(word)))) return false;
    return (said.length > 0 && fits(said)) || linked.some((matter) => matter.at >= since && fits([matter]));
  };
}

/** Whether a case is one of an incident's many. */
export const matchesIncident = (matching: Matching, facts: CaseFacts): boolean => incidentTest(matching)(facts);
