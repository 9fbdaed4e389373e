import type { TFunction } from 'i18next';
import type { AccountActionState } from '#shared/case/account-action.ts';
import { type Money, moneyText } from '#shared/lib/money.ts';
import type { ActionName } from '#shared/wallet/actions.ts';

interface Subject {
  readonly action: ActionName;
  readonly amount: Money | null;
}

/** An action and its amount in a few words. */
export function whatText(t: TFunction, locale: string, { action, amount }: Subject): string {
  const name = t(`accountActions:action_${action}`);
  return amount === null ? name : t('accountActions:whatAmount', { action: name, amount: moneyText(amount, locale) });
}

/** Why an action was not done; a wallet's code that stands in no table here is told as it is. No end mark, so that it stands within a sentence. */
export function whyText(t: TFunction, reason: string): string {
  return t(`accountActions:why_${reason}`, { defaultValue: reason });
}

/** How an action stands, in a word or two. */
export const stateName = (t: TFunction, state: AccountActionState): string => t(`accountActions:state_${state}`);
