import type { TFunction } from 'i18next';
import type { FailureCode } from '#shared/wallet/failure-codes.ts';

/** What happened; what to tell the customer; what the agent does next. */
export type FailurePart = 'what' | 'say' | 'do';

/** The texts that the catalogue `failures` must have: a code with a rule and no text does not compile. */
export type FailureTextKey = `${FailureCode}_${FailurePart}`;

/** One part of a code's explanation, in the language of the screen. */
export function failureText(t: TFunction, code: FailureCode, part: FailurePart): string {
  const key: FailureTextKey = `${code}_${part}`;
  // The colon in a code must not be read as the end of a namespace.
  return t(key, { ns: 'failures', nsSeparator: false });
}
