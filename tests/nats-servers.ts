import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Below what the system gives to outgoing connections and to servers that take any port: nobody takes one by chance. */
const PORTS = { from: 12_000, to: 30_000 };

/** Ports that nobody has at the moment. */
export async function freePorts(count: number): Promise<number[]> {
  const taken: Server[] = [];
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(PORTS.from, PORTS.to);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    taken.push(server);
    ports.push(port);
  }
  await Promise.all(taken.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** One real nats-server with JetStream on files of its own. */
export class NatsServer {
  readonly port: number;
  readonly #folder: string;
  readonly #config: string;
  #child: ChildProcess | null = null;
  /** What the server said since its last start. */
  log = '';

  constructor(folder: string, port: number, config: string) {
    this.port = port;
    this.#folder = folder;
    this.#config = config;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** Fulfilled when its log since the last start fits; rejects when it ended before. */
  async until(fits: (log: string) => boolean): Promise<void> {
    const child = this.#child;
    if (fits(this.log)) return;
    await new Promise<void>((resolve, reject) => {
      const ended = () => reject(new Error(`ended too early: ${this.log.slice(-500)}`));
      if (!child || child.exitCode !== null || child.signalCode !== null) return ended();
      const look = () => {
        if (!fits(this.log)) return;
        child.stderr?.off('data', look);
        resolve();
      };
      child.stderr?.on('data', look);
      child.once('exit', ended);
    });
  }

  /** Fulfilled when it takes clients. */
  async start(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    const file = path.join(this.#folder, 'server.conf');
    writeFileSync(file, this.#config);
    const child = spawn('nats-server', ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    this.log = '';
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}: ${this.log.slice(-500)}`)));
      child.stderr?.on('data', (data: Buffer) => {
        this.log += data.toString();
        if (this.log.includes('Server is ready')) resolve();
      });
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Ends it; by default as by a power cut. */
  async kill(name: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(name);
    await gone;
  }

  /** Takes its files away, as a disk that failed would. */
  wipe(): void {
    rmSync(path.join(this.#folder, 'js'), { recursive: true, force: true });
  }
}

/** How many routes to others a server's log leaves open. */
function openRoutes(log: string): number {
  const open = new Set<string>();
  for (const [, route = '', what] of log.matchAll(/(rid:\d+) - (Route connection created|Router connection closed)/g)) {
    if (what === 'Route connection created') open.add(route);
    else open.delete(route);
  }
  return open.size;
}

/** Servers with their files; `end` takes all of them away. */
export class NatsCluster {
  readonly servers: readonly NatsServer[];
  readonly #folder: string;

  constructor(folder: string, servers: readonly NatsServer[]) {
    this.#folder = folder;
    this.servers = servers;
  }

  get urls(): readonly string[] {
    return this.servers.map(({ url }) => url);
  }

  /** Fulfilled when all take clients and, of several, each has a route to each and one leads. Not all say who leads: who lost a route at that moment does not. */
  async start(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.start()));
    if (this.servers.length === 1) return;
    await Promise.any(this.servers.map((server) => server.until((log) => log.includes('metadata leader'))));
    await Promise.all(this.servers.map((server) => server.until((log) => openRoutes(log) >= this.servers.length - 1)));
  }

  async end(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** One server, or a cluster of three, started; `more` goes into each one's configuration. */
export async function startNats(count: 1 | 3, more = ''): Promise<NatsCluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wallet-nats-'));
  const ports = await freePorts(count * 2);
  const clients = ports.slice(0, count);
  const routes = ports.slice(count);
  const servers = clients.map((port, index) => {
    const home = path.join(folder, `n${index}`);
    const cluster =
      count === 1
        ? ''
        : `cluster { name: test, listen: "127.0.0.1:${routes[index]}", no_advertise: true, routes: [${routes.map((route) => `"nats://127.0.0.1:${route}"`).join(', ')}] }`;
    const config = `server_name: n${index}\nlisten: "127.0.0.1:${port}"\njetstream { store_dir: "${home}/js" }\n${cluster}\n${more}\n`;
    return new NatsServer(home, port, config);
  });
  const made = new NatsCluster(folder, servers);
  await made.start();
  return made;
}
