import { safe } from '@orpc/client';
import { useEffect } from 'react';
import {
  configurationSeen,
  demoAdvanced,
  engineAdvanced,
  hostSeen,
  selectDemo,
  selectStartup,
  startupAdvanced,
  storageAdvanced,
  syncAdvanced,
} from '#renderer/app/desk-slice.ts';
import { useAppDispatch, useAppSelector, useClient } from '#renderer/app/hooks.ts';
import { preferencesSeen, selectMe, sessionEnded, signedIn, signedOut } from '#renderer/app/session-slice.ts';
import type { AppDispatch } from '#renderer/app/store.ts';
import { casesForgotten } from '#renderer/features/conversation/cases-slice.ts';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';
import type { ConsoleClient } from '#renderer/transport/console-connection.ts';
import { follow } from '#renderer/transport/follow.ts';
import type { DemoState, Me, StartupFrame, SyncFrame } from '#shared/contract/schemas.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import type { EngineHealth } from '#shared/desk/engine-health.ts';
import type { StorageHealth } from '#shared/desk/storage-health.ts';

/** Who is signed in here, as the host has it: also when an administrator takes them from the desk, or gives them another role. */
function followMe(client: ConsoleClient, dispatch: AppDispatch): () => void {
  let fresh = true;
  return follow(
    (signal) => {
      fresh = true;
      return client.session.follow(undefined, { signal });
    },
    (me: Me | null) => {
      if (me === null) {
        // A host that was started anew knows nobody from its first word on.
        dispatch(sessionEnded(fresh ? 'restarted' : 'by-desk'));
        dispatch(signedOut());
      } else dispatch(signedIn(me));
      fresh = false;
    },
  );
}

/** Follows what the host tells of itself and of who is signed in. */
export function useHost(connection: ConnectionState): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  useEffect(() => {
    const stops = [
      follow(
        (signal) => client.host.startup(undefined, { signal }),
        (frame: StartupFrame) => dispatch(startupAdvanced(frame)),
      ),
      follow(
        (signal) => client.host.sync(undefined, { signal }),
        (frame: SyncFrame) => dispatch(syncAdvanced(frame)),
      ),
      followMe(client, dispatch),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, dispatch]);
  // What gave the key and where customers write is known only once the desk is open.
  const open = useAppSelector(selectStartup).phase === 'ready';
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the desk has opened.
  useEffect(() => {
    if (connection !== 'open') return;
    let wanted = true;
    void safe(client.host.info()).then(([error, host]) => {
      if (wanted && !error) dispatch(hostSeen(host));
    });
    return () => {
      wanted = false;
    };
  }, [client, dispatch, connection, open]);
}

/** What a signed-in person needs of the desk: its names, their own preferences, the demo's state. */
export function useDesk(): void {
  const client = useClient();
  const dispatch = useAppDispatch();
  const me = useAppSelector(selectMe)?.person.id;
  const demo = useAppSelector(selectDemo);
  useEffect(() => {
    if (me === undefined) return;
    let wanted = true;
    const stop = follow(
      (signal) => client.desk.follow(undefined, { signal }),
      (configuration: Configuration) => dispatch(configurationSeen(configuration)),
    );
    const stopEngine = follow(
      (signal) => client.engine.follow(undefined, { signal }),
      (health: EngineHealth) => dispatch(engineAdvanced(health)),
    );
    const stopStorage = follow(
      (signal) => client.storage.follow(undefined, { signal }),
      (health: StorageHealth) => dispatch(storageAdvanced(health)),
    );
    void safe(client.settings.read()).then(([error, preferences]) => {
      if (wanted && !error) dispatch(preferencesSeen(preferences));
    });
    return () => {
      wanted = false;
      stop();
      stopEngine();
      stopStorage();
      dispatch(casesForgotten());
    };
  }, [client, dispatch, me]);
  useEffect(() => {
    if (me === undefined || !demo) return;
    return follow(
      (signal) => client.demo.follow(undefined, { signal }),
      (state: DemoState) => dispatch(demoAdvanced(state)),
    );
  }, [client, dispatch, me, demo]);
}
