import { ORPCError } from '@orpc/client';
import type { TFunction } from 'i18next';
import { timeText } from '#renderer/i18n/date-text.ts';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Why a full value was not shown, in words. */
export function revealFaultText(t: TFunction<'guard'>, locale: string, error: unknown): string {
  if (error instanceof ORPCError && error.code === 'REVEAL_LIMITED') {
    return t('revealLimited', { time: timeText((error.data as { readonly until: Instant }).until, locale) });
  }
  if (error instanceof ORPCError && error.code === 'NOT_FOUND' && (error.data as { readonly what: string }).what === 'value') return t('revealElsewhere');
  const { code } = callFault(error);
  if (code === 'not-allowed') return t('revealNotAllowed');
  return code === 'unavailable' ? t('revealOffline') : t('revealFault');
}
