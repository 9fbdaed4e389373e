import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');

/** The running program, with its two addresses. */
export interface Desk {
  readonly consoleUrl: string;
  readonly chatUrl: string;
  readonly child: ChildProcess;
}

/** The program from when its page can be opened, which is when it opens a browser by itself where it is not told not to. */
export interface OpeningDesk {
  readonly consoleUrl: string;
  readonly ready: Promise<Desk>;
}

/** Starts the program by `npm start`, as a person does. */
export function npmStarting(folder: string, more: readonly string[] = []): Promise<OpeningDesk> {
  const child = spawn('npm', ['start', '--silent', '--', '--browser', '--no-open', '--lang', 'en', '--data-dir', path.join(folder, 'data'), ...more], {
    cwd: root,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const opening = Promise.withResolvers<OpeningDesk>();
  const ready = Promise.withResolvers<Desk>();
  let consoleUrl = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    consoleUrl ||= /^Console opening: (\S+)$/.exec(line)?.[1] ?? '';
    if (consoleUrl) opening.resolve({ consoleUrl, ready: ready.promise });
    const chatUrl = /^Customer chat: (\S+)$/.exec(line)?.[1];
    if (chatUrl !== undefined) ready.resolve({ consoleUrl, chatUrl, child });
  });
  child.once('exit', (code) => {
    const ended = new Error(`npm start ended with ${code} before the console was ready`);
    opening.reject(ended);
    ready.reject(ended);
  });
  ready.promise.catch(() => undefined);
  return opening.promise;
}

/** Starts the program by `npm start`; fulfilled when it says that it is ready. */
export async function npmStart(folder: string, more: readonly string[] = []): Promise<Desk> {
  return (await npmStarting(folder, more)).ready;
}

/** Ends the program with its process group: npm hands signals on late, and is gone before the program has put its files in order. */
export async function endDesk({ child: { pid } }: Desk, how: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (pid === undefined) return;
  process.kill(-pid, how);
  while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

function isThere(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
