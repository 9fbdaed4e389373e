interface Page {
  readonly location: { readonly origin: string };
  addEventListener(event: 'load', listener: () => void): void;
  postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
}

interface Ipc {
  send(channel: string): void;
  on(channel: string, listener: (event: { readonly ports: readonly MessagePort[] }) => void): unknown;
}

/** Asked and answered on this channel; the page is told the same word. */
const PORT_CHANNEL = 'console-port';

/**
 * Asks for the page's port once the page has loaded and hands it on. The page waits for a `message` event of its own
 * window with the data `console-port` and the port in `ports[0]`; its scripts run before `load`, so it listens by then.
 */
export function handOver(ipc: Ipc, page: Page): void {
  ipc.on(PORT_CHANNEL, ({ ports }) => {
    const [port] = ports;
    // The page's own origin: whatever took its place meanwhile is not told.
    if (port) page.postMessage(PORT_CHANNEL, page.location.origin, [port]);
  });
  page.addEventListener('load', () => ipc.send(PORT_CHANNEL));
}
