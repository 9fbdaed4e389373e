import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import { timeText } from '#electron/host/keeping/desk-files.ts';
import { keptPort } from '#electron/host/kept-port.ts';
import type { DataKey } from '#electron/host/key-note.ts';
import { openDesk } from '#electron/host/open-desk.ts';
import { startFault } from '#electron/host/start-fault.ts';
import type { StartOptions } from '#electron/host/start-options.ts';
import { portFault } from '#electron/http/loopback-server.ts';
import type { StartupFrame } from '#shared/contract/schemas.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface EditionOptions extends StartOptions {
  readonly version: string;
  /** Where the built pages lie: `renderer` and `chat` below it. */
  readonly dist: string;
  readonly onStartup: (frame: StartupFrame) => void;
  /** Damage was met at work in a file that nothing can rebuild, in one line. */
  readonly onDamage: (line: string) => void;
}

export interface OpenEdition {
  readonly chatUrl: string;
  readonly key: Pick<DataKey, 'source' | 'file'>;
  /** A line for each file that `--restore` put back; empty where none was damaged. */
  readonly restored: readonly string[];
}

export interface RunningEdition {
  readonly consoleUrl: string;
  /** Why the key of the desk's data cannot be had, in one line: the page asks for it. Null where it can. */
  readonly locked: string | null;
  /** The desk once it is open; a failure is one line, which the page tells as well until `stop`. */
  readonly opened: Promise<Result<OpenEdition, string>>;
  stop(): Promise<void>;
}

/**
 * Runs the browser edition: fulfilled when its page can be opened, which tells how far the desk behind it is. A failure is
 * one line that names place and fault, with everything stopped again.
 */
export async function runBrowserEdition(options: EditionOptions): Promise<Result<RunningEdition, string>> {
  const { version, dist, onDamage } = options;
  // Before anything is made: a start that comes to nothing leaves no folder and no key behind.
  const taken = (await portFault(options.port)) ?? (await portFault(options.chatPort));
  if (taken !== null) return fail(taken.message);
  const opened = await openDesk({ options, edition: 'browser', keys: null, dist, version, onDamage });
  if (!opened.ok) return opened;
  const { host, folder, key, locked, createLogger, stop: stopDesk } = opened.value;
  const server = new BrowserHost({
    router: host.consoleRouter,
    openSession: (id, origin) => host.openSession(id, origin),
    port: options.port,
    ports: keptPort(folder, 'console'),
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
  const failed = (cause: unknown): Result<never, string> => {
    const line = startFault(cause);
    if (line === null) throw cause;
    return fail(line);
  };
  const open = async (): Promise<Result<OpenEdition, string>> => {
    try {
      await host.start();
      const restored = host.restored.map(
        ({ file, backupAt, keptAs }) => `${file}: put back from the backup of ${timeText(backupAt)}; the damaged one is kept as set-aside/${keptAs}`,
      );
      return ok({ chatUrl: host.chatUrl ?? '', key: key() ?? { source: 'memory' }, restored });
    } catch (cause) {
      // Pages that are open hear of it before anybody ends them.
      await setImmediate();
      if (startFault(cause) === null) await stop();
      return failed(cause);
    } finally {
      watching.abort();
    }
  };
  // First the port: whether it is free is known at once, and the page tells then how far the desk is.
  let consoleUrl: string;
  try {
    consoleUrl = (await server.start()).url;
  } catch (cause) {
    watching.abort();
    await stop();
    return failed(cause);
  }
  return ok({ consoleUrl, locked, opened: open(), stop });
}
