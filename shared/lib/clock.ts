import type { Instant } from '#shared/lib/time.ts';

/** Tells the present; passed in so that time can be set in tests. */
export type Clock = () => Instant;
