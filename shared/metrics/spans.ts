import type { Instant } from '#shared/lib/time.ts';

/** The time from `from` up to `to`, in ms; `to` is null while it lasts. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** A span that has come to an end. */
export interface Stretch extends Span {
  readonly to: Instant;
}

/** The part of each span that lies in `[from, to]`; what lasts is cut at `to`, what is empty is left out. */
export function clip(spans: readonly Span[], from: Instant, to: Instant): readonly Stretch[] {
  return spans.map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to ?? to, to) })).filter((span) => span.to > span.from);
}

/** The same time once: in order, without overlaps. */
export function union(spans: readonly Stretch[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to) joined.push(span);
    else if (span.to > last.to) joined[joined.length - 1] = { from: last.from, to: span.to };
  }
  return joined;
}

/** The time that lies in both; each of the lists is a union. */
export function intersection(a: readonly Stretch[], b: readonly Stretch[]): readonly Stretch[] {
  const both: Stretch[] = [];
  let [i, j] = [0, 0];
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const [from, to] = [Math.max(x.from, y.from), Math.min(x.to, y.to)];
    if (to > from) both.push({ from, to });
    if (x.to < y.to) i += 1;
    else j += 1;
  }
  return both;
}

/** The sum of the lengths, in ms; overlaps count as often as they occur. */
export function duration(spans: readonly Stretch[]): number {
  return spans.reduce((sum, span) => sum + span.to - span.from, 0);
}
