import path from 'node:path';
import { v7 } from 'uuid';
import { dataHome, openDeskFolder } from '#electron/host/desk-folder.ts';
import { Gateway } from '#electron/host/gateway/gateway.ts';
import type { GatewayConfig } from '#electron/host/gateway/gateway-config.ts';
import { openLogs } from '#electron/host/logger.ts';
import { PortTaken } from '#electron/http/loopback-server.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface RunningGateway {
  /** What to tell whoever started it: a line for each channel, then that it is ready. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** Opens the data folder and serves the channels; a failure is one line that names place and fault, with everything stopped again. */
export async function runGateway(config: GatewayConfig, dist: string, onWaiting: (why: string) => void): Promise<Result<RunningGateway, string>> {
  const { dataDir, engine, passphraseFile, keyFile, language, publicUrl, accounts, chat, chatPort } = config;
  const home = dataDir ?? path.join(dataHome(), 'gateway');
  const opened = await openDeskFolder({ dataDir: home, demo: false, memory: false, passphraseFile, keyFile, engine });
  if (!opened.ok) return opened;
  const folder = opened.value;
  const logs = openLogs(folder.path);
  const gateway = new Gateway({
    folder: folder.path,
    key: folder.key.key,
    engine,
    accounts,
    publicUrl,
    language,
    chat: { staticFolder: path.join(dist, 'chat'), port: chatPort, settings: chat },
    onWaiting,
    createLogger: logs.createLogger,
    clock: () => Date.now(),
    newId: v7,
  });
  const stop = async () => {
    await gateway.stop();
    logs.close();
    folder.release();
  };
  try {
    await gateway.start();
  } catch (cause) {
    await stop();
    const isTold =
      cause instanceof PortTaken || cause instanceof OpenFault || (cause instanceof Error && ['EngineConfigFault', 'DataFault'].includes(cause.name));
    if (isTold) return fail(cause.message);
    throw cause;
  }
  const url = gateway.url.replace(/\/$/, '');
  const lines = accounts.map(({ channel, id, name, on }) => `Channel ${channel}: ${id} (${name})${on ? `, webhook ${publicUrl ?? url}/hooks/${id}` : ', off'}`);
  return ok({ lines: [`Channel chat: ${gateway.url}`, ...lines, `Gateway ready: ${url}`], stop });
}
