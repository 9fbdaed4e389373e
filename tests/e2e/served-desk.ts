import path from 'node:path';
import { v7 } from 'uuid';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import type { Connections, SocialChannels } from '#electron/host/channels/connections.ts';
import { DeskHost } from '#electron/host/host.ts';
import { keysInMemory } from '#electron/host/host-keys.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const dist = path.resolve(import.meta.dirname, '../../dist');

/** Serves the demo desk in memory as the browser edition does, with other providers, until SIGTERM; says when it is ready. */
export async function serveDesk(
  providers: { readonly connections: Connections; readonly socialChannels: SocialChannels },
  prepare?: (host: DeskHost) => Promise<unknown>,
) {
  const createLogger = () => recordingLogger();
  const host = new DeskHost({
    folder: null,
    keys: keysInMemory(Buffer.alloc(32, 7)),
    engine: null,
    wallet: null,
    demo: true,
    demoCustomers: 240,
    restore: false,
    edition: 'browser',
    version: '0.0.0',
    language: 'en',
    chat: { staticFolder: path.join(dist, 'chat'), port: 0 },
    ...providers,
    createLogger,
    clock: () => Date.now(),
    newId: v7,
  });
  await host.start();
  await prepare?.(host);
  const server = new BrowserHost({
    router: host.consoleRouter,
    openSession: (id, origin) => host.openSession(id, origin),
    port: 0,
    staticFolder: path.join(dist, 'renderer'),
    clock: () => Date.now(),
    logger: recordingLogger(),
  });
  const { url } = await server.start();
  process.stdout.write(`Console ready: ${url}\nCustomer chat: ${host.chatUrl}\n`);
  process.once('SIGTERM', () => {
    void server
      .stop()
      .then(() => host.stop())
      .then(() => process.exit(0));
  });
}
