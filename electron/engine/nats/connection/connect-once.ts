import { type NatsConnection, nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { type NatsPlace, tlsOptions } from '#electron/engine/nats/connection/nats-options.ts';

/** A connection for one piece of work of the command line: to the first server that answers, and not tried again. */
export function connectOnce({ servers, authenticate, key, tls }: NatsPlace, name: string): Promise<NatsConnection> {
  return connect({
    servers: [...servers],
    name,
    reconnect: false,
    timeout: 5_000,
    inboxPrefix: `_INBOX.${key.publicKey}`,
    ...(authenticate ? { authenticator: nkeyAuthenticator(key.seed) } : {}),
    ...(tls === null ? {} : { tls: tlsOptions(tls) }),
  });
}
