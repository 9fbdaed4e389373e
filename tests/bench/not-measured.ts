/** Budgets of these groups whose figures nobody told: a renamed figure would pass for one that keeps within them. */
export function notMeasured(
  limits: Readonly<Record<string, unknown>>,
  groups: readonly string[],
  figures: Readonly<Record<string, number>>,
): readonly string[] {
  return Object.keys(limits).filter((key) => groups.some((group) => key.startsWith(`${group}.`)) && !Object.hasOwn(figures, key));
}
