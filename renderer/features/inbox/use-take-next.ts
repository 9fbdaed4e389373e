import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { caseShown } from '#renderer/app/workspace-slice.ts';
import { perform } from '#renderer/features/case-actions/perform.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';

const LOOK_AT = 200;
const TRIES = 5;

/** Of the cases that wait for anybody, the most urgent, and of these the one that waits longest; null when none waits. */
export function nextOf(rows: readonly InboxRow[]): InboxRow | null {
  const waiting = rows.filter((row) => row.status === 'waiting' && row.owner === null);
  const before = (a: InboxRow, b: InboxRow) => b.priority - a.priority || (a.waitingSince ?? a.openedAt) - (b.waitingSince ?? b.openedAt);
  return waiting.toSorted(before)[0] ?? null;
}

/** The way to take the case that is due next; when a colleague is faster, the one after. */
export function useTakeNext(): { readonly takeNext: () => void; readonly busy: boolean } {
  const client = useClient();
  const dispatch = useAppDispatch();
  const { t } = useTranslation('inbox');
  const [busy, setBusy] = useState(false);
  const take = useCallback(async (): Promise<string | null> => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const sort = { by: 'waitingSince', descending: false } as const;
      const [error, page] = await safe(client.inbox.page({ view: 'active', sort, offset: 0, limit: LOOK_AT }));
      if (error) return t('takeFault');
      const next = nextOf(page.rows);
      if (!next) return t('takeNone');
      const done = await perform(client, next.id, { type: 'accept' });
      if (done.ok) {
        dispatch(caseShown({ caseId: next.id, customer: next.customer }));
        return null;
      }
      if (done.error.code !== 'refused') return t('takeFault');
    }
    return t('takeTaken');
  }, [client, dispatch, t]);
  const takeNext = useCallback(() => {
    setBusy(true);
    void take().then((told) => {
      setBusy(false);
      if (told !== null) notifications.show({ message: told });
    });
  }, [take]);
  return { takeNext, busy };
}
