import { Alert } from '@mantine/core';
import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** How many cases stay with somebody who is made inactive, until they are handed on; nothing where there are none. */
export function OpenCasesOf({ person }: { readonly person: PersonId }) {
  const { t } = useTranslation('admin');
  const client = useClient();
  const [count, setCount] = useState(0);
  useEffect(() => {
    let wanted = true;
    void safe(client.admin.openCases()).then(([error, open]) => {
      if (wanted && !error) setCount(open.people[person] ?? 0);
    });
    return () => {
      wanted = false;
    };
  }, [client, person]);
  return count === 0 ? null : (
    <Alert color="orange" role="status">
      {t('casesStay', { count })}
    </Alert>
  );
}
