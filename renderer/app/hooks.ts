import { createContext, useContext, useSyncExternalStore } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { AppDispatch, RootState } from '#renderer/app/store.ts';
import type { CallLinks } from '#renderer/transport/call-links.ts';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';
import type { ConsoleClient, ConsoleConnection } from '#renderer/transport/console-connection.ts';
import { invariant } from '#shared/lib/assert.ts';

export const useAppDispatch = useDispatch.withTypes<AppDispatch>();
export const useAppSelector = useSelector.withTypes<RootState>();

/** The page's connection to its host. */
export const ConnectionContext = createContext<ConsoleConnection | null>(null);

/** The page's connection to its host. */
export function useConnection(): ConsoleConnection {
  const connection = useContext(ConnectionContext);
  invariant(connection !== null, 'useConnection: outside of ConnectionContext');
  return connection;
}

/** How the page stands to its host, as it changes. */
export function useConnectionState(): ConnectionState {
  const connection = useConnection();
  return useSyncExternalStore(
    (listener) => connection.subscribe(listener),
    () => connection.state(),
  );
}

/** The calls that a telephone on this machine tells this page of; null where none can. */
export const CallLinksContext = createContext<CallLinks | null>(null);

/** The way to call the host; every call may be refused with a code of the contract. */
export function useClient(): ConsoleClient {
  return useConnection().client;
}
