import { z } from 'zod';

/** A moment in milliseconds since 1970-01-01T00:00Z. */
export const instant = z.number().int().nonnegative();
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Formats the length of a call as `mm:ss`, or `h:mm:ss` from one hour on. */
export const talkText = (duration: number): string => clockText(duration).padStart(5, '0');

/** Formats a duration in ms as `m:ss`, or `h:mm:ss` from one hour on; negative durations count as 0. */
export function clockText(duration: number): string {
  const seconds = Math.max(0, Math.floor(duration / SECOND));
  const two = (n: number) => String(n).padStart(2, '0');
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  return h > 0 ? `${h}:${two(m)}:${two(seconds % 60)}` : `${m}:${two(seconds % 60)}`;
}
