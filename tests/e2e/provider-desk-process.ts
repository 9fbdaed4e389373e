import path from 'node:path';
import { v7 } from 'uuid';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import { DeskHost } from '#electron/host/host.ts';
import { keysInMemory } from '#electron/host/host-keys.ts';
import { fakeChannels, fakeConnections } from '#tests/fakes/fake-social-connection.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

// The demo desk in memory as the browser edition serves it, whose Telegram is the fake platform.
const dist = path.resolve(import.meta.dirname, '../../dist');
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
  connections: fakeConnections,
  socialChannels: fakeChannels,
  createLogger,
  clock: () => Date.now(),
  newId: v7,
});
await host.start();
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
