/** Marks the end of an exhaustive switch; reaching it at run time is a programming error named by `what`. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}

/** Throws with `message` when `condition` does not hold: for invariants of our own code, never for input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
