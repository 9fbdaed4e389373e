import type { Instant } from '#shared/lib/time.ts';
import { foldWidth } from '#shared/wallet/masking.ts';
import { type MentionedAmount, mentionedAmounts } from '#shared/wallet/mentioned-amounts.ts';
import { idleClauses, type MentionedMatter, mentionedMatter } from '#shared/wallet/mentioned-matter.ts';
import { type MentionedHour, type MentionedTime, mentionedHours, mentionedTimes } from '#shared/wallet/mentioned-times.ts';
import { type NamedParty, namedParties, strangeMerchants } from '#shared/wallet/party-names.ts';

/** Last digits that a text names, with whose they are where it says so. */
export interface MentionedTail {
  readonly digits: string;
  readonly of: 'card' | 'reference' | 'either';
}

/** All that one message says of a transaction. */
export interface Mentions {
  /** The words themselves, full-width forms folded; counterparties are looked for in them. */
  readonly text: string;
  readonly amounts: readonly MentionedAmount[];
  readonly times: readonly MentionedTime[];
  readonly hours: readonly MentionedHour[];
  readonly references: readonly string[];
  readonly tails: readonly MentionedTail[];
  readonly parties: readonly NamedParty[];
  /** Merchants that only the sentence shows to be some. */
  readonly strangers: readonly string[];
  readonly matter: MentionedMatter;
}

const REFERENCE = /(?<![A-Za-z0-9*+])(?=[A-Za-z0-9]*\d{6})[A-Za-z]{0,4}\d{8,32}(?![A-Za-z0-9*])/g;
const TAIL =
  /(?<label>(?:单号|流水号?|交易号|参考号|ref(?:erence)?|refund|退款)?[^，。,.\d]{0,6})(?:尾号|末尾|后[几四五六]位|最后[几四五六]位|\bending(?: in| with)?|\bends? (?:in|with)|\blast (?:four|five|six|\d)(?: digits)?)(?: is| are|是|为|：|:)?\s*(?<digits>\d{3,8})(?!\d)/gi;
const SHORTENED = /(?<label>单号|流水号?|交易号|ref(?:erence)?|refund|退款)?\s*(?:\.{2,}|…)\s?(?<digits>\d{3,8})(?!\d)/gi;
const MASKED_CARD = /\*{2,}\s?(\d{4})(?!\d)/g;
const PHONE = /1\d{2}\*{4}\d{4}/g;

interface Place {
  readonly at: number;
  readonly length: number;
}

const placeOf = (match: RegExpExecArray): Place => ({ at: match.index, length: match[0].length });

/** Reads one message, written at `now`, in Chinese and English at once: people mix them. */
export function findMentions(message: string, when: { readonly now: Instant; readonly timeZone: string }): Mentions {
  const text = foldWidth(message);
  const places: Place[] = [...text.matchAll(PHONE)].map(placeOf);
  const tails: MentionedTail[] = [];
  const references: string[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    references.push(match[0]);
    places.push(placeOf(match));
  }
  for (const pattern of [TAIL, SHORTENED]) {
    for (const match of text.matchAll(pattern)) {
      const { label = '', digits = '' } = match.groups ?? {};
      const of = /单号|流水|交易号|参考号|ref/i.test(label) ? 'reference' : /卡|card|银行/i.test(label) || pattern === TAIL ? 'card' : 'either';
      // "The reference ends in 1876": the label may stand before more words.
      tails.push({ digits, of: of === 'card' && /ref|单号|流水/i.test(text.slice(Math.max(0, match.index - 16), match.index)) ? 'reference' : of });
      places.push(placeOf(match));
    }
  }
  for (const match of text.matchAll(MASKED_CARD)) {
    if (places.some((place) => match.index >= place.at && match.index < place.at + place.length)) continue;
    tails.push({ digits: match[1] ?? '', of: 'card' });
    places.push(placeOf(match));
  }
  const idle = idleClauses(text);
  const times = mentionedTimes(text, when);
  const hours = mentionedHours(text);
  return {
    text,
    references,
    tails,
    times,
    hours,
    amounts: mentionedAmounts(text, [...places, ...times, ...hours, ...idle]),
    parties: namedParties(text),
    strangers: strangeMerchants(text),
    matter: mentionedMatter(text),
  };
}
