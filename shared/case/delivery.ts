import { z } from 'zod';

export const deliveryState = z.enum(['queued', 'sending', 'sent', 'delivered', 'failed', 'unknown']);

/** How far a message of the desk got; a message that has none is queued, and may be taken back during the channel's undo delay. */
export type DeliveryState = z.infer<typeof deliveryState>;

/** Whether a message has not left: nothing was given to a provider, or the provider surely did not take it. */
export function hasNotLeft(state: DeliveryState | undefined): boolean {
  return state === undefined || state === 'queued' || state === 'failed';
}
