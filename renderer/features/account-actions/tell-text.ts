import type { i18n } from 'i18next';
import type { AccountAction } from '#shared/case/account-action.ts';
import type { Language } from '#shared/lib/localized.ts';
import { moneyText } from '#shared/lib/money.ts';

type Subject = Pick<AccountAction, 'action' | 'amount'>;

/** What the customer may be written once an action is done, in their language. */
export function tellText(instance: i18n, language: Language, { action, amount }: Subject): string {
  const t = instance.getFixedT(language);
  return t(`accountActions:tell_${action}`, { amount: amount === null ? '' : moneyText(amount, language) });
}

/** What the customer may be written about how an action ended; of why it was not done they are told nothing of the desk's own. */
export function endText(instance: i18n, language: Language, action: Subject & Pick<AccountAction, 'state'>): string {
  if (action.state === 'completed' || action.state === 'begun') return tellText(instance, language, action);
  const t = instance.getFixedT(language);
  return t(`accountActions:tellNot_${action.state === 'rejected' ? 'rejected' : 'failed'}`, { what: t(`accountActions:action_${action.action}`) });
}
