import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { BrowserHost } from '#electron/browser-host/browser-host.ts';
import { Topic } from '#electron/desk/topic.ts';
import { makeConsoleRouter } from '#electron/host/console-router.ts';
import { keysInMemory } from '#electron/host/host-keys.ts';
import type { HostInfo, StartupFrame } from '#shared/contract/schemas.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { RawClient } from '#tests/integration/browser-host/raw-http.ts';

const info: HostInfo = {
  version: '1.2.3',
  edition: 'browser',
  demo: false,
  wallet: false,
  memory: true,
  keySource: 'memory',
  chatUrl: null,
  defaultLanguage: 'en',
};

/** Pages to serve: an index, a script and a file that must stay unseen. */
export function staticPages(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pages-'));
  mkdirSync(path.join(folder, 'pages/assets'), { recursive: true });
  writeFileSync(path.join(folder, 'pages/index.html'), '<!doctype html><title>page</title>');
  writeFileSync(path.join(folder, 'pages/assets/app.js'), 'export {};');
  writeFileSync(path.join(folder, 'pages/.env'), 'SECRET');
  writeFileSync(path.join(folder, 'secret.txt'), 'SECRET');
  return path.join(folder, 'pages');
}

export interface RunningHost {
  readonly host: BrowserHost;
  readonly url: string;
  readonly token: string;
  readonly port: number;
  readonly authority: string;
  readonly origin: string;
  readonly logger: ReturnType<typeof recordingLogger>;
  /** The host's clock; set it to move on. */
  readonly time: { now: number; step: number };
  /** Whose sessions were opened, and how often `host.info` was asked. */
  readonly seen: { sessions: string[]; infos: number };
  readonly client: RawClient;
  stop(): Promise<void>;
}

/** A running browser edition's server in front of the real console router; the desk behind it is still opening. */
export async function runningHost(over: { helloMs?: number } = {}): Promise<RunningHost> {
  const staticFolder = staticPages();
  const logger = recordingLogger();
  const time = { now: 1_000_000, step: 0 };
  const seen: RunningHost['seen'] = { sessions: [], infos: 0 };
  const router = makeConsoleRouter({
    info: () => {
      seen.infos += 1;
      return info;
    },
    startup: new Topic<StartupFrame>({ phase: 'opening', done: 0, total: 0 }),
    keys: keysInMemory(new Uint8Array(32)),
    services: new Promise(() => undefined),
  });
  const host = new BrowserHost({
    router,
    openSession: (sessionId, pageOrigin) => {
      seen.sessions.push(sessionId);
      return { sessionId, pageOrigin };
    },
    port: 0,
    staticFolder,
    clock: () => {
      time.now += time.step;
      return time.now;
    },
    logger,
    ...over,
  });
  const { url } = await host.start();
  const { port, host: authority, hash } = new URL(url);
  const client = new RawClient(Number(port));
  const stop = async () => {
    client.close();
    await host.stop();
    rmSync(path.dirname(staticFolder), { recursive: true, force: true });
  };
  return { host, url, token: hash.replace('#token=', ''), port: Number(port), authority, origin: `http://${authority}`, logger, time, seen, client, stop };
}

/** A running host that ends with the test. */
export async function hostOfTest(over: { helloMs?: number } = {}): Promise<RunningHost> {
  const running = await runningHost(over);
  onTestFinished(() => running.stop());
  return running;
}

/** Exchanges the token as the page does. */
export async function enter(running: RunningHost, token = running.token): Promise<{ status: number; cookie: string; tab: string; error: string }> {
  const answer = await running.client.ask({
    method: 'POST',
    path: '/session',
    headers: [
      ['Host', running.authority],
      ['Origin', running.origin],
    ],
    body: JSON.stringify({ token }),
  });
  const said = JSON.parse(answer.body) as { tab?: string; error?: string };
  return { status: answer.status, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '', tab: said.tab ?? '', error: said.error ?? '' };
}
