import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gateway-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function begin(config: unknown) {
  const file = path.join(folder, 'gateway.json');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(process.execPath, ['electron/cli/gateway.ts', '--config', file, '--data-dir', path.join(folder, 'data')], {
    cwd: root,
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (piece) => {
    told += String(piece);
  });
  return { child, told: () => told, ended: once(child, 'exit') as Promise<[number | null]> };
}

it.each(['SIGTERM', 'SIGINT'] as const)(
  'serves customers’ page and webhooks without a console, and ends cleanly on %s',
  async (signal) => {
    const { child, told, ended } = begin({ chat: { port: 0 } });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line.startsWith('Gateway ready: ')) break;
    }
    const url = /^Gateway ready: (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines.at(-1) ?? '')?.[1];
    expect(url, told()).toBeDefined();
    expect(lines).toContain(`Channel chat: ${url}/`);
    expect((await fetch(`${url}/config`)).status).toBe(200);
    expect((await fetch(`${url}/hooks/nobody`)).status).toBe(404);
    child.kill(signal);
    expect(await ended, told()).toEqual([0, null]);
  },
  120_000,
);

it('tells every fault of its file in a line of its own, and ends with 1', async () => {
  const { told, ended } = begin({ publicUrl: 'x', accounts: [{ channel: 'telegram', id: 'a', name: '', botToken: { env: 'NOT_THERE' } }] });
  expect((await ended)[0]).toBe(1);
  expect(told().trim().split('\n')).toEqual([
    expect.stringContaining('gateway.json: publicUrl: is not an address'),
    expect.stringContaining('gateway.json: accounts.0.botToken: the environment has no NOT_THERE'),
    expect.stringContaining('gateway.json: accounts.0.name: is missing'),
  ]);
}, 60_000);
