import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { useNames } from '#renderer/app/use-names.ts';
import { deferredSeen, undeliveredSeen } from '#renderer/features/deferred/deferred-slice.ts';
import { refusalText } from '#renderer/i18n/fault-text.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { DeferredCommandView, UndeliveredView } from '#shared/contract/schemas.ts';
import type { CommandId } from '#shared/lib/ids.ts';

/** Follows what waits for the engine, and tells what was refused when it was back. */
export function useDeferredFeed(): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const names = useNames();
  const { t, i18n } = useTranslation('deferred');
  const tell = (one: DeferredCommandView) => {
    if (one.refusal === null) return;
    const reason = refusalText({ t, locale: i18n.language, personName: names.person }, one.refusal);
    const title = t('refusedTitle', { what: t(`command_${one.type}`) });
    notifications.show({ color: 'red', autoClose: false, role: 'alert', title, message: t(one.words === null ? 'refused' : 'refusedWords', { reason }) });
  };
  useEffect(
    () =>
      follow(
        (signal) => client.undelivered.follow(undefined, { signal }),
        (messages: readonly UndeliveredView[]) => dispatch(undeliveredSeen(messages)),
      ),
    [client, dispatch],
  );
  const newest = useRef(tell);
  newest.current = tell;
  useEffect(() => {
    // What was refused before this window was opened stands in the list; it is not told again.
    let told: Set<CommandId> | null = null;
    return follow(
      (signal) => client.deferred.follow(undefined, { signal }),
      (commands: readonly DeferredCommandView[]) => {
        const refused = commands.filter(({ refusal }) => refusal !== null);
        if (told !== null) for (const one of refused) if (!told.has(one.commandId)) newest.current(one);
        told = new Set([...(told ?? []), ...refused.map(({ commandId }) => commandId)]);
        dispatch(deferredSeen(commands));
      },
    );
  }, [client, dispatch]);
}
