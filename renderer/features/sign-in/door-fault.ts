import { ORPCError } from '@orpc/client';
import type { TFunction } from 'i18next';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { SignInRefusal } from '#shared/contract/errors.ts';
import { LONGEST_PASSWORD, type PasswordFault, SHORTEST_PASSWORD } from '#shared/desk/password-rules.ts';

/** Why one did not come in, as the screen tells it apart. */
export type DoorFault =
  | { readonly kind: 'sign-in'; readonly fault: SignInRefusal }
  | { readonly kind: 'password'; readonly code: PasswordFault }
  | { readonly kind: 'bad-login' | 'closed' | 'failed' };

/** Sorts what a call of the door threw. */
export function doorFault(error: unknown): DoorFault {
  if (!(error instanceof ORPCError)) return { kind: 'failed' };
  const { code, data }: { code: string; data: unknown } = error;
  if (code === 'SIGN_IN_REFUSED') return { kind: 'sign-in', fault: data as SignInRefusal };
  if (code === 'PASSWORD_REFUSED') return { kind: 'password', code: (data as { code: PasswordFault }).code };
  if (code === 'NOT_ALLOWED') return { kind: 'closed' };
  return { kind: code === 'BAD_REQUEST' ? 'bad-login' : 'failed' };
}

/** Why a password is not taken, in words. */
export function passwordFaultText(t: TFunction, code: PasswordFault): string {
  return t(`signIn:passwordFault_${code}`, { count: code === 'too-long' ? LONGEST_PASSWORD : SHORTEST_PASSWORD });
}

/** The fault in words. */
export function doorFaultText(t: TFunction, locale: string, fault: DoorFault): string {
  if (fault.kind === 'sign-in') return t(`signIn:fault_${fault.fault.code}`, { time: timeText(fault.fault.until ?? 0, locale) });
  if (fault.kind === 'password') return passwordFaultText(t, fault.code);
  return t(fault.kind === 'bad-login' ? 'signIn:fault_badLogin' : `signIn:fault_${fault.kind}`);
}
