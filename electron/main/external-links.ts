import type { Logger } from '#shared/lib/logger.ts';

/** Whether an address may be given to the operating system: the web over TLS, mail, and this host's own chat page. */
export function mayOpenExternally(address: string, chatUrl: string | null): boolean {
  // What a shell or a file manager could read otherwise than a URL parser does.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (address.length > 2_000 || /[\u0000-\u0020\u007f\\]/.test(address)) return false;
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return url.hostname !== '';
  if (url.protocol === 'mailto:') return true;
  return url.protocol === 'http:' && chatUrl !== null && url.origin === URL.parse(chatUrl)?.origin;
}

export interface ExternalLinksOptions {
  /** Electron's `shell.openExternal`, which nothing else may call. */
  readonly open: (address: string) => Promise<void>;
  readonly chatUrl: () => string | null;
  readonly logger: () => Logger;
}

export type OpenExternal = (address: string) => void;

/** Makes the one function that hands an address to the operating system; refused addresses are logged by scheme alone. */
export function makeOpenExternal({ open, chatUrl, logger }: ExternalLinksOptions): OpenExternal {
  return (address) => {
    if (!mayOpenExternally(address, chatUrl())) {
      logger().warn('openExternal: refused', { scheme: /^[a-z][a-z0-9+.-]{0,20}:/i.exec(address)?.[0] ?? 'none' });
      return;
    }
    open(address).catch((cause: unknown) => logger().warn('openExternal: no program took it', { cause: String(cause) }));
  };
}
