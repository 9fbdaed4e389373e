import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { v7 } from 'uuid';
import { openDeskVault } from '#electron/host/desk-folder.ts';
import { DeskHost } from '#electron/host/host.ts';
import { keysInMemory } from '#electron/host/host-keys.ts';
import type { HostOptions } from '#electron/host/host-options.ts';
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
  readonly onDamage?: HostOptions['onDamage'];
  readonly runApart?: HostOptions['runApart'];
}

/** A desk with its folder and logs; its host is not started yet, and waits for its key when it is. */
export interface OpenedDesk {
  readonly host: DeskHost;
  /** Null where nothing is kept. */
  readonly folder: string | null;
  /** Why the key cannot be had yet, in one line; null where it can. */
  readonly locked: string | null;
  /** Null while it cannot be had. */
  key(): Pick<DataKey, 'source' | 'file'> | null;
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
export async function openDesk({ options, edition, keys, dist, version, onDamage, runApart }: DeskParts): Promise<Result<OpenedDesk, string>> {
  const opened = await openDeskVault(options, keys);
  if (!opened.ok) return opened;
  const vault = opened.value;
  const folder = vault?.folder ?? null;
  const opening = logsIn(folder);
  if (!opening.ok) {
    vault?.release();
    return opening;
  }
  const logs = opening.value;
  if (vault) vault.beforeMove = () => logs.letGo();
  const host = new DeskHost({
    folder,
    keys: vault ?? keysInMemory(randomBytes(32)),
    demo: options.demo,
    demoCustomers: options.demoCustomers,
    engine: options.engine,
    wallet: options.wallet,
    restore: options.restore,
    edition,
    version,
    language: options.language,
    chat: {
      staticFolder: path.join(dist, 'chat'),
      port: options.chatPort,
      ...(options.chat === undefined ? {} : { settings: options.chat }),
    },
    accounts: options.accounts,
    publicUrl: options.publicUrl,
    createLogger: logs.createLogger,
    clock: () => Date.now(),
    newId: v7,
    ...(onDamage === undefined ? {} : { onDamage }),
    ...(runApart === undefined ? {} : { runApart }),
  });
  return ok({
    host,
    folder,
    locked: vault?.lock?.detail ?? null,
    key: () => (vault === null ? { source: 'memory' } : vault.key),
    createLogger: logs.createLogger,
    stop: async () => {
      await host.stop();
      logs.close();
      vault?.release();
    },
  });
}
