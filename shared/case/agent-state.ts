import { z } from 'zod';

/** An agent's readiness, as they tell it; `away` is what the desk makes of somebody who was rung and did not answer. */
export const agentState = z.enum(['available', 'busy', 'break', 'away', 'offline']);
export type AgentState = z.infer<typeof agentState>;
