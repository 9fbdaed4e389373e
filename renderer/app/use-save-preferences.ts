import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { useClient } from '#renderer/app/hooks.ts';
import { type PreferenceChange, savePreferences } from '#renderer/app/save-preferences.ts';
import type { RootState } from '#renderer/app/store.ts';
import type { Preferences } from '#shared/contract/schemas.ts';

/**
 * The way to change preferences: at once on the screen, then kept by the host, after which `onKept` is called; taken back
 * and told where it cannot be kept. What is a list is changed as it is kept by then, and not replaced by the one that is shown.
 */
export function useSavePreferences(): (change: Partial<Preferences> | PreferenceChange, onKept?: () => void) => void {
  const client = useClient();
  const store = useStore<RootState>();
  const { t } = useTranslation('settings');
  return useCallback(
    (change, onKept) => {
      void savePreferences({ client, store }, typeof change === 'function' ? change : () => change).then((kept) => {
        if (kept) return onKept?.();
        notifications.show({ color: 'red', message: t('notSaved'), role: 'alert' });
      });
    },
    [client, store, t],
  );
}
