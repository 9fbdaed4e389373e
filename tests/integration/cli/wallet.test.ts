import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCheckOptions, runCheck } from '#electron/host/wallet/check-command.ts';
import { runKey } from '#electron/host/wallet/key-command.ts';
import { runServe } from '#electron/host/wallet/serve-command.ts';
import { publicKeyIn } from '#electron/host/wallet/wallet-files.ts';
import { temporaryFolder } from '#tests/unit/host/folder-kit.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const LONG_MS = 240_000;

describe('npm run wallet', () => {
  it('serves the demo wallet with a token in a file, and stops on a signal', { timeout: LONG_MS }, async () => {
    const home = temporaryFolder();
    const [token, key] = [path.join(home, 'token'), path.join(home, 'desk.pem')];
    const made = runKey(key);
    expect(publicKeyIn(key)).toEqual(made);
    const child = spawn(process.execPath, ['electron/cli/wallet.ts', 'serve', '--token-file', token, '--desk-key', key], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) if (lines.push(line) === 2) break;
    const url = /^Wallet ready: (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines[0] ?? '')?.[1] ?? '';
    expect(lines[1]).toBe('Token: as in the file');
    for (const file of [token, key]) expect(statSync(file).mode & 0o777).toBe(0o600);
    const headers = { authorization: `Bearer ${readFileSync(token, 'utf8').trim()}` };
    expect(await (await fetch(`${url}/openapi.json`, { headers })).json()).toMatchObject({ openapi: '3.1.0' });
    expect((await fetch(`${url}/v1/customers/C100001/account`, { headers })).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  it('writes the contract, and refuses in one line what is no command', () => {
    const run = (...args: readonly string[]) => spawnSync(process.execPath, ['electron/cli/wallet.ts', ...args], { cwd: root, encoding: 'utf8' });
    expect(JSON.parse(run('openapi').stdout)).toMatchObject({ openapi: '3.1.0' });
    expect(run('dance')).toMatchObject({ status: 1, stderr: expect.stringMatching(/^dance: [^\n]+\n$/) });
  });

  it('leads with the token that is refused, and with the address that nobody answers at', async () => {
    const server = createServer((_request, response) => response.writeHead(401).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const told = async (at: string): Promise<string> => {
      const options = readCheckOptions(['--url', at, '--token', 'wrong']);
      if (!options.ok) return options.error;
      return runCheck(options.value)
        .next()
        .then(
          () => 'checked',
          (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
        );
    };
    expect(await told(url)).toMatch(`${url}: the wallet does not accept the token`);
    server.close();
    await once(server, 'close');
    expect(await told(url)).toBe(`${url}: the wallet cannot be reached (ECONNREFUSED)`);
    expect(await told('http://127.0.0.1:1')).toBe('http://127.0.0.1:1: the wallet cannot be reached (bad port)');
  });

  it('refuses in one line what it cannot do', async () => {
    const home = temporaryFolder();
    const file = path.join(home, 'desk.pem');
    runKey(file);
    const quiet = () => undefined;
    const refused = [
      await runServe(['--port', '70000'], quiet),
      await runServe(['--desk-key', path.join(home, 'none')], quiet),
      await runServe(['--dance'], quiet),
      readCheckOptions([]),
      readCheckOptions(['--url', 'http://127.0.0.1:1']),
      readCheckOptions(['--url', 'http://127.0.0.1:1', '--token', 't', '--people', file]),
      readCheckOptions(['--url', 'http://127.0.0.1:1', '--token', 't', '--desk-key', path.join(home, 'none')]),
      runKey(file),
    ];
    for (const one of refused) expect(one).toEqual({ ok: false, error: expect.stringMatching(/^[^\n]+$/) });
  });
});
