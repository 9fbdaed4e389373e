import { ORPCError } from '@orpc/client';
import type { TFunction } from 'i18next';
import { whyText } from '#renderer/i18n/action-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';

/** Why a step of verification did nothing, in words. */
export function verificationFaultText(t: TFunction, error: unknown): string {
  if (error instanceof ORPCError) {
    if (error.code === 'ACTION_REFUSED') return t('accountActions:result_failed', { why: whyText(t, (error.data as { reason: string }).reason) });
    if (error.code === 'UNAVAILABLE')
      return t((error.data as { part: string }).part === 'wallet' ? 'accountActions:verifyFault' : 'accountActions:verifyOffline');
  }
  const { code } = callFault(error);
  if (code === 'not-allowed' || code === 'not-found') return t('accountActions:verifyNotYours');
  return t(code === 'unreachable' || code === 'unavailable' ? 'accountActions:verifyOffline' : 'accountActions:verifyFault');
}
