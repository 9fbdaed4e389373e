import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CustomScheme } from 'electron';
import { consoleCsp } from '#electron/host/console-csp.ts';
import { MAIL_FRAME_PATH, mailFrameHeaders, mailFrameHtml } from '#electron/host/mail-frame.ts';

/** Where the console's page lives in a window of its own. */
export const APP_ORIGIN = 'app://console';

/** The page's scheme: like https to the browser, and never past the content security policy. */
export const appScheme: CustomScheme = { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } };

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

const headers = {
  'content-security-policy': consoleCsp("'self'"),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

/** The file below `root` that an address names; null when it names none, or one elsewhere. */
export function fileOf(root: string, address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'app:' || url.host !== 'console') return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  // The parser resolves `..` and `%2e%2e`; what is decoded here for the first time must not climb either.
  const parts = (name === '/' ? '/index.html' : name).split('/').slice(1);
  if (parts.some((part) => part === '' || part.startsWith('.') || /[\\:\0]/.test(part))) return null;
  return path.join(root, ...parts);
}

const refuse = (status: number) => new Response(null, { status, headers: { ...headers, 'content-type': 'text/plain' } });

/** Makes the handler of the page's scheme: files below `root`, each with the page's policy; anything else is not found. */
export function serveApp(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    if (request.url === `${APP_ORIGIN}${MAIL_FRAME_PATH}`) return new Response(mailFrameHtml, { headers: mailFrameHeaders });
    const file = fileOf(root, request.url);
    if (file === null) return refuse(404);
    try {
      const bytes = new Uint8Array(await readFile(file));
      const type = types[path.extname(file)] ?? 'application/octet-stream';
      return new Response(request.method === 'HEAD' ? null : bytes, { headers: { ...headers, 'content-type': type } });
    } catch {
      return refuse(404);
    }
  };
}
