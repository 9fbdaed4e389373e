import { Alert, Button } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/admin/admin.module.css';
import { listText } from '#renderer/features/admin/admin-text.ts';
import { usersOf } from '#renderer/features/admin/kinds.tsx';
import { useWording } from '#renderer/features/admin/use-wording.ts';
import type { ListName } from '#shared/desk/configuration.ts';

interface Props {
  readonly list: ListName;
  readonly id: string;
  readonly name: string;
  readonly busy: boolean;
  readonly onRemove: () => void;
}

/** Takes an item away after saying what that means; what is in use says by whom. */
export function RemoveItem({ list, id, name, busy, onRemove }: Props) {
  const wording = useWording();
  const { t, locale } = wording;
  const client = useClient();
  const [asking, setAsking] = useState(false);
  const [cases, setCases] = useState(0);
  useEffect(() => {
    if (!asking || list !== 'queues') return;
    let wanted = true;
    void safe(client.admin.openCases()).then(([error, open]) => {
      if (wanted && !error) setCases(open.queues[id] ?? 0);
    });
    return () => {
      wanted = false;
    };
  }, [asking, client, list, id]);
  const users = usersOf(wording, list, id);
  const held = users.length > 0 || cases > 0;
  if (!asking) {
    return (
      <div className={classes.remove}>
        <Button variant="subtle" color="red" leftSection={<IconTrash size={15} aria-hidden />} onClick={() => setAsking(true)}>
          {t('remove')}
        </Button>
      </div>
    );
  }
  return (
    <Alert color="red" role="alert" title={t('removeTitle', { name })} mt="lg">
      {users.length > 0 && <p>{t('removeUsed', { users: listText(locale, users.slice(0, 12)), count: users.length })}</p>}
      {cases > 0 && <p>{t('removeCases', { count: cases })}</p>}
      {!held && <p>{t(`removeHint_${list}`)}</p>}
      <div className={classes.actions}>
        <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
          {t('cancel')}
        </Button>
        {!held && (
          <Button size="compact-sm" color="red.9" loading={busy} onClick={onRemove}>
            {t('removeNow')}
          </Button>
        )}
      </div>
    </Alert>
  );
}
