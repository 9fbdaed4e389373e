import path from 'node:path';
import { v7 } from 'uuid';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import { openDeskFolder } from '#electron/host/desk-folder.ts';
import { DeskHost } from '#electron/host/host.ts';
import type { DataKey } from '#electron/host/key-note.ts';
import { type Logs, openLogs } from '#electron/host/logger.ts';
import { PortTaken } from '#electron/http/loopback-server.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import type { StartupFrame } from '#shared/contract/schemas.ts';
import type { Language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface EditionOptions {
  readonly port: number;
  readonly chatPort: number;
  readonly dataDir: string | null;
  readonly language: Language | null;
  readonly demo: boolean;
  readonly memory: boolean;
  readonly passphraseFile: string | null;
  readonly keyFile: string | null;
  readonly version: string;
  /** Where the built pages lie: `renderer` and `chat` below it. */
  readonly dist: string;
  readonly onStartup: (frame: StartupFrame) => void;
}

export interface RunningEdition {
  readonly consoleUrl: string;
  readonly chatUrl: string;
  readonly key: Pick<DataKey, 'source' | 'file'>;
  readonly folder: string | null;
  stop(): Promise<void>;
}

function logsIn(folder: string | null): Result<Logs, string> {
  try {
    return ok(openLogs(folder));
  } catch (cause) {
    return fail(`${path.join(folder ?? '', 'logs')}: cannot be written (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
  }
}

/** Runs the browser edition; a failure is one line that names place and fault, with everything stopped again. */
export async function runBrowserEdition(options: EditionOptions): Promise<Result<RunningEdition, string>> {
  const opened = await openDeskFolder(options, null);
  if (!opened.ok) return opened;
  const { folder, key } = opened.value;
  const opening = logsIn(folder?.path ?? null);
  if (!opening.ok) {
    folder?.release();
    return opening;
  }
  const logs = opening.value;
  const clock = () => Date.now();
  const host = new DeskHost({
    folder: folder?.path ?? null,
    key: key.key,
    keySource: key.source,
    demo: options.demo,
    edition: 'browser',
    version: options.version,
    language: options.language,
    chat: { staticFolder: path.join(options.dist, 'chat'), port: options.chatPort },
    createLogger: logs.createLogger,
    clock,
    newId: v7,
  });
  const server = new BrowserHost({
    router: host.consoleRouter,
    openSession: (id) => host.openSession(id),
    port: options.port,
    staticFolder: path.join(options.dist, 'renderer'),
    clock,
    logger: logs.createLogger('browser-host'),
  });
  const stop = async () => {
    await server.stop();
    await host.stop();
    logs.close();
    folder?.release();
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
      folder: folder?.path ?? null,
      stop,
    });
  } catch (cause) {
    await stop();
    if (cause instanceof PortTaken || cause instanceof OpenFault) return fail(cause.message);
    throw cause;
  } finally {
    watching.abort();
  }
}
