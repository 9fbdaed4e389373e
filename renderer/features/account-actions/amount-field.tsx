import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TargetChoice } from '#renderer/features/account-actions/action-targets.ts';
import { minorUnits } from '#shared/lib/currencies.ts';
import type { Language } from '#shared/lib/localized.ts';
import { type Money, moneyText } from '#shared/lib/money.ts';

interface Props {
  readonly chosen: TargetChoice;
  readonly currency: string;
  readonly typed: string;
  /** What the typed text is worth; null where it is none. */
  readonly amount: Money | null;
  readonly above: boolean;
  readonly locale: Language;
  readonly onTyped: (text: string) => void;
}

/** How much, with what is left of it; an amount that is the whole cannot be changed. */
export function AmountField({ chosen, currency, typed, amount, above, locale, onTyped }: Props) {
  const { t } = useTranslation('accountActions');
  const most = chosen.most === null ? null : moneyText(chosen.most, locale);
  const fault =
    amount === null || amount.minor === 0 ? t('amountFault', { digits: minorUnits(currency) ?? 0 }) : above ? t('amountAbove', { amount: most }) : null;
  return (
    <TextInput
      label={t('amount', { currency })}
      description={most === null ? undefined : t('amountLeft', { amount: most })}
      value={typed}
      onChange={(event) => onTyped(event.currentTarget.value)}
      readOnly={chosen.fixed}
      inputMode="decimal"
      autoComplete="off"
      error={typed === '' ? null : fault}
    />
  );
}
