import { WebSocket as ReconnectingSocket } from 'partysocket';
import type { ConnectionState } from '#renderer/transport/connection-state.ts';
import { NotGiven } from '#renderer/transport/not-given.ts';

/** What the host says to a connection that it does not know: it will not know it later either. */
const NOT_OF_THIS_HOST = 4401;

/**
 * A WebSocket that reconnects, says whose tab it is at each opening, and counts as open only once the host has
 * welcomed it; the RPC link above sees neither greeting.
 */
export class ConsoleSocket extends EventTarget {
  readonly #socket: ReconnectingSocket | null;
  #state: ConnectionState;
  #heard = 0;

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
      this.#heard += 1;
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

  /** As a WebSocket tells it, but for a connection that is lost: the link above asks before it sends, and would not say that nothing was sent. */
  get readyState(): number {
    return this.#state === 'connecting' ? WebSocket.CONNECTING : WebSocket.OPEN;
  }

  /** Throws `NotGiven` at once while the connection is lost; what it takes may be lost with the connection, or have come to the host. */
  send(data: string): void {
    if (this.#state !== 'open') throw new NotGiven('there is no connection');
    this.#socket?.send(data);
  }

  /** How many messages came; null while it is not open. */
  get heard(): number | null {
    return this.#state === 'open' ? this.#heard : null;
  }

  /** Gives up a connection over which nothing comes, and makes another. */
  renew(): void {
    this.#socket?.reconnect();
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
