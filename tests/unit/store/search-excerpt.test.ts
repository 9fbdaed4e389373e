import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, excerptOfMark, spotsIn } from '#electron/store/projections/search-excerpt.ts';
import { soughtPhrase, soughtWords } from '#electron/store/projections/search-terms.ts';
import { foldText } from '#shared/lib/fold-text.ts';

const sought = (words: string, phrase?: string) => [soughtWords(words, true), phrase === undefined ? null : soughtPhrase(phrase)].flatMap((one) => one ?? []);
const marked = (text: string, words: string, phrase?: string) => spotsIn(text, sought(words, phrase)).map(({ at, length }) => text.slice(at, at + length));

describe('What is marked as found', () => {
  it.each([
    ['请问退款什么时候到账，退款！', '退款', ['退款', '退款']],
    ['The Refund was refunded, prefund not', 'refund', ['Refund', 'refund']],
    ['refunded refund', 'refund my', ['refund']],
    ['ＡＢＣ full width', 'abc', ['ＡＢＣ']],
    ['Cafe\u0301 Zoë', 'cafe zoe', ['Cafe\u0301', 'Zoë']],
    ['ﬁne ﬁgs', 'fi', ['ﬁ', 'ﬁ']],
    ['👍🏽退款👍🏽', '退款', ['退款']],
    ['版本3.2版本', '版本3', ['版本3', '版本']],
    ['退款退款', '款退', ['款退']],
  ])('in %s for %s', (text, words, wanted) => {
    expect(marked(text, words)).toEqual(wanted);
  });

  it('is a phrase as it stands, blanks and width aside', () => {
    expect(marked('My  ＣＡＲＤ was charged; my card', '', 'my card was')).toEqual([]);
    expect(marked('My ＣＡＲＤ was charged; my cards', '', 'my card')).toEqual(['My ＣＡＲＤ']);
    expect(excerptOf('My  ＣＡＲＤ\nwas charged', sought('', 'my card was'))).toEqual({
      excerpt: 'My ＣＡＲＤ was charged',
      marks: [{ at: 0, length: 11 }],
    });
  });

  it('stands in the excerpt, however long the text is', () => {
    const { excerpt, marks } = excerptOf(`${'很长的开头，'.repeat(60)}这里退款了${'，还有'.repeat(60)}`, sought('退款'));
    expect(marks.map(({ at, length }) => excerpt.slice(at, at + length))).toEqual(['退款']);
    expect(excerpt.length).toBeLessThan(100);
  });

  it('stands in the excerpt of a long text where its words are parted by a line', () => {
    const { excerpt, marks } = excerptOf(
      `${'A long beginning. '.repeat(20)}my card\nwas  charged${', and more'.repeat(20)}`,
      sought('', 'my card was charged'),
    );
    expect(marks.map(({ at, length }) => excerpt.slice(at, at + length))).toEqual(['my card was charged']);
  });

  it('is the place of a hidden value', () => {
    const text = `${'x '.repeat(80)}call 138****8000 now`;
    const { excerpt, marks } = excerptOfMark(text, { at: text.indexOf('138'), length: 11 });
    expect(marks.map(({ at, length }) => excerpt.slice(at, at + length))).toEqual(['138****8000']);
  });

  it('lies in any text, in order and without overlap, and each reads as a part of what is sought', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('退', '款', 'a', 'B', 'é', ' ', 'ﬁ', '，', '👍', 'e\u0301', 'Ａ'), { maxLength: 30 }),
        fc.constantFrom('退款', 'ab', 'a 款', 'fi', 'éa'),
        (pieces, words) => {
          const text = pieces.join('');
          const spots = spotsIn(text, sought(words));
          let end = 0;
          for (const { at, length } of spots) {
            expect(at).toBeGreaterThanOrEqual(end);
            expect(length).toBeGreaterThan(0);
            end = at + length;
          }
          expect(end).toBeLessThanOrEqual(text.length);
          if (soughtWords(words, true)?.holds(foldText(text))) expect(spots.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500, seed: 91 },
    );
  });
});
