import { z } from 'zod';

/** Who acted: a member of the desk, the customer, or the system (host, gateway) itself. */
export const actor = z.object({
  kind: z.enum(['customer', 'agent', 'supervisor', 'trainer', 'administrator', 'system']),
  id: z.string().min(1).max(64),
});
export type Actor = z.infer<typeof actor>;
