/** Where a browser keeps nothing for a frame of another site, the page remembers for as long as it is open. */
const memory = new Map<string, string>();

/** What this browser kept under a name. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return memory.get(name) ?? null;
  }
}

/** Keeps a value under a name; null forgets it. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    if (value === null) memory.delete(name);
    else memory.set(name, value);
  }
}

/** The same of what was kept as JSON; the fallback where it is not there or is broken. */
export function keptJson<T>(name: string, fallback: T, fits: (value: unknown) => boolean): T {
  try {
    const value: unknown = JSON.parse(kept(name) ?? 'null');
    return fits(value) ? (value as T) : fallback;
  } catch {
    return fallback;
  }
}
