import type { DeskHost } from '#electron/host/host.ts';
import type { HostOptions } from '#electron/host/host-options.ts';
import type { KeyStore } from '#electron/host/key-store.ts';
import { openDesk } from '#electron/host/open-desk.ts';
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
  readonly onDamage: NonNullable<HostOptions['onDamage']>;
  readonly runApart: NonNullable<HostOptions['runApart']>;
}

export interface DesktopEdition {
  readonly host: DeskHost;
  readonly edge: PortEdge;
  readonly createLogger: CreateLogger;
  stop(): Promise<void>;
}

/** Makes the desk behind the window, not yet started; a failure is one line that names place and fault. */
export async function openDesktop(parts: DesktopParts): Promise<Result<DesktopEdition, string>> {
  const opened = await openDesk({ ...parts, edition: 'desktop' });
  if (!opened.ok) return opened;
  const { host, createLogger, stop } = opened.value;
  return ok({ host, edge: new PortEdge(host.consoleRouter, createLogger('port')), createLogger, stop });
}
