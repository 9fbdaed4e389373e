const AMOUNT =
  /(?<![\d.,:/*-])(?:(?<![A-Za-z])|(?<=rmb|cny|usd|eur|hkd))(?<!尾号(?:为|是)?\s?)(\d{1,3}(?:,\d{3})+|\d{2,6})(?:\.(\d{1,2}))?(?![\d:/*年月日号点-]|[.,]\d)/gi;

/**
 * Amounts a text names, in minor units, each once in the order of the text: plain or grouped numbers of 2 to 6 digits
 * with at most two decimals. Which currency is meant no text says reliably, so that all count as having two decimals.
 * What a mask left of a number, a code that begins with letters, the parts of dates and times, and the last digits of a
 * card (尾号) are none.
 */
export function namedAmounts(text: string): readonly number[] {
  const minors = [...text.matchAll(AMOUNT)].map((match) => Math.round(Number(`${(match[1] ?? '').replaceAll(',', '')}.${match[2] ?? '0'}`) * 100));
  return [...new Set(minors.filter((minor) => minor > 0))];
}
