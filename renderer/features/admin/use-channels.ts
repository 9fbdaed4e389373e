import { useEffect, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { ChannelsFrame } from '#shared/contract/channel-schemas.ts';

/** The accounts of this machine and how each is, for as long as they are on the screen; null before the first word. */
export function useChannels(): ChannelsFrame | null {
  const client = useClient();
  const [frame, setFrame] = useState<ChannelsFrame | null>(null);
  useEffect(
    () =>
      follow(
        (signal) => client.channels.follow(undefined, { signal }),
        (next: ChannelsFrame) => setFrame(next),
      ),
    [client],
  );
  return frame;
}
