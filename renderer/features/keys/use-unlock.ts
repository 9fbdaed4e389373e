import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import { refusalOf, unlockRefusalText } from '#renderer/features/keys/unlock-refusal.ts';
import type { KeyWay, UnlockTry } from '#shared/contract/key-schemas.ts';

/** Tries a way; `told` is why the last one did not open the desk, at the way it was tried by. */
export function useUnlock() {
  const { t } = useTranslation('lock');
  const client = useClient();
  const [busy, setBusy] = useState<KeyWay | null>(null);
  const [told, setTold] = useState<{ readonly way: KeyWay; readonly text: string } | null>(null);
  const unlock = async (wish: UnlockTry) => {
    if (busy !== null) return;
    setBusy(wish.way);
    setTold(null);
    const [error, unlocked] = await safe(client.keys.unlock(wish));
    setBusy(null);
    if (error) return setTold({ way: wish.way, text: unlockRefusalText(t, refusalOf(error)) });
    if (unlocked.aside !== null) {
      notifications.show({ color: 'blue', autoClose: false, role: 'status', title: t('asideDone'), message: t('asideWhere', { folder: unlocked.aside }) });
    }
  };
  return { busy, told, unlock };
}

export type Unlocking = ReturnType<typeof useUnlock>;
