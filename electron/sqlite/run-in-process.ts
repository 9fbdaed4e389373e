import { fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { RunWorker } from '#electron/sqlite/run-worker.ts';

/** Work that nobody waits for gives way to what somebody does; where the system does not allow that it runs all the same. */
export function giveWay(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {}
}

/** A process of its own, which can be ended at any moment. What it is given goes through a pipe, since a command line and an environment can be read by others. */
export const inProcess: RunWorker = ({ url, data }) => {
  const child = fork(fileURLToPath(url), [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const gone = once(child, 'exit');
  gone.catch(() => undefined);
  giveWay(child.pid);
  // One that is gone has told so by itself.
  const post = (message: unknown) => void child.send(message as object, () => undefined);
  post(data);
  return {
    post,
    onMessage: (listener) => void child.on('message', listener),
    onGone: (listener) => {
      child.once('error', (cause) => listener(`failed: ${cause.message}`));
      child.once('exit', (code, signal) => listener(`ended with ${signal ?? `code ${code}`}`));
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await gone.catch(() => undefined);
    },
  };
};
