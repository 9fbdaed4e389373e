import path from 'node:path';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { Bench } from '#tests/contract/bench-kit.ts';
import type { Transport } from '#tests/contract/console-tab-kit.ts';
import { PhoneSystem } from '#tests/fakes/phone-system.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const root = path.resolve(import.meta.dirname, '../..');
const secret = 'the-secret-of-the-hotline';

/** A demo desk in this process, its built page in a browser, and a telephone system that tells it of calls over HTTP. */
export class TelephoneDesk {
  readonly bench: Bench;
  #url = '';

  constructor() {
    const transport: Transport = {
      name: 'browser',
      serve: async (host) => {
        const server = new BrowserHost({
          router: host.consoleRouter,
          openSession: (id, page) => host.openSession(id, page),
          port: 0,
          staticFolder: path.join(root, 'dist/renderer'),
          clock: () => Date.now(),
          logger: recordingLogger(),
        });
        this.#url = (await server.start()).url;
        return {
          origin: new URL(this.#url).origin,
          newTab: () => Promise.reject(new Error('pages alone come to this desk')),
          close: () => server.stop(),
        };
      },
    };
    this.bench = new Bench(transport);
    // Pages have the time of this machine, and so has their desk.
    Object.defineProperty(this.bench, 'now', { get: () => Date.now() });
  }

  get consoleUrl(): string {
    return this.#url;
  }

  get services(): Promise<DeskServices> {
    return this.bench.host.services;
  }

  async start(): Promise<PhoneSystem> {
    await this.bench.serve();
    await this.bench.host.start();
    const { demo, channelAccounts } = await this.services;
    await demo?.set({ paused: true, speed: 1, colleagues: 0 });
    const by = { kind: 'administrator', id: 'administrator-zhou' } as const;
    const saved = await channelAccounts.save(by, { channel: 'phone', id: 'hotline', name: 'Hotline', values: { secret, queue: 'general' } }, true);
    if (!saved.ok) throw new Error('the telephone system is not taken');
    return new PhoneSystem(`${this.bench.host.chatUrl}hooks/hotline`, secret, Date.now);
  }

  async stop(): Promise<void> {
    await this.bench.stop();
  }
}
