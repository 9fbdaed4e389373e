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

/** Starts the program by `npm start`, as a person does; fulfilled when it says that it is ready. */
export async function npmStart(folder: string, more: readonly string[] = []): Promise<Desk> {
  const child = spawn('npm', ['start', '--silent', '--', '--browser', '--no-open', '--lang', 'en', '--data-dir', path.join(folder, 'data'), ...more], {
    cwd: root,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  let consoleUrl = '';
  for await (const line of createInterface({ input: child.stdout })) {
    consoleUrl ||= /^Console ready: (\S+)$/.exec(line)?.[1] ?? '';
    const chatUrl = /^Customer chat: (\S+)$/.exec(line)?.[1];
    if (consoleUrl && chatUrl) return { consoleUrl, chatUrl, child };
  }
  throw new Error('npm start ended before the console was ready');
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
