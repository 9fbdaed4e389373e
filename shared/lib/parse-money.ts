import { minorUnits } from '#shared/lib/currencies.ts';
import type { Money } from '#shared/lib/money.ts';

/**
 * Reads an amount that a person typed, in the currency's major unit, exactly: `1,250.5`, `1250.50`. Null for anything
 * else, for more decimals than the currency has, and for a currency whose decimals are not known.
 */
export function parseMoney(text: string, currency: string): Money | null {
  const decimals = minorUnits(currency);
  const form = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d+))?$/.exec(text.normalize('NFKC').trim());
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
