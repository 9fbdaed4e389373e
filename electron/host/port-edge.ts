import { RPCHandler } from '@orpc/server/message-port';
import type { ConsoleContext } from '#electron/host/console-access.ts';
import type { ConsoleRouter } from '#electron/host/console-router.ts';
import { isRequestFrame } from '#shared/contract/request-frame.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** The host's end of a port, as Electron's main process has it. */
export interface HostPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Serves pages over ports: the contract's table of handlers, whatever is at the other end. */
export class PortEdge {
  readonly #handler: RPCHandler<ConsoleContext>;
  readonly #logger: Logger;

  constructor(router: ConsoleRouter, logger: Logger) {
    this.#handler = new RPCHandler<ConsoleContext>(router);
    this.#logger = logger;
  }

  /** Serves one port until it closes; a message that is not of the contract closes it and does nothing else. */
  serve(port: HostPort, context: ConsoleContext): void {
    const logger = this.#logger;
    let closed = false;
    port.on('close', () => {
      closed = true;
    });
    const checked = {
      postMessage: (data: unknown) => {
        if (!closed) port.postMessage(data);
      },
      on: (event: string, listener: (event?: { data: unknown }) => void) => {
        if (event === 'close') port.on('close', () => listener());
        if (event !== 'message') return;
        port.on('message', ({ data }) => {
          if (isRequestFrame(data)) return listener({ data });
          logger.warn('serve: a message is not of the contract; its port is closed', { type: typeof data });
          port.close();
        });
      },
    };
    this.#handler.upgrade(checked, { context });
    port.start();
  }
}
