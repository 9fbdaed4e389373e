import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { UtilityProcess } from 'electron';
import type { HostOptions } from '#electron/host/host-options.ts';

/** What is needed of Electron's module of this name. */
interface Forks {
  fork(modulePath: string, args?: string[], options?: Electron.ForkOptions): UtilityProcess;
}

/** Workers in a process of their own, as Electron has them: the packaged program does not run as Node. */
export function inUtilityProcess(forks: Forks): NonNullable<HostOptions['runApart']> {
  return ({ url, data, name }) => {
    const child = forks.fork(fileURLToPath(url), [], { serviceName: name, stdio: 'ignore' });
    const gone = once(child, 'exit');
    child.postMessage(data);
    return {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onGone: (listener) => void child.once('exit', (code) => listener(`ended with code ${code}`)),
      end: async () => {
        // The gentle signal is taken only between two calls of SQLite's. There is no number before it runs and after it ended.
        if (child.pid === undefined) child.kill();
        else process.kill(child.pid, 'SIGKILL');
        await gone;
      },
    };
  };
}
