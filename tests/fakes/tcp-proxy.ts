import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

interface Line {
  readonly client: Socket;
  readonly server: Socket;
}

/** Stands before a server and does to its connections what networks do. */
export class TcpProxy {
  readonly #target: number;
  readonly #lines = new Set<Line>();
  #server: Server | null = null;
  #latencyMs = 0;
  #black = false;
  port = 0;
  /** How much the server has said to its clients. */
  bytesToClients = 0;

  /** `target`: a port of this machine. */
  constructor(target: number) {
    this.#target = target;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  /** On any free port; started again, on the one it had. */
  async start(): Promise<void> {
    const server = createServer((client) => this.#open(client)).listen(this.port, '127.0.0.1');
    this.#server = server;
    await once(server, 'listening');
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  async stop(): Promise<void> {
    this.reset();
    const server = this.#server;
    this.#server = null;
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Breaks all connections (RST). */
  reset(): void {
    for (const { client, server } of this.#lines) {
      client.resetAndDestroy();
      server.destroy();
    }
    this.#lines.clear();
  }

  /** Swallows whatever is sent from now on, with all connections left standing. */
  swallow(): void {
    this.#black = true;
  }

  /** Passes on again; connections of which something was swallowed are broken, as they would be by then. */
  passOn(): void {
    if (!this.#black) return;
    this.#black = false;
    this.reset();
  }

  /** How late everything arrives, each way. Connections that are there are broken when it becomes less, since nothing may overtake. */
  delay(ms: number): void {
    if (ms < this.#latencyMs) this.reset();
    this.#latencyMs = ms;
  }

  #open(client: Socket): void {
    const server = createConnection(this.#target, '127.0.0.1');
    const line: Line = { client, server };
    this.#lines.add(line);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (data) => {
        if (to === client) this.bytesToClients += data.length;
        this.#pass(to, data);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        this.#lines.delete(line);
        to.destroy();
      });
    }
  }

  #pass(to: Socket, data: Buffer): void {
    if (this.#black) return;
    if (this.#latencyMs === 0) {
      to.write(data);
      return;
    }
    // Timers of one length fire in the order they were set.
    setTimeout(() => {
      if (!to.destroyed) to.write(data);
    }, this.#latencyMs);
  }
}
