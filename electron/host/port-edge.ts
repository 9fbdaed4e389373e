import { RPCHandler } from '@orpc/server/message-port';
import { z } from 'zod';
import type { ConsoleContext, ConsoleRouter } from '#electron/host/console-router.ts';
import type { Logger } from '#shared/lib/logger.ts';

/** The host's end of a port, as Electron's main process has it. */
export interface HostPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Nothing larger is taken in one message; the WebSocket of the browser edition has the same limit. */
const MAX_MESSAGE = 1024 * 1024;

// The library's port adapter lets what it cannot read end as an unhandled rejection, and builds files and forms from headers.
const id = z.string().min(1).max(200);
const frame = z.union([
  z.object({
    i: id,
    t: z.literal(1).optional(),
    p: z.object({
      u: z
        .string()
        .max(2_000)
        .regex(/^\/(?!\/)/),
      m: z.enum(['GET', 'POST']).optional(),
      h: z.strictObject({ 'last-event-id': z.string().max(200).optional() }).optional(),
      b: z.unknown().optional(),
    }),
  }),
  z.object({ i: id, t: z.literal(3), p: z.object({ e: z.enum(['message', 'error', 'done']), d: z.unknown().optional(), m: z.undefined().optional() }) }),
  z.object({ i: id, t: z.literal(4) }),
]);

/** Whether a message is one of the contract's protocol, as text. */
export function isRequestFrame(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > MAX_MESSAGE) return false;
  try {
    return frame.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
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
