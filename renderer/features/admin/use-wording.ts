import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import { useAdminFeed } from '#renderer/features/admin/admin-feed.ts';
import type { Wording } from '#renderer/features/admin/admin-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';

/** What wording the desk's items needs, in the language of the screen. */
export function useWording(): Wording {
  const { t, i18n } = useTranslation('admin');
  const { configuration } = useAdminFeed();
  const names = useNames();
  return { t, locale: screenLanguage(i18n), configuration, names };
}
