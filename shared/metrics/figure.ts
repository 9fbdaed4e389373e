import type { CaseId } from '#shared/lib/ids.ts';
import type { FigureId } from '#shared/metrics/figure-definitions.ts';

/**
 * One figure with what it was reckoned from. `value` is `numerator / denominator`, or the numerator itself where there
 * is no denominator; null where there is nothing to tell, never NaN. Durations are in ms.
 */
export interface Figure<I extends FigureId = FigureId> {
  readonly id: I;
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number | null;
  /** The cases behind the numerator, each once, in the order of their ids. */
  readonly cases: readonly CaseId[];
  /** The cases behind the denominator. */
  readonly among: readonly CaseId[];
}

/** Anything that belongs to a case. */
export interface OfCase {
  readonly caseId: CaseId;
}

const idsOf = (items: readonly OfCase[]): readonly CaseId[] => [...new Set(items.map(({ caseId }) => caseId))].sort();

/** `numerator / denominator`, null over 0. */
export function quotient(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** How many there are. */
export function count<I extends FigureId>(id: I, items: readonly OfCase[]): Figure<I> {
  return { id, value: items.length, numerator: items.length, denominator: null, cases: idsOf(items), among: [] };
}

/** How many of `whole` are `part`. */
export function share<I extends FigureId>(id: I, part: readonly OfCase[], whole: readonly OfCase[]): Figure<I> {
  return {
    id,
    value: quotient(part.length, whole.length),
    numerator: part.length,
    denominator: whole.length,
    cases: idsOf(part),
    among: idsOf(whole),
  };
}

/** The mean of what `measure` gives. */
export function mean<I extends FigureId, T extends OfCase>(id: I, items: readonly T[], measure: (item: T) => number): Figure<I> {
  const sum = items.reduce((all, item) => all + measure(item), 0);
  const ids = idsOf(items);
  return { id, value: quotient(sum, items.length), numerator: sum, denominator: items.length, cases: ids, among: ids };
}

/** The greatest of what `measure` gives, with the case it belongs to (of several the first by id); null where there is none. */
export function greatest<I extends FigureId, T extends OfCase>(id: I, items: readonly T[], measure: (item: T) => number): Figure<I> {
  let found: { readonly caseId: CaseId; readonly size: number } | null = null;
  for (const item of items) {
    const size = measure(item);
    if (found === null || size > found.size || (size === found.size && item.caseId < found.caseId)) found = { caseId: item.caseId, size };
  }
  return { id, value: found?.size ?? null, numerator: found?.size ?? 0, denominator: null, cases: found === null ? [] : [found.caseId], among: [] };
}

/** A quotient of two measures of the same cases. */
export function ratio<I extends FigureId>(id: I, numerator: number, denominator: number | null, items: readonly OfCase[]): Figure<I> {
  const ids = idsOf(items);
  return { id, value: denominator === null ? null : quotient(numerator, denominator), numerator, denominator, cases: ids, among: ids };
}
