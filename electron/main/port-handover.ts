import type { MessagePortMain, WebContents, WebFrameMain } from 'electron';
import type { HostPort } from '#electron/host/port-edge.ts';
import { APP_ORIGIN } from '#electron/main/app-protocol.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** The channel on which a preload asks for its page's port, and is given it. */
export const PORT_CHANNEL = 'console-port';

type Asked = { readonly sender: Pick<WebContents, 'id'>; readonly senderFrame: Pick<WebFrameMain, 'parent' | 'origin' | 'detached' | 'postMessage'> | null };

type Ending = Pick<WebContents, 'id'> & { once(event: 'destroyed', listener: () => void): unknown };

export interface HandoverOptions {
  readonly newSessionId: () => string;
  readonly newChannel: () => { readonly host: HostPort; readonly page: MessagePortMain };
  readonly serve: (port: HostPort, sessionId: string) => void;
  readonly closeSession: (sessionId: string) => void;
  readonly logger: Logger;
}

interface Seat {
  readonly sessionId: string;
  port: HostPort | null;
  gone: boolean;
}

/** Gives each window's page one port to the host: a new one for each load, under a session that lasts as long as the window. */
export class PortHandover {
  readonly #options: HandoverOptions;
  readonly #seats = new Map<number, Seat>();

  constructor(options: HandoverOptions) {
    this.#options = options;
  }

  /** Lets the page of a window ask; every other page is refused. */
  admit(contents: Ending): void {
    const seat: Seat = { sessionId: this.#options.newSessionId(), port: null, gone: false };
    this.#seats.set(contents.id, seat);
    contents.once('destroyed', () => {
      this.#seats.delete(contents.id);
      seat.gone = true;
      this.#settle(seat);
    });
  }

  /** Answers a preload that asks: only the top frame of an admitted window, and only with the console's own page in it. */
  answer({ sender, senderFrame: frame }: Asked): void {
    const { newChannel, serve, logger } = this.#options;
    const seat = this.#seats.get(sender.id);
    if (!seat || frame === null || frame.parent !== null || frame.detached || frame.origin !== APP_ORIGIN) {
      logger.warn('answer: a port was refused to a page that is not the console’s', { window: sender.id, top: frame?.parent === null });
      return;
    }
    const former = seat.port;
    const { host, page } = newChannel();
    seat.port = host;
    former?.close();
    host.on('close', () => {
      if (seat.port !== host) return;
      seat.port = null;
      this.#settle(seat);
    });
    serve(host, seat.sessionId);
    frame.postMessage(PORT_CHANNEL, null, [page]);
  }

  /** What the page said last is in its port still when its window is gone: the session ends after the port. */
  #settle(seat: Seat): void {
    if (seat.gone && seat.port === null) this.#options.closeSession(seat.sessionId);
  }
}
