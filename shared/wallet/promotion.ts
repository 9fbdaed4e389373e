import { z } from 'zod';
import { localized } from '#shared/lib/localized.ts';
import { money } from '#shared/lib/money.ts';
import { instant } from '#shared/lib/time.ts';
import { rawWord, shown } from '#shared/wallet/known-word.ts';

/** How a promotion stands for one customer; `due`: earned, and not credited yet. */
export const promotionState = z.enum(['eligible', 'not-eligible', 'due', 'credited', 'used', 'expired']);
export type PromotionState = z.infer<typeof promotionState>;

/** A promotion as it stands for one customer, with why not where it is not theirs. */
export const promotion = z.object({
  id: z.string().min(1).max(64),
  name: localized,
  state: shown(promotionState),
  rawState: rawWord.optional(),
  why: localized.optional(),
  amount: money.optional(),
  endsAt: instant.optional(),
  creditedAt: instant.optional(),
});
export type Promotion = z.infer<typeof promotion>;
