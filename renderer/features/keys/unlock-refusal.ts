import { isDefinedError } from '@orpc/client';
import type { TFunction } from 'i18next';
import type { UnlockRefusal } from '#shared/contract/key-schemas.ts';

/** Why a try did not open the desk; null where the host did not answer. */
export function refusalOf(error: unknown): UnlockRefusal | null {
  if (!(error instanceof Error) || !isDefinedError(error)) return null;
  const { code, data }: { code: string; data: unknown } = error;
  return code === 'KEY_REFUSED' ? (data as UnlockRefusal) : null;
}

/** The same in words; a new fault has its words on the screen already, and is told as the answer to this try too. */
export function unlockRefusalText(t: TFunction<'lock'>, refusal: UnlockRefusal | null): string {
  if (refusal === null) return t('unreachable');
  switch (refusal.code) {
    case 'fault':
      return t('stillLocked', { fault: t(`title_${refusal.fault}`) });
    case 'aside-failed':
      return t('refused_aside-failed', { detail: refusal.detail });
    case 'recovery-length':
      return t('refused_recovery-length', { signs: refusal.signs });
    case 'recovery-group-length':
      return t('refused_recovery-group-length', { group: refusal.group, signs: refusal.signs });
    case 'recovery-sign':
      return t('refused_recovery-sign', { group: refusal.group, sign: refusal.sign });
    case 'recovery-typo':
      return t('refused_recovery-typo', { group: refusal.group });
    default:
      return t(`refused_${refusal.code}`);
  }
}
