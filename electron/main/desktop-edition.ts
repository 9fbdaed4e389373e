import path from 'node:path';
import { v7 } from 'uuid';
import { openDeskFolder } from '#electron/host/desk-folder.ts';
import { DeskHost } from '#electron/host/host.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { openLogs } from '#electron/host/logger.ts';
import { PortEdge } from '#electron/host/port-edge.ts';
import type { StartOptions } from '#electron/host/start-options.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';
import { ok, type Result } from '#shared/lib/result.ts';

export interface DesktopParts {
  readonly options: StartOptions;
  readonly keys: KeyStore;
  /** Where the built pages lie: `chat` below it. */
  readonly dist: string;
  readonly version: string;
}

export interface DesktopEdition {
  readonly host: DeskHost;
  readonly edge: PortEdge;
  readonly createLogger: CreateLogger;
  stop(): Promise<void>;
}

/** Makes the desk behind the window, not yet started; a failure is one line that names place and fault. */
export async function openDesktop({ options, keys, dist, version }: DesktopParts): Promise<Result<DesktopEdition, string>> {
  const opened = await openDeskFolder(options, keys);
  if (!opened.ok) return opened;
  const { folder, key } = opened.value;
  const logs = openLogs(folder?.path ?? null);
  const host = new DeskHost({
    folder: folder?.path ?? null,
    key: key.key,
    keySource: key.source,
    demo: options.demo,
    edition: 'desktop',
    version,
    language: options.language,
    chat: { staticFolder: path.join(dist, 'chat'), port: options.chatPort },
    createLogger: logs.createLogger,
    clock: () => Date.now(),
    newId: v7,
  });
  return ok({
    host,
    edge: new PortEdge(host.consoleRouter, logs.createLogger('port')),
    createLogger: logs.createLogger,
    stop: async () => {
      await host.stop();
      logs.close();
      folder?.release();
    },
  });
}
