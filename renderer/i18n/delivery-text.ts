import type { TFunction } from 'i18next';

/** Why a message did not go out, in words; a code of the provider's own that nobody has words for is told as it is. */
export function deliveryText(t: TFunction, reason: string): string {
  const code = /^code-(-?\d+)$/.exec(reason)?.[1];
  if (code !== undefined) return t('conversation:delivery_code', { code });
  return t(`conversation:delivery_${reason.replaceAll('-', '_')}`, { defaultValue: reason });
}
