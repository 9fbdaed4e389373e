import { z } from 'zod';

/** Nothing larger is taken in one message, whatever brings it: 1 MiB. */
export const MAX_FRAME = 1024 * 1024;

const id = z.string().min(1).max(200);

/** What a page says in oRPC's protocol: a call, a piece of what it streams into one, or the end of one. Files and forms are never taken. */
const frame = z.union([
  z.object({
    i: id,
    t: z.literal(1).optional(),
    p: z.object({
      u: z
        .string()
        .max(2_000)
        .regex(/^\/(?!\/)/),
      m: z.enum(['GET', 'POST']).optional(),
      h: z.strictObject({ 'last-event-id': z.string().max(200).optional() }).optional(),
      b: z.unknown().optional(),
    }),
  }),
  z.object({ i: id, t: z.literal(3), p: z.object({ e: z.enum(['message', 'error', 'done']), d: z.unknown().optional(), m: z.undefined().optional() }) }),
  z.object({ i: id, t: z.literal(4) }),
]);

/** Whether a message is one of the contract's protocol, as text; the library's adapters let what they cannot read end as an unhandled rejection. */
export function isRequestFrame(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > MAX_FRAME) return false;
  try {
    return frame.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}
