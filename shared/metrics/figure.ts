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
}

/** Anything that belongs to a case. */
export interface OfCase {
  readonly caseId: CaseId;
}

/** A figure with what was counted: too much to send with every board, and wanted for one figure at a time. */
export interface Reckoned<I extends FigureId = FigureId> extends Figure<I> {
  /** Behind the numerator. */
  readonly items: readonly OfCase[];
  /** Behind the denominator. */
  readonly among: readonly OfCase[];
}

/** The cases behind a figure, each once, in the order of their ids. */
export interface FigureCases {
  readonly cases: readonly CaseId[];
  readonly among: readonly CaseId[];
}

/** A figure as it is shown and sent. */
export function toFigure<I extends FigureId>({ id, value, numerator, denominator }: Reckoned<I>): Figure<I> {
  return { id, value, numerator, denominator };
}

/** The ids behind a figure, to look at the cases themselves. */
export function casesOf({ items, among }: Reckoned): FigureCases {
  const ids = (list: readonly OfCase[]) => [...new Set(list.map(({ caseId }) => caseId))].sort();
  return { cases: ids(items), among: ids(among) };
}

/** `numerator / denominator`, null over 0. */
export function quotient(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** How many there are. */
export function count<I extends FigureId>(id: I, items: readonly OfCase[]): Reckoned<I> {
  return { id, value: items.length, numerator: items.length, denominator: null, items, among: [] };
}

/** How many of `whole` are `part`. */
export function share<I extends FigureId>(id: I, part: readonly OfCase[], whole: readonly OfCase[]): Reckoned<I> {
  return { id, value: quotient(part.length, whole.length), numerator: part.length, denominator: whole.length, items: part, among: whole };
}

/** The mean of what `measure` gives. */
export function mean<I extends FigureId, T extends OfCase>(id: I, items: readonly T[], measure: (item: T) => number): Reckoned<I> {
  const sum = items.reduce((all, item) => all + measure(item), 0);
  return { id, value: quotient(sum, items.length), numerator: sum, denominator: items.length, items, among: items };
}

/** The greatest of what `measure` gives, with the case it belongs to (of several the first by id); null where there is none. */
export function greatest<I extends FigureId, T extends OfCase>(id: I, items: readonly T[], measure: (item: T) => number): Reckoned<I> {
  let found: { readonly item: T; readonly size: number } | null = null;
  for (const item of items) {
    const size = measure(item);
    if (found === null || size > found.size || (size === found.size && item.caseId < found.item.caseId)) found = { item, size };
  }
  return { id, value: found?.size ?? null, numerator: found?.size ?? 0, denominator: null, items: found === null ? [] : [found.item], among: [] };
}

/** A quotient of two measures of the same cases. */
export function ratio<I extends FigureId>(id: I, numerator: number, denominator: number | null, items: readonly OfCase[]): Reckoned<I> {
  return { id, value: denominator === null ? null : quotient(numerator, denominator), numerator, denominator, items, among: items };
}
