import { isLabelled } from '#shared/wallet/mentioned-amounts.ts';

const AMOUNT =
  /(?<![\d.,:/*-])(?:(?<![A-Za-z])|(?<=rmb|cny|usd|eur|hkd))(?<!尾号(?:为|是)?\s?)(\d{1,3}(?:,\d{3})+|\d{2,6})(?:\.(\d{1,2}))?(?![\d:/*年月日号点-]|[.,]\d)/gi;

/** What a one-time code looks like, alone in a message or beside a word for it. */
const CODE = /^\d{4,6}$/;
const CODE_WORD = /\b(?:codes?|otp)\b|验证码|校验码|动态码|动态密码/i;
const SIGN_BEFORE = /(?:[¥￥$€£]|rmb|cny|usd|hkd|eur|rp\.?)\s?$/i;
const SIGN_AFTER = /^\s?(?:元|块|圆|人民币|yuan|kuai|rmb|cny|usd|hkd|eur|dollars?|bucks)/i;

/** Whether a number is no sum but a code, an order's or a telephone's number: by its label, or as a message of its own. */
function isCode(text: string, written: string, at: number): boolean {
  if (SIGN_BEFORE.test(text.slice(0, at)) || SIGN_AFTER.test(text.slice(at + written.length))) return false;
  return isLabelled(text, at) || (CODE.test(written) && (CODE_WORD.test(text) || (written.length === 6 && text.trim() === written)));
}

/**
 * Amounts a text names, in minor units, each once in the order of the text: plain or grouped numbers of 2 to 6 digits
 * with at most two decimals. Which currency is meant no text says reliably, so that all count as having two decimals.
 * What a mask left of a number, a code that begins with letters, the parts of dates and times, and the last digits of a
 * card (尾号) are none; nor are codes, whose word stands in the text, and whatever a label names otherwise.
 */
export function namedAmounts(text: string): readonly number[] {
  const minors = [...text.matchAll(AMOUNT)]
    .filter((match) => !isCode(text, match[0], match.index))
    .map((match) => Math.round(Number(`${(match[1] ?? '').replaceAll(',', '')}.${match[2] ?? '0'}`) * 100));
  return [...new Set(minors.filter((minor) => minor > 0))];
}
