import type { TFunction } from 'i18next';
import type { AccountFault } from '#shared/desk/account-form.ts';

/** Places at which the same is right, by the name of what that is. */
const alike: Readonly<Record<string, string>> = {
  apiBase: 'web',
  'auth.tokenUrl': 'web',
  publicUrl: 'web',
  'imap.host': 'host',
  'smtp.host': 'host',
  'imap.port': 'port',
  'smtp.port': 'port',
  uid: 'digits',
  phoneNumberId: 'digits',
  wabaId: 'digits',
  appSecret: 'word',
  accessToken: 'word',
  verifyToken: 'word',
  'auth.refreshToken': 'word',
};

/** What is wrong at a place of an account, and what would be right there, in words. */
export function accountFaultText(t: TFunction, { path, fault }: Pick<AccountFault, 'path' | 'fault'>): string {
  const plain = t(`channels:place_${fault.replaceAll('-', '_')}`);
  if (fault !== 'bad-form' && fault !== 'too-long' && fault !== 'out-of-range') return plain;
  // Of a length only the name says more than its own bad form would.
  const what = path === 'name' ? 'name' : (alike[path] ?? path);
  return t(`channels:right_${what}`, { defaultValue: plain });
}
