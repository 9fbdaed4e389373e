import type { Instant } from '#shared/lib/time.ts';

/** A list as the port promises it, whatever way it came: each thing once, as it was changed last, and the newest first. */
export function newestFirst<T extends { readonly id: string }>(list: readonly T[], made: (one: T) => Instant, changed: (one: T) => Instant): readonly T[] {
  const once = new Map<string, T>();
  for (const one of list) {
    const known = once.get(one.id);
    if (known === undefined || changed(one) > changed(known)) once.set(one.id, one);
  }
  return [...once.values()].toSorted((a, b) => made(b) - made(a));
}
