import { readFileSync } from 'node:fs';
import type { SigningKey } from '#electron/engine/nats/signing/nkey.ts';

/** Where the cluster is and who we are there. */
export interface NatsPlace {
  /** `nats://host:port` or `tls://host:port`; all of one cluster, tried in turn. */
  readonly servers: readonly string[];
  /** The desk's name, which its stream bears: two desks on one cluster in different accounts may have the same. */
  readonly desk: string;
  /** Signs our events and proves us to the server. */
  readonly key: SigningKey;
  /** Whether the server is told the key; a server without users knows nobody. */
  readonly authenticate: boolean;
  readonly tls: NatsTls | null;
}

/** PEM files; only `ca` where the server asks for no certificate of ours. */
export interface NatsTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The TLS settings as the client takes them; throws an Error naming the file that cannot be read. */
export function tlsOptions(tls: NatsTls): { ca?: string; cert?: string; key?: string } {
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch (cause) {
      throw new Error(`${file}: cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
    }
  };
  return {
    ...(tls.ca === undefined ? {} : { ca: read(tls.ca) }),
    ...(tls.cert === undefined ? {} : { cert: read(tls.cert) }),
    ...(tls.key === undefined ? {} : { key: read(tls.key) }),
  };
}
