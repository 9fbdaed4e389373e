import { z } from 'zod';

/** An amount in the currency's minor units (fen, cent), never a fraction; currency is ISO 4217. */
export const money = z.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) });
export type Money = z.infer<typeof money>;

/** The number of decimals of a currency by ISO 4217 as the runtime's ICU knows it (CNY 2, IDR 2, JPY 0). */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Writes an amount as a person of `locale` reads it, with its currency sign. */
export function moneyText(amount: Money, locale: string): string {
  const key = `${locale} ${amount.currency}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: amount.currency,
      currencyDisplay: 'narrowSymbol',
    });
    formats.set(key, format);
  }
  return format.format(amount.minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
