import { z } from 'zod';

/** How long the consoles of a desk keep closed cases at hand; older ones are read from the engine when they are opened. */
export const retentionRule = z.object({ id: z.enum(['cache']), days: z.number().int().min(1).max(3650) });
export type RetentionRule = z.infer<typeof retentionRule>;

/** Where nobody said otherwise. */
export const defaultRetention: RetentionRule = { id: 'cache', days: 30 };

/** Days after the last thing that happened in a closed case. */
export function retentionDays(rules: readonly RetentionRule[]): number {
  return (rules.find(({ id }) => id === 'cache') ?? defaultRetention).days;
}
