import { useEffect } from 'react';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { mailSeen } from '#renderer/features/mail/mail-slice.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { MailState } from '#shared/contract/mail-schemas.ts';

/** Follows how mail is on this desk while somebody is signed in. */
export function useMailFeed(): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  useEffect(
    () =>
      follow(
        (signal) => client.mail.follow(undefined, { signal }),
        (state: MailState) => dispatch(mailSeen(state)),
      ),
    [client, dispatch],
  );
}
