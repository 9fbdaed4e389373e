import { WebSocket as ReconnectingSocket } from 'partysocket';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';

/** What the host says to a connection that it does not know: it will not know it later either. */
const NOT_OF_THIS_HOST = 4401;

/**
 * A WebSocket that reconnects, says whose tab it is at each opening, and counts as open only once the host has
 * welcomed it; the RPC link above sees neither greeting.
 */
export class ConsoleSocket extends EventTarget {
  readonly #socket: ReconnectingSocket | null;
  #state: ConnectionState;

  constructor(url: string, secret: string | null) {
    super();
    if (secret === null) {
      this.#state = 'locked';
      this.#socket = null;
      return;
    }
    this.#state = 'connecting';
    const socket = new ReconnectingSocket(url, undefined, { minReconnectionDelay: 300, maxReconnectionDelay: 5_000, maxEnqueuedMessages: 0 });
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ tab: secret })));
    socket.addEventListener('message', ({ data }) => {
      if (this.#state === 'open') this.dispatchEvent(new MessageEvent('message', { data }));
      else this.#become('open');
    });
    socket.addEventListener('close', ({ code }) => {
      if (code === NOT_OF_THIS_HOST) socket.close();
      this.#become(code === NOT_OF_THIS_HOST ? 'foreign' : 'lost');
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** As a WebSocket tells it; calls made while the connection is lost fail at once. */
  get readyState(): number {
    if (this.#state === 'connecting') return WebSocket.CONNECTING;
    return this.#state === 'open' ? WebSocket.OPEN : WebSocket.CLOSED;
  }

  send(data: string): void {
    this.#socket?.send(data);
  }

  close(): void {
    this.#socket?.close();
  }

  #become(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'open') this.dispatchEvent(new Event('open'));
    else this.dispatchEvent(new Event('close'));
    this.dispatchEvent(new Event('state'));
  }
}
