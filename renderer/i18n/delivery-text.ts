import type { TFunction } from 'i18next';

/** Details of the enhanced status codes (RFC 3463, RFC 7505) that say more than the class; `5.7` and `4.x` have one for all. */
const bounces: readonly (readonly [pattern: RegExp, key: string])[] = [
  [/^5\.1\.(1|2|3|6|10)$|^5\.2\.1$/, 'unknown_address'],
  [/^[45]\.2\.2$/, 'mailbox_full'],
  [/^5\.(2\.3|3\.4)$/, 'too_large'],
  [/^5\.7\.\d+$/, 'policy'],
  [/^4\./, 'temporary'],
];

/** Why a message did not go out, in words; a code of the provider's own that nobody has words for is told as it is. */
export function deliveryText(t: TFunction, reason: string): string {
  const code = /^code-(-?\d+)$/.exec(reason)?.[1];
  if (code !== undefined) return t('conversation:delivery_code', { code });
  const status = /^bounced-([245]\.\d{1,3}\.\d{1,3})$/.exec(reason)?.[1];
  if (status !== undefined) {
    const kind = bounces.find(([pattern]) => pattern.test(status))?.[1];
    return t(kind === undefined ? 'conversation:delivery_bounced' : `conversation:delivery_bounced_${kind}`, { status });
  }
  return t(`conversation:delivery_${reason.replaceAll('-', '_')}`, { defaultValue: reason });
}
