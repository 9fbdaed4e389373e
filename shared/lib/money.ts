import { z } from 'zod';
import { minorUnits } from '#shared/lib/currencies.ts';

/**
 * An amount in the currency's minor units (fen, cent), never a fraction. The currency is ISO 4217's code; points and
 * tokens of a wallet's own keep theirs, and of them only the bare number is known.
 */
export const money = z.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z][A-Z0-9]{1,11}$/) });
export type Money = z.infer<typeof money>;

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, decimals: number | null, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const format =
    decimals === null
      ? new Intl.NumberFormat(locale)
      : new Intl.NumberFormat(locale, {
          style: 'currency',
          currency,
          currencyDisplay: 'narrowSymbol',
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
        });
  formats.set(key, format);
  return format;
}

/** Writes an amount as a person of `locale` reads it, with its currency sign; of an unknown currency the bare minor units in brackets before its code. */
export function moneyText(amount: Money, locale: string): string {
  const decimals = minorUnits(amount.currency);
  const format = formatOf(amount.currency, decimals, locale);
  return decimals === null ? `[${format.format(amount.minor)}] ${amount.currency}` : format.format(amount.minor / 10 ** decimals);
}
