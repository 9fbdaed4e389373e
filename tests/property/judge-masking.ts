import { seededRandom } from '#shared/lib/random.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';
import { contexts, noise, pick, values, wide } from '#tests/property/masking-kit.ts';

/** How masking did over made-up sentences of one seed, with what it got wrong. */
export interface MaskingFigures {
  readonly made: number;
  /** The share of card, phone and ID numbers that are hidden from their first to their last digit. */
  readonly recall: number;
  /** The share of sentences without any of them in which something is hidden. */
  readonly falseAlarms: number;
  readonly missed: readonly string[];
  readonly wronged: readonly string[];
}

const sensitive = ['card', 'phone', 'id-number'] as const;
const openings = ['', '你好 ', '麻烦查一下，', 'I paid ', 'Hi, ', '昨天'];

/** Makes `count` sentences with one number that is somebody's, and as many with one that is nobody's, and counts. */
export function judgeMasking(seed: number, count: number): MaskingFigures {
  const random = seededRandom(seed);
  const missed: string[] = [];
  const wronged: string[] = [];
  for (let n = 0; n < count; n++) {
    const written = values[pick(random, sensitive)](random);
    const raw = random() < 0.15 ? wide(written) : written;
    const text = pick(random, contexts).replaceAll('@', () => raw);
    const found = findSensitive(text);
    let hidden = true;
    for (let at = text.indexOf(raw); at >= 0; at = text.indexOf(raw, at + raw.length)) {
      hidden &&= found.some((value) => value.at <= at && value.at + value.length >= at + raw.length);
    }
    if (!hidden) missed.push(text);
    const plain = `${pick(random, openings)}${pick(random, noise)(random)}`;
    if (findSensitive(random() < 0.15 ? wide(plain) : plain).length > 0) wronged.push(plain);
  }
  return { made: count, recall: 1 - missed.length / count, falseAlarms: wronged.length / count, missed, wronged };
}
