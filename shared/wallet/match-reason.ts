import { z } from 'zod';

/** What of a message's words fits a transaction, the weightiest first. */
export const matchReason = z.enum(['reference', 'amount', 'time', 'party', 'bank', 'card', 'hour', 'kind', 'state']);
export type MatchReason = z.infer<typeof matchReason>;
