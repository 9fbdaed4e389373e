import type { Import } from '#tests/architecture/imports.ts';

/** Groups of files that import each other in a circle (strongly connected; Tarjan's algorithm), each in alphabetical order. */
export function findCycles(imports: readonly Pick<Import, 'from' | 'file'>[]): readonly (readonly string[])[] {
  const edges = new Map<string, Set<string>>();
  for (const { from, file } of imports) {
    if (file === null) continue;
    const known = edges.get(from);
    if (known) known.add(file);
    else edges.set(from, new Set([file]));
  }
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const cycles: string[][] = [];

  const visit = (file: string): number => {
    const mine = order.size;
    order.set(file, mine);
    lowest.set(file, mine);
    open.push(file);
    for (const next of edges.get(file) ?? []) {
      const reached = order.has(next) ? (open.includes(next) ? order.get(next) : undefined) : visit(next);
      if (reached !== undefined) lowest.set(file, Math.min(lowest.get(file) ?? mine, reached));
    }
    const low = lowest.get(file) ?? mine;
    if (low === mine) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || edges.get(file)?.has(file)) cycles.push(group.toSorted());
      return Number.POSITIVE_INFINITY;
    }
    return low;
  };

  for (const file of edges.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
