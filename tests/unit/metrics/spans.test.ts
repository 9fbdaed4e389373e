import { describe, expect, test } from 'vitest';
import { clip, duration, intersection, union } from '#shared/metrics/spans.ts';

const spans = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([from, to]) => ({ from, to }));

describe('spans', () => {
  test('are cut to a window; what lasts ends with it, and what lies outside is gone', () => {
    expect(
      clip(
        [
          { from: 0, to: 5 },
          { from: 4, to: 8 },
          { from: 9, to: null },
          { from: 20, to: null },
        ],
        5,
        12,
      ),
    ).toEqual(spans([5, 8], [9, 12]));
  });

  test('are joined where they overlap or touch, in whatever order they come', () => {
    expect(union(spans([10, 12], [0, 5], [4, 6], [6, 7], [1, 2]))).toEqual(spans([0, 7], [10, 12]));
    expect(union([])).toEqual([]);
  });

  test('have in common what lies in both', () => {
    expect(intersection(spans([0, 5], [6, 9], [20, 30]), spans([3, 7], [8, 21]))).toEqual(spans([3, 5], [6, 7], [8, 9], [20, 21]));
    expect(intersection(spans([0, 5]), spans([5, 9]))).toEqual([]);
  });

  test('last as long as they are, overlaps counted each', () => {
    expect(duration(spans([0, 5], [4, 6]))).toBe(7);
  });
});
