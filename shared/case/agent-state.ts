import { z } from 'zod';

/** What an agent tells the desk of their readiness. */
export const agentState = z.enum(['available', 'busy', 'break', 'offline']);
export type AgentState = z.infer<typeof agentState>;
