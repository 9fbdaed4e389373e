import { createContext, useContext, useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { invariant } from '#shared/lib/assert.ts';

/** The desk as administrators follow it. */
export interface AdminFeed {
  readonly configuration: Configuration;
  readonly revisions: Readonly<Record<string, { readonly revision: number; readonly by: Actor; readonly at: number }>>;
}

export const AdminFeedContext = createContext<AdminFeed | null>(null);

/** The desk as it is now, with what each item's change must be based on. */
export function useAdminFeed(): AdminFeed {
  const feed = useContext(AdminFeedContext);
  invariant(feed !== null, 'useAdminFeed: outside of AdminFeedContext');
  return feed;
}

/** Follows the desk for as long as its administration is on the screen; null before the first word. */
export function useFollowedDesk(): AdminFeed | null {
  const client = useClient();
  const [feed, setFeed] = useState<AdminFeed | null>(null);
  useEffect(
    () =>
      follow(
        (signal) => client.admin.follow(undefined, { signal }),
        (frame: AdminFeed) => setFeed(frame),
      ),
    [client],
  );
  return feed;
}
