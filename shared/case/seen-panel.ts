import { z } from 'zod';

/** A part of the customer's page that is looked at by itself; `timeline` is the transactions on the time axis. */
export const seenPanel = z.enum(['account', 'timeline', 'security', 'promotions']);
export type SeenPanel = z.infer<typeof seenPanel>;
