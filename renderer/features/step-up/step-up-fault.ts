import { ORPCError } from '@orpc/client';
import type { TFunction } from 'i18next';
import { timeText } from '#renderer/i18n/date-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { StepUpRefusal } from '#shared/desk/step-up.ts';

/** Why a proof was not taken, as the screen words it: what the host said, what became of the call, or what the person's device said. */
export type StepUpFault = StepUpRefusal | { readonly code: 'offline' | 'failed' | 'cancelled' | 'device' | 'unverified' | 'known' };

/** Sorts what a call threw that wanted a proof. */
export function stepUpFault(error: unknown): StepUpFault {
  if (error instanceof ORPCError && error.code === 'STEP_UP_REFUSED') return error.data as StepUpRefusal;
  return { code: ['unavailable', 'unreachable'].includes(callFault(error).code) ? 'offline' : 'failed' };
}

/** The same in words. */
export function stepUpFaultText(t: TFunction<'guard'>, locale: string, fault: StepUpFault): string {
  const until = 'until' in fault && fault.until !== null ? timeText(fault.until, locale) : '';
  const left = 'left' in fault && fault.left !== null ? ` ${t('code_left', { count: fault.left })}` : '';
  return `${t(`code_${fault.code}`, { time: until })}${left}`;
}
