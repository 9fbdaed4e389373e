import path from 'node:path';
import { v7 } from 'uuid';
import { openDeskFolder } from '#electron/host/desk-folder.ts';
import { DeskHost } from '#electron/host/host.ts';
import type { DataKey } from '#electron/host/key-note.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { type Logs, openLogs } from '#electron/host/logger.ts';
import type { StartOptions } from '#electron/host/start-options.ts';
import type { HostInfo } from '#shared/contract/schemas.ts';
import type { CreateLogger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface DeskParts {
  readonly options: StartOptions;
  readonly edition: HostInfo['edition'];
  /** The system's, where the edition has one. */
  readonly keys: KeyStore | null;
  /** Where the built pages lie: `chat` below it. */
  readonly dist: string;
  readonly version: string;
}

/** A desk with its folder, key and logs; its host is not started yet. */
export interface OpenedDesk {
  readonly host: DeskHost;
  readonly key: DataKey;
  readonly createLogger: CreateLogger;
  /** Stops the host, then closes the logs and releases the folder. */
  stop(): Promise<void>;
}

function logsIn(folder: string | null): Result<Logs, string> {
  try {
    return ok(openLogs(folder));
  } catch (cause) {
    return fail(`${path.join(folder ?? '', 'logs')}: cannot be written (${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)})`);
  }
}

/** Makes a desk of what the user asked for, the same in each edition; a failure is one line that names place and fault, with nothing left open. */
export async function openDesk({ options, edition, keys, dist, version }: DeskParts): Promise<Result<OpenedDesk, string>> {
  const opened = await openDeskFolder(options, keys);
  if (!opened.ok) return opened;
  const { folder, key } = opened.value;
  const opening = logsIn(folder?.path ?? null);
  if (!opening.ok) {
    folder?.release();
    return opening;
  }
  const logs = opening.value;
  const host = new DeskHost({
    folder: folder?.path ?? null,
    key: key.key,
    keySource: key.source,
    demo: options.demo,
    engine: options.engine,
    edition,
    version,
    language: options.language,
    chat: { staticFolder: path.join(dist, 'chat'), port: options.chatPort },
    createLogger: logs.createLogger,
    clock: () => Date.now(),
    newId: v7,
  });
  return ok({
    host,
    key,
    createLogger: logs.createLogger,
    stop: async () => {
      await host.stop();
      logs.close();
      folder?.release();
    },
  });
}
