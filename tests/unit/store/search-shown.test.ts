import { describe, expect, it } from 'vitest';
import { conditionsOf } from '#electron/store/projections/search-conditions.ts';
import type { SearchPlace } from '#electron/store/projections/search-index.ts';
import { shownOpening } from '#electron/store/projections/search-shown.ts';
import { parseSearch } from '#shared/desk/search-query.ts';
import type { PersonId } from '#shared/lib/ids.ts';

const number = '8235200d-984e-89e7-a859-2a843dd3abce';
const parties = { me: 'lin' as PersonId, people: [], queues: [], tags: [], incidents: [], now: 0, timeZone: 'UTC' };

/** What is shown of an opening, each marked piece in brackets; null where it does not fit. */
function shown(typed: string, name: string, subject: string | null): string | null {
  const read = parseSearch(typed, parties);
  const conditions = read.ok ? conditionsOf(read.value, false, () => false) : null;
  if (!conditions) throw new Error(typed);
  const text = [name, subject].filter((part) => part !== null && part !== '').join(' ');
  const place: SearchPlace = { position: 1, case_id: number, entry: null, at: 0, author: '', addressee: '', channel: 'email', attached: 0, text };
  if (!conditions.textFits(place)) return null;
  const { field, excerpt, marks } = shownOpening(place, { subject }, conditions);
  const told = marks.reduceRight((left, { at, length }) => `${left.slice(0, at)}[${left.slice(at, at + length)}]${left.slice(at + length)}`, excerpt);
  return `${field}: ${told}`;
}

describe('What a case’s opening shows as found', () => {
  it.each([
    ['anna', 'Anna Müller', 'A top-up', 'name: [Anna] Müller'],
    ['充值', '王小明', '充值没到账', 'subject: [充值]没到账'],
    ['top', '', 'A top-up', 'subject: A [top]-up'],
    ['anna top', 'Anna Müller', 'A top-up', 'opening: [Anna] Müller A [top]-up'],
    ['"müller a top"', 'Anna Müller', 'A top-up', 'opening: Anna [Müller A top]-up'],
    ['8235200d', 'Anna', 'A top-up', 'number: [8235200d]-984e-89e7-a859-2a843dd3abce'],
    [`"${number}"`, 'Anna', null, `number: [${number}]`],
    ['anna 8235200D-984e', 'Anna', 'A top-up', 'number: [Anna] [8235200d]-[984e]-89e7-a859-2a843dd3abce'],
    ['823520', 'Anna', 'A top-up', null],
    ['984e', 'Anna', 'A top-up', null],
    ['2a843dd3abce', 'Anna', 'A top-up', null],
    ['8235200d bertha', 'Anna', 'A top-up', null],
    ['anna', '', 'Müller', null],
  ])('for %s in “%s”, “%s”: %s', (typed, name, subject, wanted) => {
    expect(shown(typed, name, subject)).toBe(wanted);
  });
});
