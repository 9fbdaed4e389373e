import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');

/** A desk that a program beside these tests serves by `serveDesk`, with providers of the tests' own. */
export class DeskProgram {
  readonly #program: string;
  #child: ChildProcess | null = null;
  consoleUrl = '';
  chatUrl = '';

  /** A file of this folder. */
  constructor(program: string) {
    this.#program = path.join(import.meta.dirname, program);
  }

  /** Fulfilled once it says where it is served; rejects where it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [this.#program], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      this.consoleUrl ||= /^Console ready: (\S+)$/.exec(line)?.[1] ?? '';
      this.chatUrl ||= /^Customer chat: (\S+)$/.exec(line)?.[1] ?? '';
      if (this.consoleUrl && this.chatUrl) return;
    }
    throw new Error(`${this.#program} ended before it was ready`);
  }

  async stop(): Promise<void> {
    if (this.#child === null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
