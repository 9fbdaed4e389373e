import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { isStreamMissing } from '#electron/engine/nats/connection/faults.ts';
import { LOG } from '#electron/engine/nats/layout/subjects.ts';
import type { SigningKey } from '#electron/engine/nats/signing/nkey.ts';
import { TcpProxy } from '#tests/fakes/tcp-proxy.ts';
import { ConsoleHandle } from '#tests/faults/console-handle.ts';
import { type NatsDesks, setUpDesk, startNatsDesks } from '#tests/nats-desks.ts';
import type { NatsServer } from '#tests/nats-servers.ts';

const CONSOLES = 3;

/** A cluster of three with a proxy before each server, a desk on it, and consoles that reach it through the proxies alone. */
export interface FaultField {
  readonly desks: NatsDesks;
  readonly key: SigningKey;
  readonly proxies: readonly TcpProxy[];
  readonly consoles: readonly ConsoleHandle[];
  readonly servers: readonly NatsServer[];
  /** The server that leads the log; null while none does. */
  leader(): Promise<NatsServer | null>;
  asOperator<T>(work: (jsm: JetStreamManager, js: JetStreamClient) => Promise<T>): Promise<T>;
  /** Rejects until every server has all of the log that its leader has. */
  inStep(): Promise<void>;
  /** Sets the desk up again where the servers lost its log; answers whether they had. */
  restore(): Promise<boolean>;
  end(): Promise<void>;
  /** Ends it without asking the consoles. */
  abandon(): Promise<void>;
}

export async function openFaultField(): Promise<FaultField> {
  const desks = await startNatsDesks(3, 1);
  const key = await desks.take();
  const { servers } = desks.cluster;
  const proxies = servers.map(({ port }) => new TcpProxy(port));
  for (const proxy of proxies) await proxy.start();
  const folder = mkdtempSync(path.join(tmpdir(), 'faults-'));
  const consoles = Array.from({ length: CONSOLES }, (_, index) => {
    const name = `console-${index}`;
    mkdirSync(path.join(folder, name));
    const reached = proxies.map(({ url }) => url);
    return new ConsoleHandle({ name, folder: path.join(folder, name), servers: reached, seed: new TextDecoder().decode(key.seed) });
  });
  await Promise.all(consoles.map((one) => one.start()));

  const asOperator = async <T>(work: (jsm: JetStreamManager, js: JetStreamClient) => Promise<T>): Promise<T> => {
    const connection = await connect({
      servers: servers.filter(({ isRunning }) => isRunning).map(({ url }) => url),
      authenticator: nkeyAuthenticator(key.seed),
    });
    try {
      return await work(await jetstreamManager(connection, { timeout: 5_000, checkAPI: false }), jetstream(connection, { timeout: 5_000 }));
    } finally {
      await connection.close();
    }
  };
  const takeAway = async (): Promise<void> => {
    for (const proxy of proxies) await proxy.stop();
    await desks.cluster.end();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    desks,
    key,
    proxies,
    consoles,
    servers,
    leader: async () => {
      const name = await asOperator(async (jsm) => (await jsm.streams.info(LOG)).cluster?.leader).catch(() => undefined);
      return servers[Number(name?.slice(1))] ?? null;
    },
    asOperator,
    inStep: () =>
      asOperator(async (jsm) => {
        const { cluster } = await jsm.streams.info(LOG);
        const others = cluster?.replicas ?? [];
        if (others.length < servers.length - 1 || others.some(({ current, offline, lag }) => !current || offline === true || (lag ?? 0) > 0))
          throw new Error('the servers are not in step');
      }),
    restore: async () => {
      const missing = await asOperator(async (jsm) =>
        jsm.streams.info(LOG).then(
          () => false,
          (cause: unknown) => {
            if (isStreamMissing(cause)) return true;
            throw cause;
          },
        ),
      );
      if (missing) await setUpDesk(desks.cluster, key, 3);
      return missing;
    },
    end: async () => {
      await Promise.all(consoles.map((one) => one.end()));
      await takeAway();
    },
    abandon: async () => {
      for (const one of consoles) one.kill();
      await takeAway();
    },
  };
}
