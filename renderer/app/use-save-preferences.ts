import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'react-redux';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { preferencesSeen, selectPreferences } from '#renderer/app/session-slice.ts';
import type { RootState } from '#renderer/app/store.ts';
import type { Preferences } from '#shared/contract/schemas.ts';

/**
 * The way to change preferences: at once on the screen, then kept by the host, after which `onKept` is called; taken back
 * and told where it cannot be kept.
 */
export function useSavePreferences(): (change: Partial<Preferences>, onKept?: () => void) => void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const store = useStore<RootState>();
  const { t } = useTranslation('settings');
  return useCallback(
    (change, onKept) => {
      const before = selectPreferences(store.getState());
      const next = { ...before, ...change };
      dispatch(preferencesSeen(next));
      void safe(client.settings.save(next)).then(([error]) => {
        if (!error) return onKept?.();
        if (selectPreferences(store.getState()) === next) dispatch(preferencesSeen(before));
        notifications.show({ color: 'red', message: t('notSaved'), role: 'alert' });
      });
    },
    [client, dispatch, store, t],
  );
}
