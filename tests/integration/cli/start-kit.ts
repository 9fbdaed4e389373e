import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a user starts it, in a home of its own. */
export class Program {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #told: (() => void) | null = null;

  constructor(home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const { WALLET_CONSOLE_PASSPHRASE: _, ...inherited } = process.env;
    const child = spawn(process.execPath, ['electron/cli/start.ts', '--browser', '--no-open', ...args], {
      cwd: root,
      env: { ...inherited, XDG_CONFIG_HOME: home, XDG_DATA_HOME: path.join(home, 'share'), HOME: home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (data) => {
      this.#stdout += String(data);
      this.#told?.();
    });
    child.stderr.on('data', (data) => {
      this.#stderr += String(data);
      this.#told?.();
    });
    this.ended = once(child, 'close').then(([code]: unknown[]) => ({ code: code as number | null, stdout: this.#stdout, stderr: this.#stderr }));
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
  }

  /** The addresses, once the program says that it is usable. */
  async ready(): Promise<{ readonly consoleUrl: string; readonly chatUrl: string }> {
    const gone = this.ended.then(({ code, stdout, stderr }) => {
      throw new Error(`ended with ${code}:\n${stdout}${stderr}`);
    });
    for (;;) {
      const [, consoleUrl] = /^Console ready: (\S+)$/m.exec(this.#stdout) ?? [];
      const [, chatUrl] = /^Customer chat: (\S+)$/m.exec(this.#stdout) ?? [];
      if (consoleUrl !== undefined && chatUrl !== undefined) return { consoleUrl, chatUrl };
      await Promise.race([
        gone,
        new Promise<void>((resolve) => {
          this.#told = resolve;
        }),
      ]);
    }
  }

  /** The console's address, once there is a page; the desk behind it may still wait for its key. */
  async serves(): Promise<string> {
    await this.says(/^Console ready: \S+$/m);
    return /^Console ready: (\S+)$/m.exec(this.#stdout)?.[1] ?? '';
  }

  /** Fulfilled once the program wrote something of this form, on either stream. */
  async says(form: RegExp): Promise<void> {
    while (!form.test(`${this.#stdout}\n${this.#stderr}`)) {
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
  }

  kill(signal: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended;
  }
}

/** A home that goes with the test. */
export function temporaryHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), 'start-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

/** Writes a configuration beside the home's data. */
export function configIn(home: string, value: unknown): string {
  const file = path.join(home, 'console.json');
  mkdirSync(home, { recursive: true });
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

/** A port that another program listens on. */
export async function takenPort(): Promise<number> {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it listens');
  return address.port;
}
