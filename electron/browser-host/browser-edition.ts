import path from 'node:path';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import type { DataKey } from '#electron/host/key-note.ts';
import { openDesk } from '#electron/host/open-desk.ts';
import type { StartOptions } from '#electron/host/start-options.ts';
import { PortTaken } from '#electron/http/loopback-server.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import type { StartupFrame } from '#shared/contract/schemas.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface EditionOptions extends StartOptions {
  readonly version: string;
  /** Where the built pages lie: `renderer` and `chat` below it. */
  readonly dist: string;
  readonly onStartup: (frame: StartupFrame) => void;
}

export interface RunningEdition {
  readonly consoleUrl: string;
  readonly chatUrl: string;
  readonly key: Pick<DataKey, 'source' | 'file'>;
  stop(): Promise<void>;
}

/** Runs the browser edition; a failure is one line that names place and fault, with everything stopped again. */
export async function runBrowserEdition(options: EditionOptions): Promise<Result<RunningEdition, string>> {
  const { version, dist } = options;
  const opened = await openDesk({ options, edition: 'browser', keys: null, dist, version });
  if (!opened.ok) return opened;
  const { host, key, createLogger, stop: stopDesk } = opened.value;
  const server = new BrowserHost({
    router: host.consoleRouter,
    openSession: (id) => host.openSession(id),
    port: options.port,
    staticFolder: path.join(dist, 'renderer'),
    clock: () => Date.now(),
    logger: createLogger('browser-host'),
  });
  const stop = async () => {
    await server.stop();
    await stopDesk();
  };
  const watching = new AbortController();
  void (async () => {
    for await (const frame of host.startup.follow(watching.signal)) options.onStartup(frame);
  })();
  try {
    // First the port: whether it is free is known at once, and the page tells then how far the desk is.
    const { url } = await server.start();
    await host.start();
    const { file } = key;
    return ok({
      consoleUrl: url,
      chatUrl: host.chatUrl ?? '',
      key: { source: key.source, ...(file === undefined ? {} : { file }) },
      stop,
    });
  } catch (cause) {
    await stop();
    if (cause instanceof PortTaken || cause instanceof OpenFault || (cause instanceof Error && cause.name === 'EngineConfigFault')) return fail(cause.message);
    throw cause;
  } finally {
    watching.abort();
  }
}
