import type { Money } from '#shared/lib/money.ts';
import { type ActionInput, type ActionName, actionInput, targetField } from '#shared/wallet/actions.ts';

const withMoney: ReadonlySet<ActionName> = new Set(['reverse-payment', 'refund', 'raise-limit', 'credit-coupon']);

/** Whether an action names an amount. */
export const takesAmount = (action: ActionName): boolean => withMoney.has(action);

/** What is asked for, once everything that it needs is there; null before. */
export function makeInput(action: ActionName, target: string | null, amount: Money | null, reason: string): ActionInput | null {
  const named = targetField[action];
  const read = actionInput.safeParse({ action, reason, ...(named === null ? {} : { [named]: target }), ...(withMoney.has(action) ? { amount } : {}) });
  return read.success ? read.data : null;
}
