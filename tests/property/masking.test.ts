import { describe, expect, it } from 'vitest';
import type { Token } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { findSensitive, maskText } from '#shared/wallet/find-sensitive.ts';
import { foldWidth, mask, normalise } from '#shared/wallet/masking.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';
import { judgeMasking } from '#tests/property/judge-masking.ts';
import { aCard, anIdNumber, contexts, noise, pick, values, wide } from '#tests/property/masking-kit.ts';

const SAMPLES = 20_000;
const kinds = Object.keys(values) as SensitiveKind[];

interface Sample {
  readonly kind: SensitiveKind;
  readonly raw: string;
  readonly context: string;
  readonly text: string;
}

/** Messages that hold one value, now and then all of it in full width. */
function* messages(seed: number, count: number): Generator<Sample> {
  const random = seededRandom(seed);
  for (let made = 0; made < count; made += 1) {
    const kind = pick(random, kinds);
    const written = values[kind](random);
    const raw = random() < 0.15 ? wide(written) : written;
    const context = pick(random, contexts);
    yield { kind, raw, context, text: context.replaceAll('@', () => raw) };
  }
}

/** Where a value stands in its message. */
const placesOf = ({ text, raw }: Sample): number[] =>
  text
    .split(raw)
    .slice(1)
    .map(
      (_, before) =>
        text
          .split(raw)
          .slice(0, before + 1)
          .join(raw).length,
    );

/**
 * Whether at each of its places the value is found as what it is, whole; a neighbour that is taken with it does no harm.
 * One in ten NIK passes a card's check: it is hidden as a card's number.
 */
function isCovered(sample: Sample): boolean {
  const found = findSensitive(sample.text).filter(({ kind }) => kind === sample.kind || (sample.kind === 'id-number' && kind === 'card'));
  return placesOf(sample).every((place) => found.some(({ at, length }) => at <= place && at + length >= place + sample.raw.length));
}

const put = async (kind: SensitiveKind, raw: string) => `tok ${kind} ${normalise(kind, raw)}` as Token;

describe('Sensitive values in messages', () => {
  it('are found: of 20,000 at least 99.9 in 100, in every kind and every surrounding', () => {
    const missed = [...messages(71, SAMPLES)].filter((sample) => !isCovered(sample));
    const of = (by: (sample: Sample) => string) => [...Map.groupBy(missed, by)].map(([name, list]) => `${name}: ${list.length}`);
    const told = [...of(({ kind }) => kind), ...of(({ context }) => context), ...missed.slice(0, 5).map(({ text }) => text)].join('\n');
    expect(1 - missed.length / SAMPLES, told).toBeGreaterThanOrEqual(0.999);
    // No surrounding and no kind may hide behind the others.
    for (const group of Map.groupBy(missed, ({ kind, context }) => `${kind} in ${context}`).values()) expect(group.length, told).toBeLessThan(10);
  });

  it('are not in the masked text, nor can be found in it, and each has a mark where it stood', async () => {
    for (const sample of messages(72, SAMPLES / 4)) {
      const { text, marks } = await maskText(sample.text, put);
      const bare = foldWidth(text)
        .replace(/[\s()–-]/g, '')
        .toLowerCase();
      const raw = foldWidth(sample.raw)
        .replace(/[\s()–-]/g, '')
        .toLowerCase();
      const label = `${sample.text} → ${text}`;
      expect(text, label).not.toContain(sample.raw);
      expect(bare.includes(raw), label).toBe(false);
      expect(
        findSensitive(text).filter(({ kind }) => kind === sample.kind),
        label,
      ).toEqual([]);
      for (const mark of marks) expect(text.slice(mark.at, mark.at + mark.length), label).toContain('*');
      expect(
        marks.map(({ at }) => at),
        label,
      ).toEqual(marks.map(({ at }) => at).toSorted((a, b) => a - b));
    }
  });

  it('leave everything around them as it was written, but for a number in 200 that may as well be part of them', async () => {
    const touched: string[] = [];
    for (const { kind, raw, context } of messages(73, SAMPLES / 4)) {
      // A number and a point before an address belong to it.
      if (kind === 'email' && context.startsWith('1.')) continue;
      const message = (value: string) => context.replaceAll('@', () => value);
      const { text } = await maskText(message(raw), put);
      if (text !== message(mask(kind, raw)) && text !== message(mask('card', raw))) touched.push(`${message(raw)} → ${text}`);
    }
    expect(touched.length / (SAMPLES / 4), touched.slice(0, 20).join('\n')).toBeLessThanOrEqual(0.005);
  });

  it('keep at most their last four digits, and their first three where they are phones', () => {
    const random = seededRandom(74);
    for (let made = 0; made < 5_000; made += 1) {
      const kind = pick(random, kinds);
      const raw = values[kind](random);
      const shown = mask(kind, raw);
      expect(mask(kind, wide(raw)), raw).toBe(shown);
      const left = kind === 'email' ? (shown.split('@')[0] ?? '') : shown;
      expect(left.replace(/[^0-9A-Za-z]/g, '').length, `${raw} → ${shown}`).toBeLessThanOrEqual({ card: 4, phone: 7, 'id-number': 2, email: 1 }[kind]);
    }
  });
});

describe('Sentences with card, phone and ID numbers, and without', () => {
  it('keep the figures that the bench tells of more of them', () => {
    const { recall, falseAlarms, missed, wronged } = judgeMasking(77, 4_000);
    expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(0.999);
    expect(falseAlarms, wronged.join('\n')).toBeLessThanOrEqual(0.01);
  });
});

describe('Numbers that are nobody’s', () => {
  it('are left alone: of 20,000 at most 5 in 1,000 are taken for somebody’s', () => {
    const random = seededRandom(75);
    const masked: string[] = [];
    for (let made = 0; made < SAMPLES; made += 1) {
      const text = `${pick(random, ['', '你好 ', 'I paid '])}${pick(random, noise)(random)}`;
      if (findSensitive(text).length > 0) masked.push(text);
    }
    expect(masked.length / SAMPLES, masked.slice(0, 20).join('\n')).toBeLessThanOrEqual(0.005);
  });

  it('are left alone when they miss their check digit, but for the few that another scheme checks', () => {
    const random = seededRandom(76);
    let masked = 0;
    for (let made = 0; made < 5_000; made += 1) {
      const raw = pick(random, [aCard, anIdNumber])(random).replace(/[^0-9Xx]/g, '');
      const wrong = `${raw.slice(0, -1)}${(Number(raw.at(-1)?.replace(/x/i, '0')) + 1) % 10}`;
      masked += findSensitive(wrong).length;
    }
    expect(masked / 5_000).toBeLessThanOrEqual(0.015);
  });
});

describe('Any text', () => {
  it('takes time in proportion to its length', () => {
    const took = (text: string) => {
      // What the machine does beside it does not count.
      const began = process.cpuUsage();
      findSensitive(text);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1_000;
    };
    const hostile = ['1', '62', '6 ', '6-2 ', '86 1', '+1(', 'a.', 'a@', 'a@b.', '00 ', '６ ', '4111 '];
    for (const piece of hostile) expect(took(piece.repeat(50_000 / piece.length)), piece).toBeLessThan(1_000);
  });
});
