import { minorUnits } from '#shared/lib/currencies.ts';
import type { Money } from '#shared/lib/money.ts';

/** What people write before or after an amount beside its code, by currency; in the forms that NFKC leaves. */
const signs: Readonly<Record<string, readonly string[]>> = { CNY: ['¥', '元', '块', 'RMB'], JPY: ['¥', '円'], USD: ['$'], EUR: ['€'], GBP: ['£'] };

/** Without the sign or code of its own currency; that of another stays, and is no amount. */
function unsigned(text: string, currency: string): string {
  for (const sign of [currency, ...(signs[currency] ?? [])]) {
    if (text.toUpperCase().startsWith(sign)) return text.slice(sign.length).trim();
    if (text.toUpperCase().endsWith(sign)) return text.slice(0, -sign.length).trim();
  }
  return text;
}

/**
 * Reads an amount that a person typed, in the currency's major unit, exactly: `1,250.5`, `￥１２５０`, `200元`. Null for
 * anything else and for more decimals than the currency has; of one whose decimals the caller does not know either
 * there is no amount.
 */
export function parseMoney(text: string, currency: string, decimals: number | null = minorUnits(currency)): Money | null {
  const form = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d+))?$/.exec(unsigned(text.normalize('NFKC').trim(), currency));
  if (decimals === null || !form) return null;
  const fraction = form[2] ?? '';
  if (fraction.length > decimals) return null;
  const minor = Number(`${(form[1] ?? '').replaceAll(',', '')}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : null;
}

/** An amount as it is typed: without sign of currency or separators. */
export function typedMoney({ minor, currency }: Money): string {
  const decimals = minorUnits(currency) ?? 0;
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
