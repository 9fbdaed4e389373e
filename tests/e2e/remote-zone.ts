import { createServer } from 'node:http';
import type { BrowserContext, Page } from '@playwright/test';
import { MARKER, REMOTE_ZONE } from '#tests/fixtures/mail-vectors/read-vectors.ts';

/** What vectors of `REMOTE_ZONE` would reach. */
export interface RemoteZone {
  /** For Chromium, so that every name of the zone leads here. */
  readonly rules: string;
  readonly port: number;
  /** Numbers of the vectors that asked for something. */
  readonly asked: Set<number>;
  /** Connections, asked over or not; of those nobody knows whose they are. */
  connections(): number;
  close(): void;
}

/** A server that answers nothing and notes who asked. */
export async function openZone(): Promise<RemoteZone> {
  const asked = new Set<number>();
  let connections = 0;
  const server = createServer((request, response) => {
    asked.add(Number.parseInt(request.headers.host ?? '', 10) || -1);
    response.writeHead(404, { 'content-type': 'text/plain' }).end();
  });
  server.on('connection', () => {
    connections += 1;
  });
  // What speaks TLS is no request that can be read, and one all the same.
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const rules = [80, 443].map((from) => `MAP *.${REMOTE_ZONE}:${from} 127.0.0.1:${port}`).join(', ');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { rules, port, asked, connections: () => connections, close };
}

/** What was seen in a browser context beside its own pages' business. */
export interface Watched {
  /** Vectors that ran. */
  readonly fired: Set<number>;
  /** Dialogs, pages, workers, downloads and moves, each in words. */
  readonly acts: string[];
  /** Every request that is to none of `own`, whatever its scheme. */
  readonly requests: string[];
}

const local = /^(?:data|blob|about):/;

/** Watches a context before its first page is opened; `own` are the origins that its pages may speak to. */
export async function watchContext(context: BrowserContext, own: readonly string[]): Promise<Watched> {
  const watched: Watched = { fired: new Set(), acts: [], requests: [] };
  const isOwn = (url: string) => own.some((origin) => url === origin || url.startsWith(`${origin}/`));
  await context.exposeBinding(MARKER, (_source, number: unknown) => {
    watched.fired.add(Number(number));
  });
  context.on('request', (request) => {
    if (!isOwn(request.url()) && !local.test(request.url())) watched.requests.push(request.url());
  });
  context.on('dialog', (dialog) => {
    watched.acts.push(`dialog ${dialog.type()}`);
    void dialog.dismiss().catch(() => undefined);
  });
  context.on('serviceworker', (worker) => watched.acts.push(`service worker ${worker.url()}`));
  return watched;
}

/** Watches what a page's content could start; the page's own frames are told by `isOwn`. */
export function watchPage(page: Page, watched: Watched, isOwn: (url: string) => boolean): void {
  page.on('worker', (worker) => watched.acts.push(`worker ${worker.url()}`));
  page.on('popup', (popup) => {
    watched.acts.push(`popup ${popup.url()}`);
    void popup.close().catch(() => undefined);
  });
  page.on('download', (download) => watched.acts.push(`download ${download.url()}`));
  page.on('websocket', (socket) => {
    if (!isOwn(socket.url().replace(/^ws/, 'http'))) watched.acts.push(`socket ${socket.url()}`);
  });
  page.on('framenavigated', (frame) => {
    const url = frame.url();
    if (url !== '' && url !== 'about:blank' && !isOwn(url)) watched.acts.push(`move to ${url.slice(0, 200)}`);
  });
}
