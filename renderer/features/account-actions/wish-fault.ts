import { ORPCError } from '@orpc/client';
import type { TFunction } from 'i18next';
import { type StepUpFault, stepUpFault, stepUpFaultText } from '#renderer/features/step-up/step-up-fault.ts';
import { whyText } from '#renderer/i18n/action-text.ts';
import { faultText } from '#renderer/i18n/fault-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { PersonId } from '#shared/lib/ids.ts';

interface Wording {
  readonly t: TFunction;
  readonly locale: string;
  readonly personName: (id: PersonId) => string;
}

const refusals: ReadonlySet<string> = new Set(['REFUSED', 'ACTION_REFUSED', 'STEP_UP_REFUSED']);

/**
 * Whether a wish was refused, so that nothing comes of it. Of any other fault it may: also where the desk says that it cannot
 * be reached, the wallet may have done it, and only the record of that is missing.
 */
export const isRefused = (error: unknown): boolean => error instanceof ORPCError && refusals.has(error.code);

/** Why something asked of the wallet did nothing, in words. */
export function wishFaultText(wording: Wording, error: unknown): string {
  const { t, locale } = wording;
  if (error instanceof ORPCError) {
    if (error.code === 'ACTION_REFUSED') return t('accountActions:result_failed', { why: whyText(t, (error.data as { reason: string }).reason) });
    if (error.code === 'STEP_UP_REFUSED') return proofFaultText(wording, stepUpFault(error));
    if (error.code === 'UNAVAILABLE')
      return t((error.data as { part: string }).part === 'wallet' ? 'accountActions:fault_wallet' : 'accountActions:fault_offline');
  }
  const fault = callFault(error);
  // What was given to a connection that broke may have arrived: the case tells.
  if (fault.code === 'unreachable') return t(fault.given ? 'accountActions:fault_unsure' : 'accountActions:fault_offline');
  return t('accountActions:result_failed', { why: faultText({ t, locale, personName: wording.personName }, fault) });
}

/** The same of a proof that was not taken. */
export function proofFaultText({ t, locale }: Pick<Wording, 't' | 'locale'>, fault: StepUpFault): string {
  return stepUpFaultText(t as unknown as TFunction<'guard'>, locale, fault);
}
