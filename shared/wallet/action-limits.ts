import { z } from 'zod';
import type { Money } from '#shared/lib/money.ts';

/** How much money an action is about: up to `small`, up to `medium`, up to `large`, or more than the desk may move at all. */
export const amountBand = z.enum(['small', 'medium', 'large', 'excess']);
export type AmountBand = z.infer<typeof amountBand>;

const most = z.number().int().nonnegative();
const bands = z
  .strictObject({ small: most, medium: most, large: most })
  .refine(({ small, medium, large }) => small <= medium && medium <= large, 'grow from small to large');

/** Highest amounts of each band in minor units, by currency; data of the operator. */
export const actionLimits = z.record(z.string().regex(/^[A-Z]{3,5}$/, 'is not a currency like CNY'), bands);
export type ActionLimits = z.infer<typeof actionLimits>;

/**
 * What is taken where an operator sets nothing. CNY: 1,000 a day is what PBOC 公告〔2015〕43号 lets pass on fewer than two
 * factors and 5,000 on two; above 50,000 a payment company's own compensation rules ask for a police receipt, which no desk
 * can take. IDR: the balance of an unregistered and of a registered wallet under PBI 20/6/2018, and a month's income of the latter.
 */
export const defaultActionLimits: ActionLimits = {
  CNY: { small: 100_000, medium: 500_000, large: 5_000_000 },
  IDR: { small: 200_000_000, medium: 2_000_000_000, large: 4_000_000_000 },
};

/** The band of an amount; a currency without limits counts as `large`, so that a second person always looks. */
export function bandOf(amount: Money, limits: ActionLimits): AmountBand {
  const of = Object.hasOwn(limits, amount.currency) ? limits[amount.currency] : undefined;
  if (!of) return 'large';
  const size = Math.abs(amount.minor);
  return size <= of.small ? 'small' : size <= of.medium ? 'medium' : size <= of.large ? 'large' : 'excess';
}
